// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/settings_store.h"

#include "core/settings/ini_text.h"
#include "core/settings/paths.h"
#include "core/settings/replace_file.h"
#include "core/settings/settings_reader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStringDecoder>
#include <QTemporaryFile>

#include <algorithm>

// A settings file of ours has a few hundred bytes. What is much larger is something else.
static constexpr qint64 MaximumFileSize = 1024 * 1024;

static QString tr(const char *text)
{
    return QCoreApplication::translate("SettingsStore", text);
}

/// Whether QSettings would understand all of it. It takes what it can and loses the rest at the next write.
static bool isBroken(const QByteArray &bytes, const QSettings &parsed)
{
    if (bytes.size() > MaximumFileSize || bytes.contains('\0'))
        return true;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    // QSettings parses a group when it is asked for, and finds its faults only then.
    (void)parsed.allKeys();
    return decoder.hasError() || parsed.status() != QSettings::NoError;
}

/// The bytes, or none and why.
static std::optional<QByteArray> readFile(const QString &name, QString *cause)
{
    if (!QFileInfo(name).isFile()) { // a FIFO would block
        *cause = tr("it is not a file");
        return std::nullopt;
    }
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        *cause = file.errorString();
        return std::nullopt;
    }
    return file.read(MaximumFileSize + 1);
}

static void makePrivate(const QString &name)
{
    constexpr auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    if (QFile::permissions(name) & others)
        QFile::setPermissions(name, QFile::ReadOwner | QFile::WriteOwner);
}

SettingsStore::SettingsStore(QString file)
    : m_file(std::move(file))
{
}

SettingsStore::Loaded SettingsStore::look() const
{
    Loaded loaded;
    const QFileInfo info(m_file);
    if (!info.exists() && !info.isSymLink())
        return loaded;
    QString cause;
    const std::optional<QByteArray> bytes = readFile(m_file, &cause);
    if (!bytes) {
        loaded.isWhole = false;
        loaded.warnings.append(tr("Cannot read the settings in %1: %2. The defaults are used.").arg(m_file, cause));
        return loaded;
    }
    const QSettings file(m_file, QSettings::IniFormat);
    if (isBroken(*bytes, file)) {
        loaded.isWhole = false;
        loaded.notice = tr("The settings file %1 is damaged. The defaults are used.").arg(m_file);
        return loaded;
    }
    SettingsReader reader(file);
    loaded.settings = reader.settings();
    loaded.window = reader.window();
    loaded.warnings = reader.warnings();
    return loaded;
}

SettingsStore::Loaded SettingsStore::load()
{
    Loaded loaded = look();
    if (QFileInfo(m_file).isFile())
        makePrivate(m_file);
    if (!loaded.notice.isEmpty()) {
        bool moved = false;
        loaded.notice = setAside(&moved);
    }
    return loaded;
}

QString SettingsStore::setAside(bool *moved) const
{
    QString aside = m_file + QStringLiteral(".bad");
    for (int n = 2; QFileInfo::exists(aside) || QFileInfo(aside).isSymLink(); ++n)
        aside = m_file + QStringLiteral(".bad.%1").arg(n);
    QFile file(m_file);
    *moved = file.rename(aside);
    if (*moved)
        return tr("The settings file was damaged. The defaults are used; the old file is kept as %1.").arg(aside);
    return tr("The settings file %1 is damaged and cannot be renamed: %2. The defaults are used.")
        .arg(m_file, file.errorString());
}

SettingsStore::Values SettingsStore::valuesOf(const Settings &settings)
{
    // An empty list would be written as "@Invalid()".
    const auto list = [](const QStringList &words) { return words.isEmpty() ? QVariant(QString()) : QVariant(words); };
    Values values = {
        {QStringLiteral("backend/kind"), backendKindName(settings.kind)},
        {QStringLiteral("backend/host"), settings.host},
        {QStringLiteral("backend/port"), settings.port},
        {QStringLiteral("backend/config"), settings.config},
        {QStringLiteral("backend/command"), settings.command},
        {QStringLiteral("backend/arguments"), list(settings.arguments)},
        {QStringLiteral("backend/graceSeconds"), settings.graceSeconds},
        {QStringLiteral("backend/startAtLaunch"), settings.startAtLaunch},
        {QStringLiteral("backend/startTimeout"), settings.startTimeout},
        {QStringLiteral("backend/silentTimeout"), settings.silentTimeout},
        {QStringLiteral("backend/downloadAllowed"), settings.downloadAllowed},
        {QStringLiteral("log/memoryMiB"), settings.logMemoryMiB},
        {QStringLiteral("tray/iconColours"), iconColoursName(settings.iconColours)},
    };
    for (const BackendKind other : AllBackendKinds) {
        const QStringList arguments = settings.otherArguments.value(other);
        values.append({argumentsKey(other), arguments.isEmpty() ? QVariant() : QVariant(arguments)});
    }
    return values;
}

SettingsStore::Values SettingsStore::valuesOf(const WindowChoices &window)
{
    return {
        {QStringLiteral("window/geometry"), window.geometry},
        {QStringLiteral("window/hideHealthChecks"), window.hideHealthChecks},
        {QStringLiteral("window/minimumLevel"), window.minimumLevel},
        {QStringLiteral("window/origin"), window.origin},
        {QStringLiteral("window/wrapLines"), window.wrapLines},
        {QStringLiteral("window/logFontSize"), window.logFontSize},
        {QStringLiteral("window/toldThatClosingHides"), window.toldThatClosingHides},
    };
}

QString SettingsStore::save(const Settings &before, const Settings &after)
{
    return writeChanges(valuesOf(before), valuesOf(after));
}

QString SettingsStore::save(const WindowChoices &before, const WindowChoices &after)
{
    return writeChanges(valuesOf(before), valuesOf(after));
}

QString SettingsStore::writeChanges(const Values &before, const Values &after)
{
    Values changed;
    for (qsizetype i = 0; i < after.size(); ++i) {
        if (after.at(i) != before.at(i))
            changed.append(after.at(i));
    }
    return changed.isEmpty() ? QString() : write(changed);
}

/// Whether QSettings reads the same values out of `text`.
static bool saysTheSame(const QByteArray &text, const QSettings &expected)
{
    QTemporaryFile copy;
    if (!copy.open() || copy.write(text) != text.size() || !copy.flush())
        return false;
    const QSettings read(copy.fileName(), QSettings::IniFormat);
    const QStringList keys = read.allKeys();
    return read.status() == QSettings::NoError && keys == expected.allKeys() &&
           std::all_of(keys.cbegin(), keys.cend(),
                       [&](const QString &key) { return read.value(key) == expected.value(key); });
}

QString SettingsStore::write(const Values &values)
{
    const auto failed = [this](const QString &cause) {
        return tr("Cannot save the settings in %1: %2").arg(m_file, cause);
    };
    const QFileInfo info(m_file);
    if (const QString error = ensurePrivateDirectory(info.absolutePath()); !error.isEmpty())
        return failed(error);

    QByteArray before;
    // QSettings works on a copy: it writes in place of what it could not parse, and tells little about failures.
    QTemporaryFile copy(info.absolutePath() + QStringLiteral("/.settings"));
    if (!copy.open())
        return failed(copy.errorString());
    if (info.exists()) {
        QString cause;
        const std::optional<QByteArray> bytes = readFile(m_file, &cause);
        if (!bytes)
            return failed(cause);
        bool usable = !isBroken(*bytes, QSettings(m_file, QSettings::IniFormat));
        if (!usable) {
            if (const QString notice = setAside(&usable); !usable)
                return notice;
        } else if (copy.write(*bytes) != bytes->size() || !copy.flush()) {
            return failed(copy.errorString());
        } else {
            before = *bytes;
        }
    }

    const QString copyName = copy.fileName();
    QSettings file(copyName, QSettings::IniFormat);
    for (const auto &[key, value] : values) {
        if (value.isValid())
            file.setValue(key, value);
        else
            file.remove(key);
    }
    file.sync();
    if (file.status() != QSettings::NoError)
        return failed(tr("the disk may be full"));
    QString cause;
    const std::optional<QByteArray> bytes = readFile(copyName, &cause);
    if (!bytes)
        return failed(cause);
    // Somebody who keeps the file elsewhere and links to it keeps the link.
    const QString target = info.isSymLink() && info.exists() ? info.canonicalFilePath() : m_file;
    QStringList keys;
    for (const auto &[key, value] : values)
        keys.append(key);
    // It leaves out the user's comments, and puts the groups into an order of its own.
    const QByteArray kept = withKeysOf(before, *bytes, keys);
    return replaceFile(target, saysTheSame(kept, file) ? kept : *bytes);
}
