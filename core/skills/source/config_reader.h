// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/skills_config.h"

#include <QJsonObject>

/// Takes a JSON object apart, key by key; the first fault counts.
class ConfigReader
{
public:
    explicit ConfigReader(const QJsonObject &object)
        : m_object(object)
    {
    }

    [[nodiscard]] SkillsConfig read();
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

private:
    void fail(const QString &key, const QString &wanted);
    [[nodiscard]] QJsonValue take(const QString &key);
    void readBool(const QString &key, bool &value);
    void readAnswers(bool &brief);
    void readExtensions(const QString &key, QStringList &value);
    void readNames(const QString &key, QStringList &value);
    [[nodiscard]] std::optional<qint64> readNumber(const QString &key, qint64 least, qint64 most, bool mayBeNull);
    void readSources(QList<SkillSource> &sources);
    [[nodiscard]] std::optional<SkillSource> readSource(const QJsonObject &object, const QString &key);

    QJsonObject m_object;
    QString m_error;
    QStringList m_warnings;
};
