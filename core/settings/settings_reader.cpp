// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/settings_reader.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSettings>

SettingsReader::SettingsReader(const QSettings &file)
    : m_file(file)
{
}

Settings SettingsReader::settings()
{
    const Settings defaults;
    Settings read;
    read.kind = kind(QStringLiteral("backend/kind"), defaults.kind);
    read.host = host(QStringLiteral("backend/host"), defaults.host);
    read.port = number(QStringLiteral("backend/port"), defaults.port, MinimumPort, MaximumPort);
    read.config = text(QStringLiteral("backend/config"), defaults.config);
    read.command = text(QStringLiteral("backend/command"), defaults.command);
    read.arguments = list(QStringLiteral("backend/arguments"));
    for (const BackendKind other : AllBackendKinds) {
        if (other != read.kind)
            read.setArgumentsOf(other, list(argumentsKey(other)));
    }
    read.graceSeconds = number(QStringLiteral("backend/graceSeconds"), defaults.graceSeconds, 0, MaximumGraceSeconds);
    read.startAtLaunch = yesOrNo(QStringLiteral("backend/startAtLaunch"), defaults.startAtLaunch);
    read.startTimeout = number(QStringLiteral("backend/startTimeout"), defaults.startTimeout, 0, MaximumStartTimeout);
    read.silentTimeout =
        number(QStringLiteral("backend/silentTimeout"), defaults.silentTimeout, 0, MaximumSilentTimeout);
    read.downloadAllowed = yesOrNo(QStringLiteral("backend/downloadAllowed"), defaults.downloadAllowed);
    read.logMemoryMiB =
        number(QStringLiteral("log/memoryMiB"), defaults.logMemoryMiB, MinimumLogMemoryMiB, MaximumLogMemoryMiB);
    read.iconColours = colours(QStringLiteral("tray/iconColours"), defaults.iconColours);
    return read;
}

WindowChoices SettingsReader::window()
{
    const WindowChoices defaults;
    WindowChoices read;
    read.geometry = bytes(QStringLiteral("window/geometry"));
    read.hideHealthChecks = yesOrNo(QStringLiteral("window/hideHealthChecks"), defaults.hideHealthChecks);
    read.minimumLevel = number(QStringLiteral("window/minimumLevel"), defaults.minimumLevel, 0, 9);
    read.origin = number(QStringLiteral("window/origin"), defaults.origin, 0, 9);
    read.wrapLines = yesOrNo(QStringLiteral("window/wrapLines"), defaults.wrapLines);
    read.logFontSize = number(QStringLiteral("window/logFontSize"), defaults.logFontSize, 0, MaximumLogFontSize);
    read.toldThatClosingHides = yesOrNo(QStringLiteral("window/toldThatClosingHides"), defaults.toldThatClosingHides);
    return read;
}

QStringList SettingsReader::warnings() const
{
    return m_warnings;
}

QString SettingsReader::text(const QString &key, const QString &fallback)
{
    if (!m_file.contains(key))
        return fallback;
    const QVariant value = m_file.value(key);
    if (value.typeId() == QMetaType::QString)
        return value.toString().trimmed();
    // A comma that is not inside quotes makes a list of it.
    warn(key, fallback);
    return fallback;
}

QStringList SettingsReader::list(const QString &key)
{
    const QVariant value = m_file.value(key);
    if (!value.isValid())
        return {};
    if (value.typeId() == QMetaType::QString)
        return value.toString().isEmpty() ? QStringList() : QStringList(value.toString());
    if (value.typeId() == QMetaType::QStringList)
        return value.toStringList();
    warn(key, QString());
    return {};
}

bool SettingsReader::yesOrNo(const QString &key, bool fallback)
{
    if (!m_file.contains(key))
        return fallback;
    const QString value = m_file.value(key).toString().trimmed().toLower();
    for (const char *yes : {"true", "1", "yes", "on"}) {
        if (value == QLatin1String(yes))
            return true;
    }
    for (const char *no : {"false", "0", "no", "off"}) {
        if (value == QLatin1String(no))
            return false;
    }
    warn(key, fallback ? QStringLiteral("true") : QStringLiteral("false"));
    return fallback;
}

int SettingsReader::number(const QString &key, int fallback, int minimum, int maximum)
{
    if (!m_file.contains(key))
        return fallback;
    // QVariant::toInt() rounds and tolerates; here a number is digits and nothing else.
    static const QRegularExpression digits(QStringLiteral("\\A[0-9]{1,9}\\z"));
    const QString value = m_file.value(key).toString().trimmed();
    const int read = digits.match(value).hasMatch() ? value.toInt() : -1;
    if (read >= minimum && read <= maximum)
        return read;
    warn(key, QString::number(fallback));
    return fallback;
}

BackendKind SettingsReader::kind(const QString &key, BackendKind fallback)
{
    if (!m_file.contains(key))
        return fallback;
    const std::optional<BackendKind> read = backendKindFromName(m_file.value(key).toString().trimmed());
    if (!read)
        warn(key, backendKindName(fallback));
    return read.value_or(fallback);
}

IconColours SettingsReader::colours(const QString &key, IconColours fallback)
{
    if (!m_file.contains(key))
        return fallback;
    const QString value = m_file.value(key).toString().trimmed();
    for (const IconColours colours : {IconColours::Automatic, IconColours::Light, IconColours::Dark}) {
        if (iconColoursName(colours) == value)
            return colours;
    }
    warn(key, iconColoursName(fallback));
    return fallback;
}

QString SettingsReader::host(const QString &key, const QString &fallback)
{
    const QString read = text(key, fallback);
    static const QRegularExpression allowed(QStringLiteral("\\A[0-9A-Za-z.:_%-]{1,253}\\z"));
    // A leading hyphen would be an option for whom it is handed to.
    if (allowed.match(read).hasMatch() && !read.startsWith(u'-'))
        return read;
    warn(key, fallback);
    return fallback;
}

QByteArray SettingsReader::bytes(const QString &key)
{
    const QVariant value = m_file.value(key);
    if (!value.isValid() || value.typeId() == QMetaType::QByteArray)
        return value.toByteArray();
    warn(key, QString());
    return {};
}

void SettingsReader::warn(const QString &key, const QString &used)
{
    const QVariant value = m_file.value(key);
    QString shown =
        value.typeId() == QMetaType::QStringList ? value.toStringList().join(QStringLiteral(", ")) : value.toString();
    shown.removeIf([](QChar c) { return !c.isPrint(); });
    if (shown.size() > 40)
        shown = shown.left(40) + QChar(0x2026);
    const QString what = QCoreApplication::translate("Settings", "The setting %1 has a bad value (%2)");
    const QString instead = used.isEmpty() ? QCoreApplication::translate("Settings", "; it is left out.")
                                           : QCoreApplication::translate("Settings", "; %1 is used instead.").arg(used);
    m_warnings.append(what.arg(key, shown) + instead);
}

QString iconColoursName(IconColours colours)
{
    switch (colours) {
    case IconColours::Automatic:
        return QStringLiteral("automatic");
    case IconColours::Light:
        return QStringLiteral("light");
    case IconColours::Dark:
        return QStringLiteral("dark");
    }
    Q_UNREACHABLE();
}

QString argumentsKey(BackendKind other)
{
    return QStringLiteral("arguments/") + backendKindName(other);
}
