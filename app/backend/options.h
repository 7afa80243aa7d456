// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

/// What the command line of skills-backend asks for.
struct Options
{
    enum class Act { Serve, PrintHelp, PrintVersion, PrintExampleConfig } act = Act::Serve;
    QString host;
    quint16 port = 8765;
    QString config; // absolute; empty: the default place
    bool verbose = false;
    bool overStdio = false;
    bool activity = true;
    QStringList allowedHosts, allowedOrigins;
};

struct OptionsResult
{
    Options options;
    QString error; // one line that names the option; empty: all is well
};

/// `arguments` without the program's name.
[[nodiscard]] OptionsResult readOptions(const QStringList &arguments);
[[nodiscard]] QString helpText();
