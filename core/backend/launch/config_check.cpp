// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/config_check.h"

#include "core/backend/launch/file_owner.h"
#include "core/json/json_syntax.h"
#include "core/settings/paths.h"
#include "core/settings/replace_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

static constexpr qint64 MaximumSize = 1024 * 1024;

static QString tr(const char *text)
{
    return QCoreApplication::translate("ConfigCheck", text);
}

static QString at(const QString &file, const QByteArray &bytes, qsizetype offset, const QString &cause)
{
    const QByteArray before = bytes.left(offset);
    const qsizetype line = before.count('\n') + 1;
    qsizetype column = 1;
    for (const char byte : before.mid(before.lastIndexOf('\n') + 1)) {
        if ((byte & 0xC0) != 0x80) // the first byte of a character
            ++column;
    }
    return tr("%1, line %2, column %3: %4").arg(file, QString::number(line), QString::number(column), cause);
}

enum class Wanted { Text, TextOrNull, Number, NumberOrNull, YesOrNo, Texts };

static bool isText(const QJsonValue &value)
{
    return value.isString();
}

/// What is wrong with the type of a value; empty when nothing.
static QString typeFault(const QJsonValue &value, Wanted wanted)
{
    switch (wanted) {
    case Wanted::Text:
        return value.isString() ? QString() : tr("has to be a text in quotation marks");
    case Wanted::TextOrNull:
        return value.isString() || value.isNull() ? QString() : tr("has to be a text in quotation marks, or null");
    case Wanted::Number:
        return value.isDouble() ? QString() : tr("has to be a number");
    case Wanted::NumberOrNull:
        return value.isDouble() || value.isNull() ? QString() : tr("has to be a number, or null");
    case Wanted::YesOrNo:
        return value.isBool() ? QString() : tr("has to be true or false");
    case Wanted::Texts: {
        const QJsonArray list = value.toArray();
        const bool good = value.isArray() && std::all_of(list.begin(), list.end(), isText);
        return good ? QString() : tr("has to be a list of texts");
    }
    }
    Q_UNREACHABLE();
}

static QString sourceFault(const QJsonValue &value)
{
    if (!value.isObject())
        return tr("has to be an object such as {\"type\": \"local\", \"path\": \"~/skills\"}");
    const QJsonObject source = value.toObject();
    const QString type = source.value(u"type").toString();
    const bool github = type == QStringLiteral("github");
    if (!github && type != QStringLiteral("local"))
        return tr("needs a \"type\" of \"github\" or \"local\"");
    const QString key = github ? QStringLiteral("url") : QStringLiteral("path");
    if (source.value(key).toString().trimmed().isEmpty())
        return tr("needs \"%1\", a text").arg(key);
    return {};
}

static QString shapeFault(const QJsonObject &config)
{
    static const std::pair<const char *, Wanted> keys[] = {
        {"embedding_model", Wanted::TextOrNull},
        {"default_top_k", Wanted::Number},
        {"max_skill_content_chars", Wanted::NumberOrNull},
        {"load_skill_documents", Wanted::YesOrNo},
        {"max_image_size_bytes", Wanted::Number},
        {"allowed_image_extensions", Wanted::Texts},
        {"text_file_extensions", Wanted::Texts},
        {"auto_update_enabled", Wanted::YesOrNo},
        {"auto_update_interval_minutes", Wanted::Number},
        {"github_api_token", Wanted::TextOrNull},
        {"answers", Wanted::Text},
        {"answer_characters", Wanted::Number},
        {"serve_internal_skills", Wanted::YesOrNo},
        {"allowed_hosts", Wanted::Texts},
        {"allowed_origins", Wanted::Texts},
    };
    const QJsonValue sources = config.value(u"skill_sources");
    if (!sources.isUndefined() && !sources.isArray())
        return tr("\"skill_sources\" has to be a list");
    const QJsonArray list = sources.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (const QString fault = sourceFault(list.at(i)); !fault.isEmpty())
            return tr("entry %1 of \"skill_sources\" %2").arg(QString::number(i + 1), fault);
    }
    for (const auto &[key, wanted] : keys) {
        const QJsonValue value = config.value(QLatin1String(key));
        if (value.isUndefined())
            continue;
        if (const QString fault = typeFault(value, wanted); !fault.isEmpty())
            return QStringLiteral("\"%1\" %2").arg(QLatin1String(key), fault);
    }
    return {};
}

QString configFault(const QString &file, const QByteArray &bytes)
{
    const auto whole = [&file](const QString &cause) { return QStringLiteral("%1: %2").arg(file, cause); };
    if (bytes.size() > MaximumSize)
        return whole(tr("it is larger than 1 MiB"));
    if (bytes.trimmed().isEmpty())
        return whole(tr("it is empty"));
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return at(file, bytes, 0, tr("it begins with a byte order mark; save it as UTF-8 without one"));
    JsonSyntax syntax(bytes);
    if (!syntax.isGood())
        return at(file, bytes, syntax.offset(), syntax.cause());
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    if (!document.isObject())
        return whole(tr("it has to be an object: { … }"));
    const QString fault = shapeFault(document.object());
    return fault.isEmpty() ? QString() : whole(fault);
}

static QByteArray contentOf(const QString &file, QString *cause)
{
    QFile content(file);
    if (!QFileInfo(file).isFile()) // a FIFO would block
        *cause = tr("it is not a file");
    else if (!content.open(QIODevice::ReadOnly))
        *cause = tr("it cannot be read (%1)").arg(content.errorString());
    else
        return content.read(MaximumSize + 1);
    return {};
}

QString configFault(const QString &file)
{
    if (!QFileInfo::exists(file))
        return {};
    QString cause;
    const QByteArray bytes = contentOf(file, &cause);
    return cause.isEmpty() ? configFault(file, bytes) : QStringLiteral("%1: %2").arg(file, cause);
}

QStringList tokensInConfig(const QByteArray &bytes)
{
    const QString token = QJsonDocument::fromJson(bytes).object().value(u"github_api_token").toString().trimmed();
    return token.isEmpty() ? QStringList() : QStringList(token);
}

QStringList tokensInConfig(const QString &file)
{
    QString cause;
    return tokensInConfig(contentOf(file, &cause));
}

QByteArray defaultConfig()
{
    // The same file is compiled into the built-in backend, which writes it when it runs without the tray.
    QFile file(QStringLiteral(":/config/skills.json"));
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isThere);
    return isThere ? file.readAll() : QByteArray();
}

ConfigPreparation prepareConfigFile(const QString &file)
{
    if (!QFileInfo::exists(file)) {
        QString error = ensurePrivateDirectory(QFileInfo(file).absolutePath());
        if (error.isEmpty())
            error = replaceFile(file, defaultConfig());
        return {.error = error, .warning = {}};
    }
    if (!isOwnFile(file) && !tokensInConfig(file).isEmpty())
        return {.error = {},
                .warning = tr("%1 holds a GitHub token and belongs to another user, who can read it.").arg(file)};
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (!(QFile::permissions(file) & others) || tokensInConfig(file).isEmpty())
        return {};
    if (QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner))
        return {.error = {},
                .warning =
                    tr("%1 holds a GitHub token and could be read by others; now only you can read it.").arg(file)};
    return {.error = {},
            .warning = tr("%1 holds a GitHub token and can be read by others; this could not be changed.").arg(file)};
}
