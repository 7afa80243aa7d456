// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/asking_turn.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr qsizetype LargestNote = 4096; // bytes

AskingTurn::AskingTurn(QString file)
    : m_file(std::move(file))
{
}

AskingTurn::~AskingTurn()
{
    giveBack();
}

bool AskingTurn::take()
{
    if (m_fd >= 0)
        return true;
    QDir().mkpath(QFileInfo(m_file).path());
    // Never removed: who waits for it holds the same file as who comes later.
    const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    const int fd = ::open(QFile::encodeName(m_file).constData(), flags, S_IRUSR | S_IWUSR);
    struct stat info = {};
    if (fd < 0)
        return true;
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        ::close(fd);
        return true;
    }
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const bool isTaken = errno == EWOULDBLOCK;
        ::close(fd);
        return !isTaken;
    }
    m_fd = fd;
    return true;
}

AskedLast AskingTurn::last() const
{
    QByteArray note(LargestNote, Qt::Uninitialized);
    const ssize_t size = m_fd < 0 ? 0 : ::pread(m_fd, note.data(), size_t(note.size()), 0);
    note.truncate(std::max<ssize_t>(size, 0));
    const QJsonObject said = QJsonDocument::fromJson(note).object();
    return {.by = said.value("by"_L1).toString().toLatin1(),
            .when = QDateTime::fromString(said.value("when"_L1).toString(), Qt::ISODateWithMs).toUTC(),
            .error = said.value("error"_L1).toString(),
            .notBefore = said.value("not_before"_L1).toInteger()};
}

void AskingTurn::note(const AskedLast &asked)
{
    const QByteArray note = QJsonDocument(QJsonObject{{u"by"_s, QString::fromLatin1(asked.by)},
                                                      {u"when"_s, asked.when.toString(Qt::ISODateWithMs)},
                                                      {u"error"_s, asked.error.left(500)},
                                                      {u"not_before"_s, asked.notBefore}})
                                .toJson();
    // Half of it is none: it is no JSON.
    if (m_fd < 0 || ::ftruncate(m_fd, 0) != 0)
        return;
    (void)!::pwrite(m_fd, note.constData(), size_t(note.size()), 0);
}

void AskingTurn::giveBack()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1)); // the lock goes with it
}
