// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/config_reader.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

#include <cmath>
#include <limits>

static bool isName(const QString &text)
{
    static const QRegularExpression good(QStringLiteral("\\A[A-Za-z0-9._-]{1,100}\\z"));
    return good.match(text).hasMatch() && text != QStringLiteral(".") && text != QStringLiteral("..");
}

static bool isSafeSegment(const QString &text)
{
    const auto isControl = [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7F; };
    return !text.isEmpty() && text != QStringLiteral(".") && text != QStringLiteral("..") &&
           std::none_of(text.begin(), text.end(), isControl);
}

std::optional<SkillSource> parseGitHubSource(const QString &url)
{
    static const QRegularExpression address(QStringLiteral("\\A(?:https?://)?(?:www\\.)?github\\.com/"),
                                            QRegularExpression::CaseInsensitiveOption);
    QString path = url.trimmed();
    const QRegularExpressionMatch match = address.match(path);
    const bool isAddress = match.hasMatch();
    if (isAddress)
        path = path.mid(match.capturedLength()).section(u'#', 0, 0).section(u'?', 0, 0);
    else if (path.contains(QStringLiteral("://")) || path.contains(u':') || path.contains(u'~'))
        return std::nullopt;
    path = QUrl::fromPercentEncoding(path.toUtf8());
    while (path.endsWith(u'/'))
        path.chop(1);
    QStringList parts = path.split(u'/');
    if (parts.size() < 2)
        return std::nullopt;
    if (parts.at(1).endsWith(QStringLiteral(".git")))
        parts[1].chop(4);
    // The address of a file, as the browser shows it: its folder is meant.
    const bool isFile = parts.size() >= 5 && parts.at(2) == QStringLiteral("blob");
    const bool hasTree = isFile || (parts.size() >= 4 && parts.at(2) == QStringLiteral("tree"));
    if (isFile)
        parts.removeLast();
    if (!isName(parts.at(0)) || !isName(parts.at(1)) || (parts.size() > 2 && !(hasTree && isAddress)))
        return std::nullopt;
    SkillSource source;
    source.kind = SkillSource::GitHub;
    source.owner = parts.at(0);
    source.repository = parts.at(1);
    source.url = url;
    if (hasTree) {
        source.branch = parts.at(3);
        source.subPath = parts.mid(4).join(u'/');
        for (const QString &segment : parts.mid(3)) {
            if (!isSafeSegment(segment))
                return std::nullopt;
        }
    }
    return source;
}

void ConfigReader::fail(const QString &key, const QString &wanted)
{
    if (m_error.isEmpty())
        m_error = QStringLiteral("%1 %2").arg(key, wanted);
}

QJsonValue ConfigReader::take(const QString &key)
{
    return m_object.take(key);
}

static QString quoted(const QString &key)
{
    return QStringLiteral("\"%1\"").arg(key);
}

void ConfigReader::readBool(const QString &key, bool &value)
{
    const QJsonValue json = take(key);
    if (json.isUndefined())
        return;
    if (!json.isBool())
        return fail(quoted(key), QStringLiteral("has to be true or false"));
    value = json.toBool();
}

std::optional<qint64> ConfigReader::readNumber(const QString &key, qint64 least, qint64 most, bool mayBeNull)
{
    const QJsonValue json = take(key);
    if (json.isUndefined() || (mayBeNull && json.isNull()))
        return std::nullopt;
    const double number = json.toDouble(std::nan(""));
    if (!json.isDouble() || number != std::floor(number) || number < double(least) || number > double(most)) {
        fail(quoted(key), QStringLiteral("has to be a whole number from %1 to %2%3")
                              .arg(least)
                              .arg(most)
                              .arg(mayBeNull ? QStringLiteral(", or null") : QString()));
        return std::nullopt;
    }
    return json.toInteger();
}

void ConfigReader::readExtensions(const QString &key, QStringList &value)
{
    const QJsonValue json = take(key);
    if (json.isUndefined())
        return;
    QStringList extensions;
    const QJsonArray list = json.toArray();
    for (const QJsonValue each : list) {
        QString extension = each.toString().toLower();
        if (extension.isEmpty())
            return fail(quoted(key), QStringLiteral("has to be a list of texts such as \".md\""));
        if (!extension.startsWith(u'.'))
            extension.prepend(u'.');
        extensions.append(extension);
    }
    if (!json.isArray())
        return fail(quoted(key), QStringLiteral("has to be a list of texts such as \".md\""));
    value = extensions;
}

void ConfigReader::readAnswers(bool &brief)
{
    const QString key = QStringLiteral("answers");
    const QJsonValue json = take(key);
    if (json.isUndefined())
        return;
    brief = json.toString() == QStringLiteral("brief");
    if (!brief && json.toString() != QStringLiteral("original"))
        fail(quoted(key), QStringLiteral("has to be \"brief\" or \"original\""));
}

void ConfigReader::readNames(const QString &key, QStringList &value)
{
    const QJsonValue json = take(key);
    if (json.isUndefined())
        return;
    QStringList names;
    const QJsonArray list = json.toArray();
    for (const QJsonValue each : list)
        names.append(each.toString().trimmed());
    if (!json.isArray() || names.contains(QString()))
        return fail(quoted(key), QStringLiteral("has to be a list of texts"));
    value = names;
}

/// A branch may have slashes, which an address does not tell from those of a path.
static bool takeBranch(SkillSource &source, const QString &branch)
{
    const QStringList segments = branch.split(u'/');
    if (!std::all_of(segments.begin(), segments.end(), isSafeSegment))
        return false;
    QString rest = source.branch;
    if (!source.subPath.isEmpty())
        rest += u'/' + source.subPath;
    if (!rest.isEmpty() && rest != branch && !rest.startsWith(branch + u'/'))
        return false;
    source.branch = branch;
    source.subPath = rest.mid(branch.size() + 1);
    return true;
}

/// What a shell would put a folder in the place of, and we do not; empty: nothing. A folder that is really called so is
/// "./~name".
static QString unknownBeginning(const QString &path)
{
    const QString first = path.trimmed().section(u'/', 0, 0);
    static const QStringList known{QStringLiteral("~"), QStringLiteral("$HOME"), QStringLiteral("${HOME}")};
    return (first.startsWith(u'~') || first.startsWith(u'$')) && !known.contains(first) ? first : QString();
}

std::optional<SkillSource> ConfigReader::readSource(const QJsonObject &object, const QString &key)
{
    const QString type = object.value(u"type").toString();
    if (type == QStringLiteral("local")) {
        SkillSource source;
        source.path = object.value(u"path").toString();
        if (source.path.trimmed().isEmpty() || source.path.contains(QChar::Null))
            fail(key, QStringLiteral("needs \"path\", the name of a folder"));
        else if (const QString unknown = unknownBeginning(source.path); !unknown.isEmpty())
            fail(key, QStringLiteral("has a \"path\" that begins with \"%1\", which is not known here: write the whole "
                                     "path, or ~/ for your own home")
                          .arg(unknown));
        else
            return source;
        return std::nullopt;
    }
    if (type != QStringLiteral("github")) {
        fail(key, QStringLiteral("needs a \"type\" of \"local\" or \"github\""));
        return std::nullopt;
    }
    const QString url = object.value(u"url").toString();
    std::optional<SkillSource> source = parseGitHubSource(url);
    if (!source) {
        fail(key, QStringLiteral("needs \"url\", an address such as https://github.com/OWNER/REPO"));
        return std::nullopt;
    }
    const QJsonValue branch = object.value(u"branch");
    if (!branch.isUndefined() && !takeBranch(*source, branch.toString())) {
        fail(key, QStringLiteral("has a \"branch\" that is none, or another one than its \"url\""));
        return std::nullopt;
    }
    const QJsonValue subPath = object.value(u"subpath");
    if (subPath.isUndefined() || source->subPath.size() > 0)
        return source;
    const QStringList segments = subPath.toString().split(u'/', Qt::SkipEmptyParts);
    if (!subPath.isString() || !std::all_of(segments.begin(), segments.end(), isSafeSegment)) {
        fail(key, QStringLiteral("has a \"subpath\" that is not a path inside of the repository"));
        return std::nullopt;
    }
    source->subPath = segments.join(u'/');
    return source;
}

void ConfigReader::readSources(QList<SkillSource> &sources)
{
    const QString name = QStringLiteral("skill_sources");
    const QJsonValue json = take(name);
    if (json.isUndefined())
        return;
    if (!json.isArray())
        return fail(quoted(name), QStringLiteral("has to be a list"));
    sources.clear();
    const QJsonArray list = json.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString key = QStringLiteral("entry %1 of \"%2\"").arg(i + 1).arg(name);
        if (!list.at(i).isObject())
            return fail(key,
                        QStringLiteral("has to be an object such as {\"type\": \"local\", \"path\": \"~/skills\"}"));
        const std::optional<SkillSource> source = readSource(list.at(i).toObject(), key);
        if (!source)
            return;
        if (!sources.contains(*source))
            sources.append(*source);
    }
}

SkillsConfig ConfigReader::read()
{
    SkillsConfig config = SkillsConfig::defaults();
    readSources(config.sources);
    const QString model = QStringLiteral("embedding_model");
    const QJsonValue modelValue = take(model);
    if (modelValue.isString())
        config.embeddingModel = modelValue.toString();
    else if (modelValue.isNull())
        config.embeddingModel.reset();
    else if (!modelValue.isUndefined())
        fail(quoted(model), QStringLiteral("has to be a text, or null"));
    if (const auto number = readNumber(QStringLiteral("default_top_k"), 1, 100, false))
        config.defaultTopK = int(*number);
    constexpr int largest = std::numeric_limits<int>::max();
    if (const auto number = readNumber(QStringLiteral("max_skill_content_chars"), 0, largest, true))
        config.maxSkillContentChars = int(*number);
    readBool(QStringLiteral("load_skill_documents"), config.loadSkillDocuments);
    if (const auto number = readNumber(QStringLiteral("max_image_size_bytes"), 0, largest, false))
        config.maxImageSizeBytes = *number;
    readExtensions(QStringLiteral("allowed_image_extensions"), config.imageExtensions);
    readExtensions(QStringLiteral("text_file_extensions"), config.textExtensions);
    readBool(QStringLiteral("auto_update_enabled"), config.autoUpdateEnabled);
    if (const auto number = readNumber(QStringLiteral("auto_update_interval_minutes"), 1, 525'600, false))
        config.autoUpdateIntervalMinutes = int(*number);
    readBool(QStringLiteral("serve_internal_skills"), config.serveInternalSkills);
    const QString token = QStringLiteral("github_api_token");
    const QJsonValue tokenValue = take(token);
    static const QRegularExpression secret(QStringLiteral("\\A[!-~]*\\z")); // a line end would add a header
    if (tokenValue.isString() && secret.match(tokenValue.toString().trimmed()).hasMatch())
        config.gitHubToken = tokenValue.toString().trimmed();
    else if (!tokenValue.isNull() && !tokenValue.isUndefined())
        fail(quoted(token), QStringLiteral("has to be a text without spaces, or null"));
    readAnswers(config.answersBriefly);
    if (const auto number = readNumber(QStringLiteral("answer_characters"), 4'000, 10'000'000, false))
        config.answerCharacters = int(*number);
    readNames(QStringLiteral("allowed_hosts"), config.allowedHosts);
    readNames(QStringLiteral("allowed_origins"), config.allowedOrigins);
    const QStringList unknown = m_object.keys();
    for (const QString &key : unknown) {
        if (!key.startsWith(QStringLiteral("comment")))
            m_warnings.append(QStringLiteral("The config's key \"%1\" is not known and not used.").arg(key));
    }
    return config;
}
