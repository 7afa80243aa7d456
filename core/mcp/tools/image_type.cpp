// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/image_type.h"

#include <algorithm>

using namespace Qt::StringLiterals;

std::optional<QString> imageTypeOf(const QByteArray &bytes, const QString &byName)
{
    if (bytes.startsWith("\x89PNG"))
        return u"image/png"_s;
    if (bytes.startsWith("\xFF\xD8\xFF"))
        return u"image/jpeg"_s;
    if (bytes.startsWith("GIF8"))
        return u"image/gif"_s;
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return u"image/webp"_s;
    // Comments, often a licence, may come before its first element.
    if (bytes.first(std::min<qsizetype>(bytes.size(), 16 * 1024)).contains("<svg"))
        return u"image/svg+xml"_s;
    return byName.startsWith("image/"_L1) ? std::nullopt : std::optional(byName);
}
