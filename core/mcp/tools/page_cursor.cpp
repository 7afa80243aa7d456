// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/page_cursor.h"

#include <QByteArray>
#include <QStringList>

// A file name on Linux can hold a line break, but no NUL.
static constexpr QChar Separator = QChar::Null;

QString PageCursor::toString() const
{
    const QString text = list + Separator + uriPath + Separator + path;
    return QString::fromLatin1(text.toUtf8().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<PageCursor> PageCursor::fromString(const QString &text)
{
    const auto bytes =
        QByteArray::fromBase64Encoding(text.toUtf8(), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals |
                                                          QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return std::nullopt;
    const QStringList parts = QString::fromUtf8(*bytes).split(Separator);
    if (parts.size() != 3 || parts[1].isEmpty())
        return std::nullopt;
    return PageCursor{parts[0], parts[1], parts[2]};
}
