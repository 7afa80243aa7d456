// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/block_finder.h"

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

/// A line "key: value" of the first level, or a comment.
static bool isEntry(const QString &line)
{
    static const QRegularExpression entry(u"\\A(([\"']?)[A-Za-z_$][A-Za-z0-9_.$ -]*\\2\\s*:(\\s|\\z)|#|\\{)"_s);
    return entry.match(line).hasMatch();
}

/// The hyphens of a line that people mean as a fence: some name the language behind it, or comment on it. Empty: it is
/// none.
static QByteArray fenceOf(const QByteArray &line)
{
    const QByteArray text = line.trimmed();
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c != '-'; });
    const QByteArray hyphens = text.left(std::distance(text.begin(), end));
    const QByteArray rest = text.mid(hyphens.size()).trimmed().toLower();
    const bool isFence = rest.isEmpty() || rest == "yaml" || rest == "yml" || rest == "json" || rest.startsWith("# ");
    return hyphens.size() >= 3 && isFence ? hyphens : QByteArray();
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
        const qsizetype next = endOfLine(file, end);
        if (isFence(file.mid(end, next - end))) {
            block.isThere = true;
            block.isStrict = true;
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
        if (m_hasNoFence)
            return findWithoutFence();
        const QByteArray fence = fenceOf(m_lines.at(m_at));
        m_indent = m_lines.at(m_at).indexOf(fence);
        if (m_lines.at(m_at).trimmed() != "---")
            note(u"its frontmatter's fence is not \"---\""_s);
        if (m_indent > 0)
            note(u"its frontmatter is indented"_s);
        const qsizetype begin = m_at + 1;
        qsizetype end = begin;
        while (end < m_lines.size() && fenceOf(m_lines.at(end)) != fence && m_lines.at(end).trimmed() != "...")
            ++end;
        if (end == m_lines.size()) {
            note(u"its frontmatter has no second line \"---\""_s);
            end = endOfYaml(begin);
            return taken(begin, end, end);
        }
        if (m_lines.at(end).trimmed() == "...")
            note(u"its frontmatter ends with \"...\""_s);
        return taken(begin, end, end + 1);
    }

    /// Reads the block as if its second fence were a rule of Markdown further down. None: nothing speaks for that.
    [[nodiscard]] FoundBlock findEndBeforeProse()
    {
        const qsizetype end = endOfYaml(1);
        bool isBelowHeading = false;
        for (qsizetype i = end; i < m_lines.size() && !isFence(m_lines.at(i)); ++i) {
            const QByteArray &line = m_lines.at(i);
            const QString text = QString::fromUtf8(line);
            isBelowHeading = isBelowHeading || line.startsWith("# ") || line.startsWith("## ");
            // Below a comment of YAML there is more YAML. A line of a byte order mark alone is a text of nothing.
            if (!isBelowHeading || text.trimmed().isEmpty() || isEntry(text) || text.front().isSpace() ||
                line.startsWith("- "))
                continue;
            note(u"its frontmatter has no second line \"---\""_s);
            return taken(1, end, end);
        }
        return {};
    }

private:
    /// The lines from `begin` to before `end` as the block, and those from `body` on as what follows it.
    [[nodiscard]] FoundBlock taken(qsizetype begin, qsizetype end, qsizetype body)
    {
        qsizetype first = begin;
        while (first < end && (m_lines.at(first).trimmed().isEmpty() || m_lines.at(first).trimmed().startsWith('#')))
            ++first;
        // A rule of Markdown looks the same: only what begins with fields and names a skill is its frontmatter.
        if (first == end || !isEntry(QString::fromUtf8(dedented(m_lines.at(first)).trimmed())))
            return {};
        for (qsizetype i = begin; i < end; ++i)
            m_block.yaml += dedented(m_lines.at(i)) + '\n';
        static const QRegularExpression telling(u"^\\{?\\s*[\"']?(name|description)[\"']?\\s*:"_s,
                                                QRegularExpression::MultilineOption |
                                                    QRegularExpression::CaseInsensitiveOption);
        if (!telling.match(QString::fromUtf8(m_block.yaml)).hasMatch())
            return {};
        m_block.isThere = true;
        m_block.line = int(begin) + 1;
        m_block.body = bodyFrom(body);
        return m_block;
    }

    /// Of a block without an end: the line behind it.
    [[nodiscard]] qsizetype endOfYaml(qsizetype begin) const
    {
        qsizetype end = begin;
        while (end < m_lines.size() && canBeYaml(m_lines.at(end)))
            ++end;
        return end;
    }

    /// The file begins with its fields.
    [[nodiscard]] FoundBlock findWithoutFence()
    {
        const qsizetype begin = m_at;
        qsizetype end = endOfYaml(begin);
        qsizetype next = end;
        while (next < m_lines.size() && m_lines.at(next).trimmed().isEmpty())
            ++next;
        const bool hasEnd = next < m_lines.size() && isFence(m_lines.at(next));
        end = hasEnd ? next : end;
        QByteArrayList block = m_lines.mid(begin, end - begin);
        const auto has = [&block](const char *key) {
            return std::any_of(block.begin(), block.end(),
                               [key](const QByteArray &line) { return line.startsWith(key); });
        };
        if (!has("description:") || !(has("name:") || hasEnd))
            return {};
        note(hasEnd ? u"its frontmatter has no first line \"---\""_s
                    : u"its frontmatter does not stand between two lines \"---\""_s);
        return taken(begin, end, hasEnd ? end + 1 : end);
    }

    void note(const QString &what)
    {
        if (!m_block.leniencies.contains(what))
            m_block.leniencies.append(what);
    }

    /// Leaves m_at at the fence, or at the end.
    void skipWhatStandsBefore()
    {
        static const QRegularExpression tag(u"\\A<([A-Za-z][A-Za-z0-9_-]*)>\\z"_s);
        for (int count = 0; m_at < m_lines.size() && count < MostLinesBefore; ++m_at, ++count) {
            const QByteArray line = m_lines.at(m_at).trimmed();
            if (!fenceOf(line).isEmpty())
                return;
            if (line == "+++" || line == "---toml") {
                m_block.error = u"its frontmatter is TOML; it has to be YAML between two lines \"---\""_s;
                m_block.line = int(m_at) + 1;
                return;
            }
            const QRegularExpressionMatch tagged = tag.match(QString::fromUtf8(line));
            if (line.isEmpty()) {
                note(u"blank lines stand before its frontmatter"_s);
            } else if (line.startsWith("<!--") || line.startsWith("<?") || line.startsWith("//")) {
                note(u"a comment stands before its frontmatter"_s);
                while (line.startsWith("<!--") && m_at < m_lines.size() && !m_lines.at(m_at).contains("-->"))
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
            } else if (line.startsWith("name:") || line.startsWith("description:")) {
                m_hasNoFence = true;
                return;
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
    bool m_hasNoFence = false;
    QByteArray m_codeFence, m_endTag;
    FoundBlock m_block;
};

FoundBlock findBlockBeforeProse(const QByteArray &file, const FoundBlock &found)
{
    const bool hasHeading = found.yaml.contains("\n# ") || found.yaml.contains("\n## ");
    return found.isStrict && hasHeading ? LenientFinder(file).findEndBeforeProse() : FoundBlock();
}

QString checkedOutLink(const QByteArray &file)
{
    static const QRegularExpression path(u"\\A@?((\\.{1,2}/|/)\\S*|\\S+/SKILL\\.md)\\n?\\z"_s);
    const QString text = QString::fromUtf8(file.left(4096));
    return file.size() < 4096 && path.match(text).hasMatch() ? text.trimmed() : QString();
}

/// What programs leave behind where a SKILL.md should be; empty: this is none of it.
static QString strangeContent(const QByteArray &file)
{
    const QByteArray begin = file.left(200).trimmed().toLower();
    if (begin.startsWith("version https://git-lfs.github.com/spec/"))
        return u"it only says where Git LFS keeps the file"_s;
    if (begin.startsWith("<!doctype html") || begin.startsWith("<html"))
        return u"it is a page of HTML"_s;
    return {};
}

/// Where two versions were to be merged and nobody decided: the line of the block, from 1; 0: nowhere.
static int conflictIn(const QByteArray &yaml)
{
    const qsizetype at = yaml.startsWith("<<<<<<< ") ? 0 : yaml.indexOf("\n<<<<<<< ") + 1;
    const bool isThere = yaml.mid(at).startsWith("<<<<<<< ") && yaml.indexOf("\n>>>>>>> ", at) > 0;
    return isThere ? int(yaml.left(at).count('\n')) + 1 : 0;
}

FoundBlock findBlock(const QByteArray &bytes)
{
    static constexpr QByteArrayView Mark = "\xEF\xBB\xBF", Nothing = "\xE2\x80\x8B"; // U+FEFF, U+200B
    QByteArray file = bytes;
    int marks = 0;
    bool hasNothing = false;
    while (file.startsWith(Mark) || file.startsWith(Nothing)) {
        marks += file.startsWith(Mark) ? 1 : 0;
        hasNothing = hasNothing || file.startsWith(Nothing);
        file.remove(0, Mark.size());
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
        else if (const QString strange = strangeContent(file); !strange.isEmpty())
            block.error = strange;
        else if (file.startsWith("---"))
            block.error = u"its frontmatter has no second line \"---\""_s;
        else
            block.leniencies.append(u"it does not begin with frontmatter between two lines \"---\""_s);
    }
    if (const int line = conflictIn(block.yaml)) {
        block.error = u"its frontmatter holds two versions that were to be merged"_s;
        block.line += line - 1;
    }
    if (hasNothing)
        block.leniencies.prepend(u"it begins with a zero width space"_s);
    if (marks > 0)
        block.leniencies.prepend(marks == 1 ? u"it begins with a byte order mark"_s
                                            : u"it begins with %1 byte order marks"_s.arg(marks));
    return block;
}
