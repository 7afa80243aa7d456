// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// What has arrived so far of one HTTP/1.1 answer.
struct HttpAnswer
{
    enum Progress { Incomplete, Complete, Bad };
    Progress progress = Incomplete;
    int status = 0;
    QByteArray body; // when Complete and status is 200; any other status is Complete with its head
    QString error;   // when Bad: what is wrong
};

inline constexpr qsizetype HttpHeadLimit = 16 * 1024;
inline constexpr qsizetype HttpBodyLimit = 64 * 1024;
/// Nothing worth reading is longer: head, body and the lengths of its chunks.
inline constexpr qsizetype HttpAnswerLimit = HttpHeadLimit + 2 * HttpBodyLimit;

/// Reads `received`, all bytes from the beginning; `closed`: no more will come. Pure, bounded, believes nothing.
[[nodiscard]] HttpAnswer readHttpAnswer(const QByteArray &received, bool closed);
