// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/yaml_repair.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

/// One key of the block with all lines that belong to it.
struct BlockEntry
{
    QString key;
    QString value;        // behind the colon
    QStringList more;     // the lines below
    QStringList lines;    // all of it
    int line = 1;         // in the block
    bool isGlued = false; // no blank behind the colon that YAML knows as one
};

/// How far all lines are indented.
static qsizetype commonIndent(const QStringList &lines)
{
    qsizetype least = -1;
    for (const QString &line : lines) {
        const qsizetype text = std::distance(
            line.begin(), std::find_if(line.begin(), line.end(), [](QChar c) { return c != u' ' && c != u'\t'; }));
        if (text < line.size())
            least = least < 0 ? text : std::min(least, text);
    }
    return std::max<qsizetype>(least, 0);
}

/// A plain text that YAML takes for a key, or ends too early.
static bool looksPlain(const BlockEntry &entry)
{
    static const QString special = u"\"'[]{}&*!|>%@`#,-?"_s;
    return !entry.value.isEmpty() && !special.contains(entry.value.front());
}

static bool isNeeded(const QString &key)
{
    return key == u"name"_s || key == u"description"_s;
}

/// Takes a block apart without understanding YAML, by its lines "key: value".
class EntryReader
{
public:
    explicit EntryReader(const QByteArray &yaml)
        : m_lines(QString::fromUtf8(yaml).split(u'\n'))
    {
        const qsizetype indent = commonIndent(m_lines);
        for (QString &line : m_lines) {
            line.remove(0, indent);
            if (line.endsWith(u'\r'))
                line.chop(1);
        }
    }

    [[nodiscard]] QList<BlockEntry> entries()
    {
        int number = 0;
        for (const QString &line : std::as_const(m_lines)) {
            ++number;
            const QRegularExpressionMatch match = keyOf(line);
            if (match.hasMatch()) {
                const QString blank = match.captured(4).left(1);
                const bool isGlued = !match.captured(5).isEmpty() && blank != u" "_s && blank != u"\t"_s;
                m_entries.append({match.captured(3), match.captured(5).trimmed(), {}, {line}, number, isGlued});
            } else if (!m_entries.isEmpty() && !line.startsWith(u'#')) {
                m_entries.last().more.append(line);
                m_entries.last().lines.append(line);
            }
        }
        return m_entries;
    }

private:
    [[nodiscard]] QRegularExpressionMatch keyOf(const QString &line)
    {
        static const QRegularExpression key(
            u"\\A([ \\t]*)([\"']?)([A-Za-z_$][A-Za-z0-9_.$ -]*?)\\2\\s*:([ \\t\u00A0]+(.*))?\\z"_s,
            QRegularExpression::DotMatchesEverythingOption);
        // Nothing but a slip of the finger: the blank behind the colon, or a colon of another script.
        static const QRegularExpression glued(u"\\A()()(name|description)\\s*[:\uFF1A]()(.*)\\z"_s,
                                              QRegularExpression::DotMatchesEverythingOption);
        QRegularExpressionMatch match = key.match(line);
        if (!match.hasMatch())
            return glued.match(line);
        const qsizetype indent = match.capturedLength(1);
        if (indent == 0 || (indent == m_slipped && !m_entries.isEmpty() && looksPlain(m_entries.last())))
            return match;
        if (m_entries.isEmpty() && isNeeded(match.captured(3)))
            return match;
        // A text in one line, and the next field indented as if it were a part of it.
        const bool isSlip = !m_entries.isEmpty() && looksPlain(m_entries.last()) && isNeeded(match.captured(3)) &&
                            isNeeded(m_entries.last().key) && m_entries.last().key != match.captured(3) &&
                            !isElsewhere(match.captured(3));
        if (!isSlip)
            return {};
        m_slipped = indent;
        return match;
    }

    [[nodiscard]] bool isElsewhere(const QString &key) const
    {
        return std::any_of(m_lines.begin(), m_lines.end(),
                           [&](const QString &line) { return line.startsWith(key + u':'); });
    }

    QStringList m_lines;     // without what all of them are indented by
    qsizetype m_slipped = 0; // how far the fields are indented that should not be
    QList<BlockEntry> m_entries;
};

static QList<BlockEntry> entriesOf(const QByteArray &yaml)
{
    return EntryReader(yaml).entries();
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

QStringList writtenValues(const QByteArray &yaml, const QString &key)
{
    QStringList values;
    for (const BlockEntry &entry : entriesOf(yaml)) {
        if (entry.key == key)
            values.append(folded(entry.value, entry.more));
    }
    return values;
}

QString writtenValue(const QByteArray &yaml, const QString &key)
{
    const QStringList values = writtenValues(yaml, key);
    return values.isEmpty() ? QString() : values.last();
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

/// "a" and "b": the first mark is closed before the end. "Say "hello" first", 'the users' files': it is not.
static bool closesEarly(const QString &text)
{
    const QChar mark = text.front();
    const qsizetype inner = text.indexOf(mark, 1);
    if (inner == text.size() - 1 || text.count(mark) % 2 != 0)
        return false;
    const QChar next = text.at(inner + 1);
    return !text.at(inner - 1).isSpace() && (next.isSpace() || next.isPunct());
}

/// The text that a writer meant with marks that do not close, or that YAML gives another meaning.
static QString asWritten(const BlockEntry &entry)
{
    QString text = folded(entry.value, entry.more);
    const bool isQuoted = text.size() > 1 && text.front() == text.back() && !closesEarly(text);
    if (isQuoted && text.front() == u'"')
        return text.mid(1, text.size() - 2).replace(u"\\\""_s, u"\""_s);
    if (isQuoted && text.front() == u'\'')
        return text.mid(1, text.size() - 2).replace(u"''"_s, u"'"_s);
    static const QRegularExpression blockSign(u"\\A[|>][-+0-9]*\\s+(?=\\S)"_s);
    return text.remove(blockSign);
}

/// "[beta] More text": brackets that only begin a text.
static bool isBracketedWord(const QString &value)
{
    static const QRegularExpression word(u"\\A(\\[[^\\[\\]]*\\]|\\{[^{}]*\\})\\s*[^\\s,:#\\]}]"_s);
    return word.match(value).hasMatch();
}

/// What is said of a few fields, and of how many more it could be said.
class Notes
{
public:
    void add(const QString &note)
    {
        if (m_told.size() < MostTold)
            m_told.append(note);
        else
            ++m_more;
    }
    [[nodiscard]] QStringList told() const
    {
        return m_more == 0 ? m_told : m_told + QStringList{u"and likewise %1 more fields"_s.arg(m_more)};
    }

private:
    static constexpr qsizetype MostTold = 8;
    QStringList m_told;
    int m_more = 0;
};

static bool isReadAsText(const BlockEntry &entry)
{
    const bool isFlow = entry.value.startsWith(u'[') || entry.value.startsWith(u'{');
    return looksPlain(entry) ||
           (isNeeded(entry.key) && !entry.value.isEmpty() && (!isFlow || isBracketedWord(entry.value)));
}

static QString reasonOf(const BlockEntry &entry)
{
    static const QRegularExpression block(u"\\A[|>][-+0-9]*\\z"_s);
    if (entry.isGlued)
        return u"has no blank behind its colon"_s;
    return block.match(entry.value).hasMatch() ? u"is read as the text below it, which has to be indented"_s
                                               : u"is read as the text that stands there; it has to be quoted"_s;
}

/// One entry after the other, each on its own.
static YamlReading readEntries(const QByteArray &yaml, int firstLine)
{
    YamlReading result;
    Notes notes;
    int count = 0;
    const QList<BlockEntry> entries = entriesOf(yaml);
    for (const BlockEntry &entry : entries) {
        const QString about = u"line %1: \"%2\" "_s.arg(firstLine + entry.line - 1).arg(entry.key);
        if (++count > YamlMaximumNodes && !isNeeded(entry.key)) {
            notes.add(about + u"is left out (there are too many fields)"_s);
            continue;
        }
        const QByteArray lines = (entry.lines.join(u'\n') + u'\n').toUtf8();
        const YamlReading alone = readYaml(lines);
        if (alone.error.isEmpty()) {
            for (auto value = alone.values.begin(); value != alone.values.end(); ++value)
                result.values.insert(value.key(), value.value());
            result.written.insert(alone.written);
            continue;
        }
        if (lines.size() > YamlMaximumText || !isReadAsText(entry)) {
            notes.add(about + u"is left out (%1)"_s.arg(alone.error));
            continue;
        }
        const QString text = asWritten(entry);
        result.values.insert(entry.key, text);
        result.written.insert(entry.key, text);
        notes.add(about + reasonOf(entry));
    }
    result.leniencies = notes.told();
    return result;
}

YamlReading repairYaml(const QByteArray &yaml, int firstLine, const YamlReading &fault)
{
    const bool isSmall = yaml.size() <= YamlMaximumText;
    const QByteArray joined = isSmall ? withoutSurrogates(yaml) : yaml;
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
    if (reading.leniencies.isEmpty()) // each field is fine, but not all together
        reading.leniencies.append(u"its frontmatter is read field by field (%1)"_s.arg(fault.error));
    return reading;
}
