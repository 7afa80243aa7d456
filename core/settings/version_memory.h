// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

/// Knows which version ran the last time, kept in one small file.
class VersionMemory
{
public:
    explicit VersionMemory(QString file);

    /// None: it is the very first start, or the file does not hold a version.
    [[nodiscard]] std::optional<QString> last() const;
    /// Returns an empty string, or why it was not written.
    [[nodiscard]] QString remember(const QString &version) const;

private:
    QString m_file;
};

/// What a changelog in the form of Keep a Changelog says of the versions after `from` up to `to`, newest first, each
/// as "Added: text". What is under [Unreleased] belongs to `to`. Empty when `to` is not newer.
[[nodiscard]] QStringList changesBetween(const QByteArray &changelog, const QString &from, const QString &to);
