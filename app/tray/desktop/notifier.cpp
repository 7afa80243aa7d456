// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

#include <utility>

using namespace Qt::StringLiterals;

static const QString Name = u"org.freedesktop.Notifications"_s;
static const QString Path = u"/org/freedesktop/Notifications"_s;

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

void Notifier::show(const Message &message)
{
    m_pending = message;
    m_pending->title = notificationText(message.title);
    m_pending->text = notificationText(message.text);
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
    if (!m_service)
        return askCapabilities();
    send(*m_pending);
    m_pending.reset();
    m_last.start();
    ++m_shown;
}

static QDBusMessage notificationsCall(const QString &method)
{
    return QDBusMessage::createMethodCall(Name, Path, Name, method);
}

void Notifier::askCapabilities()
{
    auto *call = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(notificationsCall(u"GetCapabilities"_s), 5000), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
        call->deleteLater();
        const QDBusPendingReply<QStringList> reply = *call;
        if (!reply.isValid()) {
            if (const std::optional<Message> message = std::exchange(m_pending, std::nullopt))
                emit unshown(*message);
            return;
        }
        m_service = {.understandsMarkup = reply.value().contains("body-markup"_L1),
                     .hasActions = reply.value().contains("actions"_L1)};
        listen();
        sendPending();
    });
}

void Notifier::listen()
{
    if (std::exchange(m_listens, true) || !m_service->hasActions)
        return;
    // Without the service's name: to look up who has it, QtDBus would wait for the bus.
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(QString(), Path, Name, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
    bus.connect(QString(), Path, Name, u"ActivationToken"_s, this, SLOT(onActivationToken(uint, QString)));
}

void Notifier::send(const Message &message)
{
    QStringList actions;
    if (m_service->hasActions) {
        actions = {u"default"_s, tr("Show"), u"show"_s, tr("Show")};
        if (message.canTryAgain)
            actions += {u"again"_s, tr("Try again")};
    }
    QDBusMessage call = notificationsCall(u"Notify"_s);
    const QString body = m_service->understandsMarkup ? message.text.toHtmlEscaped() : message.text;
    call << u"Skills Tray"_s << m_lastId << u"skills-tray"_s << message.title << body << actions
         << QVariantMap{{u"desktop-entry"_s, u"skills-tray"_s}} << -1;
    auto *pending = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 5000), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this, pending, message] {
        pending->deleteLater();
        const QDBusPendingReply<quint32> reply = *pending;
        m_lastId = reply.isValid() ? reply.value() : 0;
        if (reply.isValid())
            return;
        // It has gone, and another one may come with other abilities.
        m_service.reset();
        emit unshown(message);
    });
}

void Notifier::onActionInvoked(uint id, const QString &action)
{
    const QByteArray token = std::exchange(m_activationToken, {});
    if (id == 0 || id != m_lastId)
        return;
    if (action == "again"_L1)
        emit tryAgainRequested();
    else if (action == "show"_L1 || action == "default"_L1)
        emit showRequested(token);
}

void Notifier::onActivationToken(uint id, const QString &token)
{
    if (id == m_lastId)
        m_activationToken = token.left(512).toUtf8();
}
