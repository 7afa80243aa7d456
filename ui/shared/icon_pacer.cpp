// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/icon_pacer.h"

#include <algorithm>

IconPacer::IconPacer(QObject *parent)
    : QObject(parent)
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &IconPacer::offer);
    m_turn.setInterval(EighthsIntervalMs);
    connect(&m_turn, &QTimer::timeout, this, &IconPacer::turn);
}

void IconPacer::setStatus(const Status &status)
{
    IconLook look = lookOf(status);
    if (::isTurning(look.shape) && look.shape == m_wanted.shape)
        look.eighths = m_wanted.eighths;
    m_wanted = look;
    updateTurning();
    offer();
}

void IconPacer::setPaused(bool paused)
{
    m_paused = paused;
    updateTurning();
}

void IconPacer::updateTurning()
{
    const bool turning = ::isTurning(m_wanted.shape) && !m_paused;
    if (turning && !m_turn.isActive())
        m_turn.start();
    else if (!turning)
        m_turn.stop();
}

void IconPacer::turn()
{
    m_wanted.eighths = (m_wanted.eighths + 1) % 8;
    // The turn timer is the pace already; a second measure would only make it stumble.
    if (m_wanted.shape == m_shown.shape)
        publish();
    else
        offer();
}

void IconPacer::offer()
{
    if (m_wanted == m_shown) {
        m_later.stop();
        return;
    }
    const int interval = m_wanted.shape == m_shown.shape ? EighthsIntervalMs : ShapeIntervalMs;
    const qint64 elapsed = m_sincePublished.isValid() ? m_sincePublished.elapsed() : interval;
    if (elapsed >= interval) {
        publish();
        return;
    }
    m_later.start(int(std::max<qint64>(1, interval - elapsed)));
}

void IconPacer::publish()
{
    m_later.stop();
    m_sincePublished.start();
    m_shown = m_wanted;
    emit lookChanged(m_shown);
}
