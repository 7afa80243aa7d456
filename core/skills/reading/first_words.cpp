// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/first_words.h"

#include <QRegularExpression>
#include <QStringList>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype MostOfBody = 1024; // as long as a description may be

/// Looks for it line by line.
class FirstWords
{
public:
    [[nodiscard]] QString of(const QString &body)
    {
        const QStringList lines = body.split(u'\n');
        for (const QString &line : lines) {
            if (!take(line.trimmed()))
                break;
        }
        QString words = (m_paragraph.isEmpty() ? m_heading : m_paragraph).left(MostOfBody);
        if (!words.isEmpty() && words.back().isHighSurrogate())
            words.chop(1);
        return words.trimmed();
    }

private:
    /// False: the paragraph has ended.
    [[nodiscard]] bool take(QString text)
    {
        while (text.startsWith(u'>')) // a quotation
            text = text.mid(1).trimmed();
        if (isHidden(text) || text.isEmpty() || isDecoration(text)) {
            if (!isUnderline(text) || m_paragraph.isEmpty())
                return m_paragraph.isEmpty();
            const QString heading = std::exchange(m_paragraph, {}); // what stands above the line
            if (m_heading.isEmpty())
                m_heading = heading;
            return true;
        }
        if (text.startsWith(u'#')) {
            if (m_heading.isEmpty())
                m_heading = text.mid(text.indexOf(QRegularExpression(u"[^#]"_s))).trimmed();
            return m_paragraph.isEmpty();
        }
        m_paragraph += (m_paragraph.isEmpty() ? u""_s : u" "_s) + text;
        return true;
    }

    /// Inside of a code block or a comment, or one of its ends.
    [[nodiscard]] bool isHidden(const QString &text)
    {
        const bool isFence = text.startsWith(u"```"_s) || text.startsWith(u"~~~"_s);
        if (isFence && !m_isComment)
            m_isCode = !m_isCode;
        if (m_isCode || isFence)
            return true;
        const bool isComment = m_isComment || text.startsWith(u"<!--"_s);
        m_isComment = isComment && !text.contains(u"-->"_s);
        return isComment;
    }

    /// Tags, pictures, tables, rules and what MDX imports say nothing in words.
    [[nodiscard]] static bool isDecoration(const QString &text)
    {
        static const QRegularExpression code(
            u"\\A(import\\s.*[\"'];?|export\\s(const|default|let|function)\\s.*)\\z"_s);
        static const QRegularExpression rule(u"\\A([-*_=]\\s*){3,}\\z"_s);
        return text.startsWith(u'<') || text.startsWith(u"!["_s) || text.startsWith(u"[!["_s) ||
               text.startsWith(u'|') || rule.match(text).hasMatch() || code.match(text).hasMatch();
    }

    [[nodiscard]] static bool isUnderline(const QString &text)
    {
        static const QRegularExpression underline(u"\\A(={3,}|-{3,})\\z"_s);
        return underline.match(text).hasMatch();
    }

    QString m_heading, m_paragraph;
    bool m_isCode = false, m_isComment = false;
};

QString firstWordsOf(const QString &markdown)
{
    return FirstWords().of(markdown);
}
