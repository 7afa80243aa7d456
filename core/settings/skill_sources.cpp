// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/skill_sources.h"

#include "core/json/json_tokens.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

/// A piece of a text, by its bytes.
struct Span
{
    qsizetype begin = 0;
    qsizetype end = 0;
};

/// Where the value begins that a text holds.
static qsizetype firstIn(const QByteArray &json)
{
    return JsonTokens(json).next().begin;
}

/// The values in the list or the object that begins at `at`; in an object, keys and values in turn.
static QList<Span> partsOf(const QByteArray &json, qsizetype at)
{
    QList<Span> parts;
    JsonTokens tokens(json, at);
    (void)tokens.next(); // its own bracket
    qsizetype begin = 0;
    for (JsonToken token = tokens.next(); token.kind != JsonToken::End && token.depth > 0; token = tokens.next()) {
        if (token.depth > 1)
            continue;
        if (token.kind == JsonToken::Open)
            begin = token.begin;
        else if (token.kind == JsonToken::Close)
            parts.append({begin, token.end});
        else if (token.kind == JsonToken::Text || token.kind == JsonToken::Word)
            parts.append({token.begin, token.end});
    }
    return parts;
}

static QByteArray bytesOf(const QByteArray &json, Span span)
{
    return json.mid(span.begin, span.end - span.begin);
}

/// Where the list of sources stands. Of a key that is there twice, the last one counts.
static std::optional<Span> listOfSources(const QByteArray &json)
{
    std::optional<Span> list;
    const QList<Span> parts = partsOf(json, firstIn(json));
    for (qsizetype i = 0; i + 1 < parts.size(); i += 2) {
        const bool isList = json.at(parts.at(i + 1).begin) == '[';
        if (isList && bytesOf(json, parts.at(i)) == "\"skill_sources\"")
            list = parts.at(i + 1);
    }
    return list;
}

QList<SkillSourceEntry> skillSourcesIn(const QByteArray &config)
{
    QList<SkillSourceEntry> sources;
    const std::optional<Span> list = listOfSources(config);
    if (!list)
        return sources;
    for (const Span &span : partsOf(config, list->begin)) {
        SkillSourceEntry source;
        source.json = bytesOf(config, span);
        const QJsonObject object = QJsonDocument::fromJson(source.json).object();
        if (object.value("type"_L1).toString() == "local"_L1) {
            source.place = object.value("path"_L1).toString();
        } else {
            source.kind = SkillSourceEntry::Repository;
            source.place = object.value("url"_L1).toString();
        }
        sources.append(source);
    }
    return sources;
}

static QByteArray jsonText(const QString &text)
{
    QByteArray quoted = "\"";
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (uchar(c) < 0x20)
            quoted += "\\u00" + QByteArray::number(uchar(c), 16).rightJustified(2, '0');
        else
            quoted += c;
    }
    return quoted + '"';
}

static QByteArray entryText(const SkillSourceEntry &source)
{
    if (!source.json.isEmpty())
        return source.json;
    if (source.kind == SkillSourceEntry::Folder)
        return R"({"type": "local", "path": )" + jsonText(source.place) + '}';
    return R"({"type": "github", "url": )" + jsonText(source.place) + '}';
}

QByteArray withSkillSources(const QByteArray &config, const QList<SkillSourceEntry> &sources)
{
    QByteArrayList entries;
    for (const SkillSourceEntry &source : sources)
        entries.append("\n    " + entryText(source));
    const QByteArray list = '[' + entries.join(',') + (entries.isEmpty() ? "]" : "\n  ]");
    QByteArray changed = config;
    if (const std::optional<Span> old = listOfSources(config))
        return changed.replace(old->begin, old->end - old->begin, list);
    const qsizetype inside = firstIn(config) + 1;
    const bool isAlone = partsOf(config, inside - 1).isEmpty();
    return changed.insert(inside, "\n  \"skill_sources\": " + list + (isAlone ? "\n" : ","));
}

SkillSourceEntry folderSource(const QString &path)
{
    SkillSourceEntry source;
    source.place = QDir::cleanPath(path.trimmed());
    const QString home = QDir::homePath();
    if (source.place == home)
        source.place = u"~"_s;
    else if (source.place.startsWith(home + u'/'))
        source.place = u'~' + source.place.mid(home.size());
    return source;
}

std::optional<SkillSourceEntry> repositorySource(const QString &typed)
{
    static const QRegularExpression address(
        u"\\A(?:(?:https?://)?(?:www\\.)?github\\.com/)?([\\w.-]{1,100})/([\\w.-]{1,100}?)(?:\\.git)?"
        "(/tree/[^\\s?#]+?)?/*\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = address.match(typed.trimmed());
    const auto isDots = [](const QString &name) { return name == "."_L1 || name == ".."_L1 || name == "~"_L1; };
    if (!match.hasMatch() || isDots(match.captured(1)) || isDots(match.captured(2)) ||
        match.captured(1).compare("github.com"_L1, Qt::CaseInsensitive) == 0)
        return std::nullopt;
    const QStringList segments = match.captured(3).split(u'/', Qt::SkipEmptyParts);
    if (std::any_of(segments.begin(), segments.end(), isDots))
        return std::nullopt;
    SkillSourceEntry source;
    source.kind = SkillSourceEntry::Repository;
    source.place = u"https://github.com/%1/%2%3"_s.arg(match.captured(1), match.captured(2), match.captured(3));
    return source;
}

QString shortName(const SkillSourceEntry &source)
{
    if (source.kind == SkillSourceEntry::Folder)
        return source.place;
    QString name = source.place;
    for (const QLatin1StringView prefix : {"https://"_L1, "http://"_L1, "www."_L1, "github.com/"_L1}) {
        if (name.startsWith(prefix))
            name.remove(0, prefix.size());
    }
    return name;
}
