// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_matcher.h"
#include "core/log/log_store.h"

#include <QByteArrayList>
#include <QList>

/// So many lines in `store`, made of the transcripts of a real backend: with its numbers varied, else as they were.
/// Returns their texts, each followed by '\n', as a file would have them.
[[nodiscard]] QByteArray fillWithRealLines(LogStore &store, int count);
/// The kept lines that match, by LineMatcher, one after the other.
[[nodiscard]] QList<qint64> matchedOneByOne(const LogStore &store, const QString &pattern,
                                            LineMatcher::Options options);
/// The same by BlockMatcher. `byThemselves`, if given, is how many lines it could not search together with others.
[[nodiscard]] QList<qint64> matchedTogether(const LogStore &store, const QString &pattern, LineMatcher::Options options,
                                            qint64 *byThemselves = nullptr);
