// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_fields.h"

#include "core/skills/frontmatter/yaml_repair.h"
#include "core/skills/reading/first_words.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

/// Takes fields out of a frontmatter and notes what was not as it should be.
class FieldReader
{
public:
    FieldReader(const Frontmatter &frontmatter, QStringList &leniencies)
        : m_frontmatter(frontmatter)
        , m_leniencies(leniencies)
    {
    }

    [[nodiscard]] QString text(const QString &key)
    {
        const QString actual = actualKey(key);
        const QJsonValue value = m_frontmatter.values.value(actual);
        const QString raw = writtenValue(m_frontmatter.yaml, actual);
        QString text;
        if (value.isString() && !isMarkup(raw))
            text = value.toString();
        else if (value.isNull() && key != u"name"_s)
            text.clear(); // one of YAML's words for nothing; a name may well be called so
        else if (value.isString() || value.isArray() || value.isObject() || value.isNull())
            text = withoutComment(raw);
        else
            text = m_frontmatter.written.value(actual);
        if (value.isString() && isMarkup(raw))
            m_leniencies.append(u"\"%1\" is read as the text that stands there; it has to be quoted"_s.arg(key));
        while (text.startsWith(QChar::ByteOrderMark))
            text.remove(0, 1);
        return text.trimmed();
    }

    /// True: the author wrote so, in one of the ways that YAML had for it.
    [[nodiscard]] static bool isTrue(const QJsonValue &value)
    {
        const QString text = value.toString().toLower();
        return value.toBool() || text == u"true"_s || text == u"yes"_s || text == u"on"_s;
    }

private:
    [[nodiscard]] static QString withoutComment(const QString &raw)
    {
        static const QRegularExpression comment(u"(\\A|\\s+)#.*\\z"_s, QRegularExpression::DotMatchesEverythingOption);
        return QString(raw).remove(comment);
    }

    /// The key as the format has it; else in other letters.
    [[nodiscard]] QString actualKey(const QString &key)
    {
        if (m_frontmatter.values.contains(key))
            return key;
        const QStringList keys = m_frontmatter.values.keys();
        for (const QString &other : keys) {
            if (other.compare(key, Qt::CaseInsensitive) == 0) {
                m_leniencies.append(u"\"%1\" has to be written \"%2\""_s.arg(other, key));
                return other;
            }
        }
        return key;
    }

    /// YAML takes these for its own, and cuts them off: "&amp; more" is an anchor for it, "!important x" a type.
    [[nodiscard]] bool isMarkup(const QString &raw) const
    {
        static const QRegularExpression anchor(u"\\A&(\\S+)\\s"_s), type(u"\\A![A-Za-z]"_s);
        const QRegularExpressionMatch named = anchor.match(raw);
        if (named.hasMatch())
            return !m_frontmatter.yaml.contains('*' + named.captured(1).toUtf8());
        return type.match(raw).hasMatch();
    }

    const Frontmatter &m_frontmatter;
    QStringList &m_leniencies;
};

/// Without what a terminal or an address takes for its own.
static QString withoutControls(QString text)
{
    for (QChar &letter : text) {
        if (letter.category() == QChar::Other_Control && letter != u'\n' && letter != u'\t')
            letter = u' ';
    }
    return text;
}

QString placeholderFault(const QByteArray &yaml)
{
    if (!yaml.contains("{{") && !yaml.contains('<') && !yaml.contains("${")) // nearly always
        return {};
    const QString name = writtenValue(yaml, u"name"_s);
    static const QRegularExpression placeholder(u"\\{\\{.*\\}\\}|<%.*%>|\\$\\{.*\\}|\\A<[^>]*>\\z"_s);
    return placeholder.match(name).hasMatch() ? u"its name is a template's placeholder, %1"_s.arg(name) : QString();
}

/// Whether a line sets this to true, in a text that nothing else could be made of. Rather one skill too many is kept
/// back than one that its author meant to keep.
static bool isSetIn(const QString &text, const QString &key)
{
    if (!text.contains(key, Qt::CaseInsensitive)) // nearly always
        return false;
    const QRegularExpression line(u"^[ \\t*>-]*[\"']?%1[\"']?\\s*[:\uFF1A]\\s*\\[?[\"']?(true|yes|on)\\b"_s.arg(key),
                                  QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    return line.match(text).hasMatch();
}

/// What a file begins with in which no frontmatter was found.
static QString strayFrontmatter(const Frontmatter &frontmatter)
{
    static constexpr qsizetype MostOfIt = 4096; // characters
    return frontmatter.yaml.isEmpty() ? frontmatter.body.left(MostOfIt) : QString();
}

/// Whether its author keeps it from others; also where the rest of "metadata" cannot be read, or another one follows.
static bool isInternal(const Frontmatter &frontmatter)
{
    static const QRegularExpression flag(u"(\\A|[\\s{,])[\"']?internal[\"']?\\s*:\\s*[\"']?(true|yes|on)\\b"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    if (isSetIn(strayFrontmatter(frontmatter), u"internal"_s))
        return true;
    const QJsonValue metadata = frontmatter.values.value(u"metadata");
    if (metadata.isUndefined() && !frontmatter.yaml.toLower().contains("internal")) // nearly always
        return false;
    const QStringList written = writtenValues(frontmatter.yaml, u"metadata"_s);
    if (metadata.isObject() && written.size() < 2)
        return FieldReader::isTrue(metadata.toObject().value(u"internal"));
    return std::any_of(written.begin(), written.end(), [](const QString &text) { return flag.match(text).hasMatch(); });
}

QString fillFields(Skill &skill, const Frontmatter &frontmatter, const QString &folder)
{
    QStringList leniencies = frontmatter.leniencies;
    FieldReader fields(frontmatter, leniencies);
    skill.name = withoutControls(fields.text(u"name"_s)).simplified();
    if (const QString fault = placeholderFault(frontmatter.yaml); !fault.isEmpty())
        return fault;
    skill.description = fields.text(u"description"_s);
    skill.description.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    skill.description = withoutControls(skill.description).trimmed();
    if (skill.description.isEmpty()) {
        skill.description = withoutControls(firstWordsOf(frontmatter.body)).trimmed();
        if (skill.description.isEmpty())
            return u"its frontmatter has no \"description\", and no text follows that could stand in"_s;
        leniencies.append(
            writtenValue(frontmatter.yaml, u"description"_s).startsWith(u'#')
                ? u"\"description\" is empty, for \"#\" begins a comment; the text's first words stand in"_s
                : u"it has no \"description\"; the text's first words stand in"_s);
    }
    if (skill.name.isEmpty()) {
        skill.name = folder;
        leniencies.append(u"it has no \"name\"; its folder's stands in"_s);
    }
    skill.frontmatter = QJsonDocument(frontmatter.values).toJson(QJsonDocument::Compact);
    skill.frontmatter.squeeze();
    skill.content = frontmatter.body;
    // Also where another field swallowed it, for want of a blank behind its colon say.
    const QString byNameOnly = u"disable-model-invocation"_s;
    skill.modelInvocable =
        !FieldReader::isTrue(frontmatter.values.value(byNameOnly)) &&
        !isSetIn(frontmatter.yaml.isEmpty() ? strayFrontmatter(frontmatter) : QString::fromUtf8(frontmatter.yaml),
                 byNameOnly);
    const QJsonValue user = frontmatter.values.value(u"user-invocable");
    const QString userText = user.toString().toLower();
    skill.userInvocable =
        !(user.isBool() && !user.toBool()) && userText != u"false"_s && userText != u"no"_s && userText != u"off"_s;
    skill.internal = isInternal(frontmatter);
    skill.leniencies = leniencies;
    skill.brokenRule = frontmatter.oddity.isEmpty() ? leniencies.value(0) : frontmatter.oddity;
    return {};
}
