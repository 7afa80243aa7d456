// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

/// Where the next page of a list begins: after this entry, whatever has come or gone before it meanwhile.
struct PageCursor
{
    QString list;    // which list it belongs to
    QString uriPath; // the skill
    QString path;    // its file; empty where entries are whole skills
    bool operator==(const PageCursor &) const = default;

    [[nodiscard]] QString toString() const;
    [[nodiscard]] static std::optional<PageCursor> fromString(const QString &text);
};
