// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/announcer.h"

#include "ui/window/main_window.h"

#include <QApplication>

#include <utility>

// A window that is being shown needs a moment to come to the front.
static constexpr int LookLaterMs = 1000;

Announcer::Announcer(QObject *parent)
    : QObject(parent)
{
    m_later.setSingleShot(true);
    m_later.setInterval(LookLaterMs);
    connect(&m_later, &QTimer::timeout, this, &Announcer::announceNow);
    connect(&m_notifier, &Notifier::showRequested, this, &Announcer::showRequested);
    connect(&m_notifier, &Notifier::tryAgainRequested, this, &Announcer::tryAgainRequested);
    connect(&m_notifier, &Notifier::unshown, this, &Announcer::onUnshown);
}

/// What happened, what we do about it, and what can be done.
static Notifier::Message messageFor(const Status &status)
{
    Notifier::Message message{.about = Notifier::Trouble, .title = status.message, .text = {}};
    if (status.trouble) {
        message.text = status.trouble->title + u' ' + status.trouble->text;
        message.canTryAgain = status.trouble->remedies.contains(Remedy::TryAgain);
    } else if (status.failure && status.failure->text != status.message) {
        message.text = status.failure->text;
    }
    if (message.title.endsWith(u'.'))
        message.title.chop(1);
    return message;
}

void Announcer::setStatus(const Status &status)
{
    const bool failed = status.state == State::Failed;
    const bool isNews = (failed && m_state != State::Failed) || (status.stalled && !m_stalled);
    m_state = status.state;
    m_stalled = status.stalled;
    if (m_state == State::Ready || m_state == State::Stopped)
        m_notifier.endOfTrouble();
    if (isNews)
        announce(messageFor(status));
    else if (m_news && m_news->about == Notifier::Trouble && !failed && !status.stalled)
        m_news.reset(); // over before anybody was told
}

void Announcer::tell(const QString &sentence)
{
    announce({.about = Notifier::Notice, .title = tr("Skills Tray"), .text = sentence});
}

void Announcer::tellOfNoTray()
{
    announce({.about = Notifier::Notice,
              .title = tr("Skills Tray runs without an icon"),
              .text = tr("This desktop shows no tray icons. Start Skills Tray again to see its window.")});
}

void Announcer::tellThatClosingHides()
{
    // The window that was in front may still be on its way out.
    if (!m_silent)
        m_notifier.show({.about = Notifier::Closing,
                         .title = tr("Skills Tray keeps running"),
                         .text = tr("The icon in the tray brings the window back; its menu ends Skills Tray.")});
}

void Announcer::fallSilent()
{
    m_silent = true;
    m_news.reset();
}

void Announcer::announce(const Notifier::Message &message)
{
    if (m_silent)
        return;
    m_news = message;
    m_later.start();
}

/// Ours, or a dialog above it. A dialog alone says nothing but its own.
static bool isWindowInFront()
{
    const QWidget *front = QApplication::activeWindow();
    return front && (qobject_cast<const MainWindow *>(front) || front->parentWidget());
}

void Announcer::announceNow()
{
    const std::optional<Notifier::Message> news = std::exchange(m_news, std::nullopt);
    if (news && !isWindowInFront())
        m_notifier.show(*news);
}

void Announcer::onUnshown(const Notifier::Message &message)
{
    if (m_silent)
        return;
    if (message.about == Notifier::Closing)
        emit closingUntold(message.title, message.text);
    else
        emit windowNeeded();
}
