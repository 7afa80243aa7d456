// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>

/// Reads a tool's arguments; the first wrong one is kept as a sentence that a model can act on.
///
/// As lenient as the original, because models write "3" for 3 now and then.
class ToolArguments
{
public:
    explicit ToolArguments(const QJsonObject &arguments)
        : m_arguments(arguments)
    {
    }

    [[nodiscard]] QString text(const QString &name, bool required);
    [[nodiscard]] int number(const QString &name, int otherwise, int least);
    [[nodiscard]] bool flag(const QString &name, bool otherwise);
    [[nodiscard]] const QString &error() const { return m_error; }

private:
    void fail(const QString &sentence);

    QJsonObject m_arguments;
    QString m_error;
};
