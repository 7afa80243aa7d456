// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/service_reporter.h"

#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

ServiceReporter::ServiceReporter()
    : m_address(qgetenv("NOTIFY_SOCKET"))
{
    qunsetenv("NOTIFY_SOCKET");
    // A path, or a name in the abstract namespace.
    const bool isKnownKind = m_address.startsWith('/') || m_address.startsWith('@');
    if (!isKnownKind || size_t(m_address.size()) >= sizeof(sockaddr_un::sun_path))
        m_address.clear();
}

void ServiceReporter::ready()
{
    send("READY=1");
}

void ServiceReporter::setStatus(const QString &sentence)
{
    const QByteArray status = QString(sentence).replace(u'\n', u' ').toUtf8();
    if (status == m_status)
        return;
    m_status = status;
    send("STATUS=" + status);
}

void ServiceReporter::stopping()
{
    send("STOPPING=1");
}

void ServiceReporter::send(const QByteArray &assignments) const
{
    if (m_address.isEmpty())
        return;
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_address.constData(), size_t(m_address.size()));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0';
    // Neither kind counts a NUL at its end.
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(m_address.size()));
    // It is news, not a duty: a manager that does not read holds up nobody.
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return;
    ::sendto(fd, assignments.constData(), size_t(assignments.size()), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr *>(&address), length);
    ::close(fd);
}
