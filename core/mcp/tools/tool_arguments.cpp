// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/tool_arguments.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

void ToolArguments::fail(const QString &sentence)
{
    if (m_error.isEmpty())
        m_error = sentence;
}

QString ToolArguments::text(const QString &name, bool required)
{
    const QJsonValue value = m_arguments.value(name);
    if (value.isUndefined() || value.isNull()) {
        if (required)
            fail(name + " is required"_L1);
        return {};
    }
    if (!value.isString())
        fail(name + " must be a string"_L1);
    else if (required && value.toString().isEmpty())
        fail(name + " is required"_L1);
    return value.toString();
}

int ToolArguments::number(const QString &name, int otherwise, int least)
{
    const QJsonValue value = m_arguments.value(name);
    if (value.isUndefined() || value.isNull())
        return otherwise;
    bool good = value.isDouble();
    double number = value.toDouble();
    if (value.isString())
        number = double(value.toString().trimmed().toLongLong(&good));
    if (!good || number != std::floor(number)) {
        fail(name + " must be a whole number"_L1);
        return otherwise;
    }
    if (number < least) {
        fail(name + " must be at least "_L1 + QString::number(least));
        return otherwise;
    }
    return int(std::min(number, double(std::numeric_limits<int>::max())));
}

bool ToolArguments::flag(const QString &name, bool otherwise)
{
    const QJsonValue value = m_arguments.value(name);
    if (value.isUndefined() || value.isNull())
        return otherwise;
    if (value.isBool())
        return value.toBool();
    const QString word = value.toString().toLower();
    if (word == "true"_L1 || word == "false"_L1)
        return word == "true"_L1;
    fail(name + " must be true or false"_L1);
    return otherwise;
}
