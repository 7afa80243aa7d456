// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"

#include <QStringList>

class QSettings;

/// Takes values out of a parsed settings file, each checked; a bad one is its default and a warning.
class SettingsReader
{
public:
    explicit SettingsReader(const QSettings &file);

    [[nodiscard]] Settings settings();
    [[nodiscard]] WindowChoices window();
    /// One sentence for each bad value met so far.
    [[nodiscard]] QStringList warnings() const;

private:
    [[nodiscard]] QString text(const QString &key, const QString &fallback);
    [[nodiscard]] QStringList list(const QString &key);
    [[nodiscard]] bool yesOrNo(const QString &key, bool fallback);
    [[nodiscard]] int number(const QString &key, int fallback, int minimum, int maximum);
    [[nodiscard]] BackendKind kind(const QString &key, BackendKind fallback);
    [[nodiscard]] IconColours colours(const QString &key, IconColours fallback);
    [[nodiscard]] QString host(const QString &key, const QString &fallback);
    [[nodiscard]] QByteArray bytes(const QString &key);
    void warn(const QString &key, const QString &used);

    const QSettings &m_file;
    QStringList m_warnings;
};

/// The name used in the settings file: automatic, light, dark.
[[nodiscard]] QString iconColoursName(IconColours colours);
/// The key under which the arguments of a kind lie that is not the chosen one.
[[nodiscard]] QString argumentsKey(BackendKind other);
