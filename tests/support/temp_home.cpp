// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/support/temp_home.h"

#include <QDir>

TempHome::TempHome()
{
    static constexpr std::pair<const char *, const char *> places[] = {{"HOME", "home"},
                                                                       {"XDG_CONFIG_HOME", "config"},
                                                                       {"XDG_STATE_HOME", "state"},
                                                                       {"XDG_CACHE_HOME", "cache"},
                                                                       {"XDG_DATA_HOME", "data"},
                                                                       {"XDG_RUNTIME_DIR", "run"}};
    for (const auto &[variable, name] : places) {
        const QString directory = m_directory.filePath(QString::fromLatin1(name));
        QDir().mkpath(directory);
        QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        // A null value remembers that there was none.
        m_before.append({variable, qEnvironmentVariableIsSet(variable) ? qgetenv(variable) : QByteArray()});
        qputenv(variable, QFile::encodeName(directory));
    }
}

TempHome::~TempHome()
{
    for (const auto &[variable, value] : std::as_const(m_before)) {
        if (value.isNull())
            qunsetenv(variable.constData());
        else
            qputenv(variable.constData(), value);
    }
}
