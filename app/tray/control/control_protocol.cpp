// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/control_protocol.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

QByteArray toLine(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<QJsonObject> fromLine(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return std::nullopt;
    return document.object();
}

QJsonObject request(const QString &verb)
{
    return {{u"do"_s, verb}};
}

QJsonObject answer(ExitStatus status, const QString &error)
{
    QJsonObject object{{u"exit"_s, int(status)}};
    if (!error.isEmpty())
        object.insert(u"error"_s, error);
    return object;
}
