// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/yaml_scalar.h"

#include <QRegularExpression>

#include <cmath>

static bool isOneOf(const QString &text, std::initializer_list<QLatin1String> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

static bool matches(const QRegularExpression &expression, const QString &text)
{
    return expression.match(text).hasMatch();
}

// https://yaml.org/spec/1.2.2/#1032-tag-resolution
static QJsonValue plainScalar(const QString &text, QString &oddity)
{
    static const QRegularExpression decimal(QStringLiteral("\\A[-+]?[0-9]+\\z"));
    static const QRegularExpression octal(QStringLiteral("\\A0o[0-7]+\\z"));
    static const QRegularExpression hexadecimal(QStringLiteral("\\A0x[0-9a-fA-F]+\\z"));
    static const QRegularExpression real(QStringLiteral("\\A[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z"));
    static const QRegularExpression notFinite(
        QStringLiteral("\\A([-+]?(\\.inf|\\.Inf|\\.INF)|\\.nan|\\.NaN|\\.NAN)\\z"));
    using L = QLatin1String;
    if (text.isEmpty() || isOneOf(text, {L("~"), L("null"), L("Null"), L("NULL")}))
        return QJsonValue::Null;
    if (isOneOf(text, {L("true"), L("True"), L("TRUE")}))
        return true;
    if (isOneOf(text, {L("false"), L("False"), L("FALSE")}))
        return false;
    const QChar first = text.front();
    if (!first.isDigit() && first != u'.' && first != u'-' && first != u'+')
        return text;
    bool fits = false;
    qint64 whole = 0;
    if (matches(decimal, text))
        whole = text.toLongLong(&fits, 10);
    else if (matches(octal, text))
        whole = text.mid(2).toLongLong(&fits, 8);
    else if (matches(hexadecimal, text))
        whole = text.mid(2).toLongLong(&fits, 16);
    if (fits)
        return whole;
    if (matches(real, text)) {
        const double number = text.toDouble();
        if (std::isfinite(number))
            return number;
    } else if (!matches(notFinite, text) && !matches(hexadecimal, text) && !matches(octal, text)) {
        return text;
    }
    oddity = QStringLiteral("the frontmatter has a number that JSON cannot hold: %1").arg(text);
    return text;
}

QJsonValue yamlScalar(const std::string &tag, const QString &text, QString &oddity)
{
    static const std::string standard = "tag:yaml.org,2002:";
    if (tag == "!" || tag == standard + "str")
        return text;
    if (tag != "?" && !tag.empty() && tag.compare(0, standard.size(), standard) != 0)
        oddity =
            QStringLiteral("the frontmatter has a tag that only its writer knows: %1").arg(QString::fromStdString(tag));
    return plainScalar(text, oddity);
}
