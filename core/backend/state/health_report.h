// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

/// What one good answer of /health said.
struct HealthReport
{
    QString version; // empty when not told
    int skillsLoaded = 0;
    std::optional<int> skillsTotal; // only our own backend tells
    std::optional<bool> modelsLoaded;
    bool loadingComplete = false;
    QDateTime nextUpdate;     // when it will look for updates; local time, invalid when it will not or did not say
    int samples = 0;          // of the loaded ones: our own, because no others were found; only our own backend tells
    QStringList updateErrors; // at most 5, each at most 512 characters, without control characters
    bool operator==(const HealthReport &) const = default;
};

/// A report, or what is wrong with the answer.
struct HealthParse
{
    std::optional<HealthReport> report;
    QString error; // "malformed: …" when there is no report
};

/// Reads the body of a 200 answer. Never trusts it: types and ranges are checked, foreign text is cleaned and cut.
[[nodiscard]] HealthParse parseHealthReport(const QByteArray &body);

/// One line of foreign text for people: control and format characters removed, cut to `limit` characters.
[[nodiscard]] QString cleanText(const QString &text, qsizetype limit);
