// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/block_finder.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int MostLinesBefore = 64;

static bool isFence(const QByteArray &line)
{
    return line.startsWith("---") && line.mid(3).trimmed().isEmpty();
}

/// Where the line that begins at `start` ends, its line end included. A lone \r ends none: YAML and people agree.
static qsizetype endOfLine(const QByteArray &bytes, qsizetype start)
{
    const qsizetype end = bytes.indexOf('\n', start);
    return end < 0 ? bytes.size() : end + 1;
}

static FoundBlock tooLarge()
{
    FoundBlock block;
    block.error = u"its frontmatter is larger than 64 KiB"_s;
    return block;
}

/// As the format has it: "---" at the very beginning, YAML, "---".
static FoundBlock findStrictly(const QByteArray &file)
{
    FoundBlock block;
    const qsizetype begin = endOfLine(file, 0);
    if (!isFence(file.left(begin)))
        return block;
    qsizetype end = begin;
    while (end < file.size()) {
        if (end - begin > FrontmatterMaximumSize)
            return tooLarge();
        const qsizetype next = endOfLine(file, end);
        if (isFence(file.mid(end, next - end))) {
            block.isThere = true;
            block.line = 2;
            block.yaml = file.mid(begin, end - begin);
            block.body = file.mid(next);
            return block;
        }
        end = next;
    }
    return block;
}

/// Finds a block that other readers find, too, line by line.
class LenientFinder
{
public:
    explicit LenientFinder(QByteArray file)
    {
        if (!file.contains('\n') && file.contains('\r')) {
            file.replace('\r', '\n');
            m_block.leniencies.append(u"its lines end as on an old Mac"_s);
        } else {
            file.replace("\r\n", "\n");
        }
        m_lines = file.split('\n');
    }

    [[nodiscard]] FoundBlock find()
    {
        skipWhatStandsBefore();
        if (m_at >= m_lines.size() || !m_block.error.isEmpty())
            return m_block;
        const QByteArray fence = m_lines.at(m_at).trimmed();
        m_indent = m_lines.at(m_at).indexOf(fence);
        if (fence.size() != 3)
            note(u"its frontmatter's fence is not \"---\""_s);
        if (m_indent > 0)
            note(u"its frontmatter is indented"_s);
        const qsizetype begin = m_at + 1;
        qsizetype end = begin;
        while (end < m_lines.size() && m_lines.at(end).trimmed() != fence && m_lines.at(end).trimmed() != "...")
            ++end;
        qsizetype body = end + 1;
        if (end == m_lines.size()) {
            note(u"its frontmatter has no second line \"---\""_s);
            end = begin;
            while (end < m_lines.size() && canBeYaml(m_lines.at(end)))
                ++end;
            body = end;
        } else if (m_lines.at(end).trimmed() == "...") {
            note(u"its frontmatter ends with \"...\""_s);
        }
        for (qsizetype i = begin; i < end; ++i)
            m_block.yaml += dedented(m_lines.at(i)) + '\n';
        if (m_block.yaml.size() > FrontmatterMaximumSize)
            return tooLarge();
        // A rule of Markdown looks the same: only what names a skill is its frontmatter.
        static const QRegularExpression telling(u"^(name|description)\\s*:"_s,
                                                QRegularExpression::MultilineOption |
                                                    QRegularExpression::CaseInsensitiveOption);
        if (!telling.match(QString::fromUtf8(m_block.yaml)).hasMatch())
            return {};
        m_block.isThere = true;
        m_block.line = int(begin) + 1;
        m_block.body = bodyFrom(body);
        return m_block;
    }

private:
    void note(const QString &what)
    {
        if (!m_block.leniencies.contains(what))
            m_block.leniencies.append(what);
    }

    /// Leaves m_at at the fence, or at the end.
    void skipWhatStandsBefore()
    {
        static const QRegularExpression tag(u"\\A<([A-Za-z][A-Za-z0-9_-]*)>\\z"_s);
        for (; m_at < m_lines.size() && m_at < MostLinesBefore; ++m_at) {
            const QByteArray line = m_lines.at(m_at).trimmed();
            if (line.size() >= 3 && line.count('-') == line.size())
                return;
            if (line == "+++") {
                m_block.error =
                    u"its frontmatter is TOML between \"+++\"; it has to be YAML between two lines \"---\""_s;
                m_block.line = int(m_at) + 1;
                return;
            }
            const QRegularExpressionMatch tagged = tag.match(QString::fromUtf8(line));
            if (line.isEmpty()) {
                note(u"blank lines stand before its frontmatter"_s);
            } else if (line.startsWith("<!--")) {
                note(u"a comment stands before its frontmatter"_s);
                while (m_at < m_lines.size() && !m_lines.at(m_at).contains("-->"))
                    ++m_at;
            } else if (line.startsWith("```") || line.startsWith("~~~")) {
                note(u"a code fence stands around it"_s);
                m_codeFence = line.left(std::distance(
                    line.begin(), std::find_if(line.begin(), line.end(), [&](char c) { return c != line.front(); })));
            } else if (tagged.hasMatch()) {
                note(u"a tag stands around it"_s);
                m_endTag = "</" + tagged.captured(1).toUtf8() + '>';
            } else if (line.startsWith('#')) {
                note(u"a heading stands before its frontmatter"_s);
            } else {
                break;
            }
        }
        m_at = m_lines.size();
    }

    [[nodiscard]] QByteArray dedented(const QByteArray &line) const
    {
        return line.left(m_indent).trimmed().isEmpty() ? line.mid(m_indent) : line;
    }

    /// Of a block without an end: it goes as far as it looks like one.
    [[nodiscard]] bool canBeYaml(const QByteArray &line) const
    {
        static const QRegularExpression entry(u"\\A(\\s+\\S|-\\s|[A-Za-z_$\"'][^:]*:(\\s|\\z)|#[^#]*\\z)"_s);
        const QString text = QString::fromUtf8(dedented(line));
        return entry.match(text).hasMatch() && !text.startsWith(u"# "_s);
    }

    /// Without the other end of what stands around the file.
    [[nodiscard]] QByteArray bodyFrom(qsizetype first) const
    {
        QByteArrayList lines = m_lines.mid(first);
        while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
            lines.removeLast();
        const auto isEnd = [this](const QByteArray &line) {
            const QByteArray text = line.trimmed();
            return !text.isEmpty() && (text == m_codeFence || text == m_endTag);
        };
        const auto next =
            std::find_if(lines.begin(), lines.end(), [](const QByteArray &line) { return !line.trimmed().isEmpty(); });
        if (next != lines.end() && isEnd(*next))
            lines.erase(lines.begin(), next + 1);
        else if (!lines.isEmpty() && isEnd(lines.last()))
            lines.removeLast();
        return lines.join('\n');
    }

    QByteArrayList m_lines;
    qsizetype m_at = 0;
    qsizetype m_indent = 0;
    QByteArray m_codeFence, m_endTag;
    FoundBlock m_block;
};

/// Git without links writes a link as a text: the path that it leads to, nothing else.
static QString checkedOutLink(const QByteArray &file)
{
    static const QRegularExpression path(u"\\A@?((\\.{1,2}/|/)\\S*|\\S+/SKILL\\.md)\\n?\\z"_s);
    const QString text = QString::fromUtf8(file.left(4096));
    return file.size() < 4096 && path.match(text).hasMatch() ? text.trimmed() : QString();
}

FoundBlock findBlock(const QByteArray &bytes)
{
    static constexpr QByteArrayView Mark = "\xEF\xBB\xBF";
    QByteArray file = bytes;
    int marks = 0;
    while (file.startsWith(Mark)) {
        file.remove(0, Mark.size());
        ++marks;
    }
    FoundBlock block = findStrictly(file);
    if (!block.isThere && block.error.isEmpty())
        block = LenientFinder(file).find();
    if (block.error.isEmpty() && !block.isThere) {
        block = {};
        block.body = file;
        if (const QString target = checkedOutLink(file); !target.isEmpty())
            block.error = u"it is a link to %1 that was checked out as a text"_s.arg(target);
        else if (file.trimmed().isEmpty())
            block.error = u"it is empty"_s;
        else if (file.startsWith("---"))
            block.error = u"its frontmatter has no second line \"---\""_s;
        else
            block.leniencies.append(u"it does not begin with frontmatter between two lines \"---\""_s);
    }
    if (marks > 0)
        block.leniencies.prepend(marks == 1 ? u"it begins with a byte order mark"_s
                                            : u"it begins with %1 byte order marks"_s.arg(marks));
    return block;
}
