// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port/port_check.h"

#include "core/backend/words/failure_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QNetworkProxy>
#include <QTcpSocket>

static QString tr(const char *text)
{
    return QCoreApplication::translate("PortCheck", text);
}

std::optional<QHostAddress> hostAddress(const QString &host)
{
    if (host.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0)
        return QHostAddress(QHostAddress::LocalHost);
    QHostAddress address;
    if (address.setAddress(host))
        return address;
    return std::nullopt;
}

bool isSameAddress(const QHostAddress &one, const QHostAddress &other)
{
    // Not TolerantConversion, to which ::1 is 127.0.0.1: these can be two servers.
    return one.isEqual(other, QHostAddress::ConvertV4MappedToIPv4 | QHostAddress::ConvertV4CompatToIPv4);
}

static QString sinceText(const QDateTime &since)
{
    const QDateTime local = since.toLocalTime();
    const QString time = local.toString(QStringLiteral("HH:mm"));
    return local.date() == QDate::currentDate() ? time
                                                : QLocale().toString(local.date(), QLocale::ShortFormat) + u' ' + time;
}

static PortOwner ownerOf(const ProcessDescription &process)
{
    return {.pid = process.identity.pid,
            .program = process.program,
            .user = process.user,
            .ownUser = process.ownUser,
            .since = process.since};
}

static QString otherUser(quint32 uid)
{
    return tr("another user (uid %1)").arg(uid);
}

static QString ownerText(const PortOwner &owner)
{
    QStringList facts;
    facts.append(tr("process %1").arg(*owner.pid));
    facts.append(owner.ownUser ? tr("yours") : tr("of user %1").arg(owner.user));
    if (owner.since.isValid())
        facts.append(tr("since %1").arg(sinceText(owner.since)));
    const QString program = owner.program.isEmpty() ? tr("A program") : owner.program;
    return tr("%1 (%2)").arg(program, facts.join(QStringLiteral(", ")));
}

QString listenerText(const std::optional<PortListener> &listener)
{
    if (!listener)
        return tr("a program that cannot be seen from here");
    return listener->process ? ownerText(ownerOf(*listener->process))
                             : tr("a program of %1").arg(otherUser(listener->uid));
}

static PortFault faultOf(const FailureWords &words)
{
    PortFault fault;
    fault.failure = failureOf(FailureKind::PortInUse, words);
    fault.trouble = troubleOf(words);
    return fault;
}

PortFault portTaken(int port, const std::optional<PortListener> &listener)
{
    if (!listener)
        return faultOf(portUnseenWords(port));
    if (listener->process) {
        const PortOwner owner = ownerOf(*listener->process);
        PortFault fault = faultOf(portOwnedWords(owner, port, ownerText(owner)));
        fault.failure.portOwner = owner;
        return fault;
    }
    const QString user = otherUser(listener->uid);
    PortFault fault = faultOf(portOfUserWords(user, port));
    fault.failure.portOwner = PortOwner{.pid = {}, .program = {}, .user = user, .ownUser = false, .since = {}};
    return fault;
}

static QString placeText(const QHostAddress &address, int port)
{
    const bool isIpv6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isIpv6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(address.toString()).arg(port);
}

static bool isWildcard(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6);
}

/// Whether who listens on `place` may be reached at `asked`.
static bool covers(const QHostAddress &place, const QHostAddress &asked)
{
    return isWildcard(place) || isWildcard(asked) || isSameAddress(place, asked);
}

QString astrayText(const QList<PortListener> &places, const Settings &settings)
{
    const std::optional<QHostAddress> asked = hostAddress(settings.host);
    if (!asked)
        return {};
    QStringList listening;
    for (const PortListener &place : places) {
        if (place.port == settings.port && covers(place.address, *asked))
            return {};
        listening.append(placeText(place.address, place.port));
    }
    if (!listening.isEmpty())
        return tr("The backend listens on %1, and is expected on %2")
            .arg(listening.join(QStringLiteral(", ")), placeText(*asked, settings.port));
    const std::optional<PortFault> fault = visiblePortFault(settings.host, settings.port);
    return fault ? fault->failure.text : QString();
}

std::optional<PortFault> visiblePortFault(const QString &host, int port)
{
    const std::optional<QHostAddress> address = hostAddress(host);
    if (!address)
        return std::nullopt;
    const std::optional<PortListener> listener = conflictingListener(*address, quint16(port));
    if (!listener)
        return std::nullopt;
    return portTaken(port, listener);
}

std::optional<PortFault> invisiblePortFault(const QString &host, int port)
{
    const std::optional<QHostAddress> address = hostAddress(host);
    if (!address)
        return std::nullopt;
    // As servers do: what lingers in TIME_WAIT is no obstacle. Bound, never listening: nobody can connect.
    QTcpSocket socket;
    // Qt asks the system for one, in a thread of its own; where descriptors are short that ends the program.
    socket.setProxy(QNetworkProxy::NoProxy);
    if (socket.bind(*address, quint16(port), QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint))
        return std::nullopt;
    if (socket.error() == QAbstractSocket::AddressInUseError)
        return portTaken(port, std::nullopt);
    PortFault fault = faultOf(addressWords(host, port, socket.errorString()));
    fault.failure.kind = FailureKind::CannotRun;
    fault.mayPass = socket.error() == QAbstractSocket::SocketResourceError;
    return fault;
}
