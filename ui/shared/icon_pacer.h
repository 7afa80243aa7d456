// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shared/icon_look.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

/// Turns statuses into looks, no faster than eyes and panels need.
class IconPacer : public QObject
{
    Q_OBJECT
public:
    static constexpr int ShapeIntervalMs = 50;    // at most 20 shapes a second
    static constexpr int EighthsIntervalMs = 500; // at most two steps of the ring a second

    explicit IconPacer(QObject *parent = nullptr);

    void setStatus(const Status &status);
    /// Nobody looks: nothing moves, the look stays right.
    void setPaused(bool paused);
    [[nodiscard]] const IconLook &look() const { return m_shown; }
    /// True while a timer runs that turns the ring.
    [[nodiscard]] bool isTurning() const { return m_turn.isActive(); }

signals:
    void lookChanged(const IconLook &look);

private:
    void turn();
    void offer();
    void publish();
    void updateTurning();

    IconLook m_wanted;
    IconLook m_shown;
    QElapsedTimer m_sincePublished; // invalid before the first time
    QTimer m_later;
    QTimer m_turn;
    bool m_paused = false;
};
