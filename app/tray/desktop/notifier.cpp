// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

using namespace Qt::StringLiterals;

static constexpr int ApartMs = 10'000;
static constexpr int MostPerTrouble = 3;
static constexpr qsizetype LongestText = 256;

Notifier::Notifier(QObject *parent)
    : QObject(parent)
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &Notifier::sendPending);
}

QString notificationText(const QString &text)
{
    QString clean;
    for (const QChar c : text) {
        const bool isFormat = c.category() == QChar::Other_Format;
        clean += c.category() == QChar::Other_Control || isFormat ? QChar(u' ') : c;
    }
    clean = clean.simplified();
    if (clean.size() > LongestText) {
        clean.truncate(LongestText - 1);
        if (clean.back().isHighSurrogate())
            clean.chop(1);
        clean += u'…';
    }
    return clean;
}

void Notifier::show(const QString &title, const QString &text)
{
    m_pending = Message{notificationText(title), notificationText(text)};
    const qint64 since = m_last.isValid() ? m_last.elapsed() : ApartMs;
    if (since >= ApartMs)
        sendPending();
    else if (!m_later.isActive())
        m_later.start(int(ApartMs - since));
}

void Notifier::sendPending()
{
    if (!m_pending || m_shown >= MostPerTrouble)
        return m_pending.reset();
    if (!m_understandsMarkup)
        return askCapabilities();
    send(*m_pending);
    m_pending.reset();
    m_last.start();
    ++m_shown;
}

static QDBusMessage notificationsCall(const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
                                          u"org.freedesktop.Notifications"_s, method);
}

void Notifier::askCapabilities()
{
    auto *call = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(notificationsCall(u"GetCapabilities"_s), 5000), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
        call->deleteLater();
        const QDBusPendingReply<QStringList> reply = *call;
        if (!reply.isValid())
            return m_pending.reset(); // No notification service: the icon and the window say it all.
        m_understandsMarkup = reply.value().contains("body-markup"_L1);
        sendPending();
    });
}

void Notifier::send(const Message &message)
{
    QDBusMessage call = notificationsCall(u"Notify"_s);
    const QString body = *m_understandsMarkup ? message.text.toHtmlEscaped() : message.text;
    call << u"Skills Tray"_s << m_lastId << u"skills-tray"_s << message.title << body << QStringList()
         << QVariantMap{{u"desktop-entry"_s, u"skills-tray"_s}} << -1;
    auto *pending = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 5000), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this, pending] {
        pending->deleteLater();
        const QDBusPendingReply<quint32> reply = *pending;
        m_lastId = reply.isValid() ? reply.value() : 0;
    });
}
