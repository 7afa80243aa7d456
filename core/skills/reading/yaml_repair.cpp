// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/yaml_repair.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

/// One key of the block with all lines that belong to it.
struct BlockEntry
{
    QString key;
    QString value;     // behind the colon
    QStringList more;  // the lines below
    QStringList lines; // all of it
    int line = 1;      // in the block
};

static QList<BlockEntry> entriesOf(const QByteArray &yaml)
{
    static const QRegularExpression begin(u"\\A([\"']?)([A-Za-z_$][A-Za-z0-9_.$ -]*?)\\1\\s*:(?:[ \\t]+(.*))?\\z"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    QList<BlockEntry> entries;
    int number = 0;
    for (QString line : QString::fromUtf8(yaml).split(u'\n')) {
        ++number;
        if (line.endsWith(u'\r'))
            line.chop(1);
        const QRegularExpressionMatch match = begin.match(line);
        if (match.hasMatch()) {
            entries.append({match.captured(2), match.captured(3).trimmed(), {}, {line}, number});
        } else if (!entries.isEmpty() && !line.startsWith(u'#')) {
            entries.last().more.append(line);
            entries.last().lines.append(line);
        }
    }
    return entries;
}

/// Lines of a text folded as YAML folds them: a blank line is a line end, any other a space.
static QString folded(const QString &first, const QStringList &more)
{
    QString text = first;
    int blanks = 0;
    for (const QString &line : more) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty()) {
            ++blanks;
            continue;
        }
        if (!text.isEmpty())
            text += blanks > 0 ? QString(blanks, u'\n') : u" "_s;
        text += trimmed;
        blanks = 0;
    }
    return text;
}

QString writtenValue(const QByteArray &yaml, const QString &key)
{
    const QList<BlockEntry> entries = entriesOf(yaml);
    const auto entry =
        std::find_if(entries.rbegin(), entries.rend(), [&](const BlockEntry &each) { return each.key == key; });
    return entry == entries.rend() ? QString() : folded(entry->value, entry->more);
}

/// JSON writes what is beyond 16 bits as two escapes, YAML as one; only inside of quotation marks is either an escape.
static QByteArray withoutSurrogates(const QByteArray &yaml)
{
    static const QRegularExpression pair(u"\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})"_s);
    QString text = QString::fromUtf8(yaml);
    qsizetype from = 0;
    for (QRegularExpressionMatch match = pair.match(text); match.hasMatch(); match = pair.match(text, from)) {
        const qsizetype start = match.capturedStart();
        const qsizetype lineStart = text.lastIndexOf(u'\n', start) + 1;
        int quotes = 0;
        for (qsizetype i = lineStart; i < start; ++i)
            quotes += text.at(i) == u'"' && (i == lineStart || text.at(i - 1) != u'\\');
        from = match.capturedEnd();
        if (quotes % 2 == 0)
            continue;
        const char32_t code = QChar::surrogateToUcs4(char16_t(match.captured(1).toUShort(nullptr, 16)),
                                                     char16_t(match.captured(2).toUShort(nullptr, 16)));
        const QString escape = u"\\U%1"_s.arg(uint(code), 8, 16, QChar(u'0'));
        text.replace(start, match.capturedLength(), escape);
        from = start + escape.size();
    }
    return text.toUtf8();
}

static QByteArray withoutTabs(const QByteArray &yaml)
{
    QByteArrayList lines = yaml.split('\n');
    for (QByteArray &line : lines) {
        const qsizetype end = std::distance(
            line.begin(), std::find_if(line.begin(), line.end(), [](char c) { return c != ' ' && c != '\t'; }));
        QByteArray indent = line.left(end);
        if (indent.contains('\t'))
            line = indent.replace("\t", "  ") + line.mid(end);
    }
    return lines.join('\n');
}

/// A plain text that YAML takes for a key, or ends too early.
static bool looksPlain(const BlockEntry &entry)
{
    static const QString special = u"\"'[]{}&*!|>%@`#,-?"_s;
    return !entry.value.isEmpty() && !special.contains(entry.value.front());
}

/// The text that a writer meant with marks that do not close, or that YAML gives another meaning.
static QString asWritten(const BlockEntry &entry)
{
    QString text = folded(entry.value, entry.more);
    const bool isQuoted = text.size() > 1 && text.front() == text.back();
    if (isQuoted && text.front() == u'"')
        return text.mid(1, text.size() - 2).replace(u"\\\""_s, u"\""_s);
    if (isQuoted && text.front() == u'\'')
        return text.mid(1, text.size() - 2).replace(u"''"_s, u"'"_s);
    static const QRegularExpression blockSign(u"\\A[|>][-+]?\\s+(?=\\S)"_s);
    return text.remove(blockSign);
}

static bool isNeeded(const QString &key)
{
    return key == u"name"_s || key == u"description"_s;
}

/// One entry after the other, each on its own.
static YamlReading readEntries(const QByteArray &yaml, int firstLine)
{
    YamlReading result;
    const QList<BlockEntry> entries = entriesOf(yaml);
    for (const BlockEntry &entry : entries) {
        const YamlReading alone = readYaml(entry.lines.join(u'\n').toUtf8() + '\n');
        if (alone.error.isEmpty()) {
            for (auto value = alone.values.begin(); value != alone.values.end(); ++value)
                result.values.insert(value.key(), value.value());
            result.written.insert(alone.written);
            continue;
        }
        const bool isFlow = entry.value.startsWith(u'[') || entry.value.startsWith(u'{');
        if (looksPlain(entry) || (isNeeded(entry.key) && !isFlow && !entry.value.isEmpty())) {
            const QString text = asWritten(entry);
            result.values.insert(entry.key, text);
            result.written.insert(entry.key, text);
            result.leniencies.append(u"line %1: \"%2\" is read as the text that stands there; it has to be quoted"_s
                                         .arg(firstLine + entry.line - 1)
                                         .arg(entry.key));
        } else {
            result.leniencies.append(
                u"line %1: \"%2\" is left out (%3)"_s.arg(firstLine + entry.line - 1).arg(entry.key, alone.error));
        }
    }
    return result;
}

YamlReading repairYaml(const QByteArray &yaml, int firstLine, const YamlReading &fault)
{
    const QByteArray joined = withoutSurrogates(yaml);
    if (joined != yaml) {
        YamlReading reading = readYaml(joined);
        if (reading.error.isEmpty())
            return reading; // JSON is YAML: nothing to complain of
    }
    const QByteArray spaced = withoutTabs(joined);
    if (spaced != joined) {
        YamlReading reading = readYaml(spaced);
        if (reading.error.isEmpty()) {
            reading.leniencies.append(u"tabs indent its frontmatter, where only spaces may"_s);
            return reading;
        }
    }
    YamlReading reading = readEntries(spaced, firstLine);
    if (!reading.values.contains(u"name"_s) && !reading.values.contains(u"description"_s))
        return fault;
    return reading;
}
