// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/launch/short_run.h"

#include <QObject>

#include <optional>

/// Asks an uvx whether it works, and whether the backend is in its cache.
class UvxProbe : public QObject
{
    Q_OBJECT
public:
    explicit UvxProbe(QObject *parent = nullptr);

    /// What `uvx --version` said: exactly one of the two is not empty.
    struct Report
    {
        QString version;      // "uvx 0.9.20"
        QString failure;      // one sentence, without its full stop
        bool mayPass = false; // the system was short of something, or slow
    };
    /// What it said of its cache.
    struct Cache
    {
        bool isThere = false; // all that the backend needs
        QStringList errors;   // else what it said, at most 40 lines
    };
    void askVersion(const QString &uvx, int deadlineMs = 5000);
    /// Runs `uvx --offline … --help`, which takes seconds when all is cached and then ends with 0.
    void askCached(const QString &uvx, int deadlineMs = 60'000);

signals:
    void versionKnown(const UvxProbe::Report &report); // once for each askVersion()
    void cachedKnown(const UvxProbe::Cache &cache);    // once for each askCached()

private:
    std::optional<ShortRun> m_run;
};

/// Where uv keeps what it downloaded.
[[nodiscard]] QString uvCacheDirectory();
