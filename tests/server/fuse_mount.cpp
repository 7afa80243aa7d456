// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "fuse_mount.h"

#include <QDateTime>
#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static bool writeProc(const char *file, const QByteArray &text)
{
    QFile out(QString::fromLatin1(file));
    return out.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && out.write(text) == text.size();
}

bool enterOwnMounts()
{
    const QByteArray user = QByteArray::number(::getuid()), group = QByteArray::number(::getgid());
    const bool isRoot = ::getuid() == 0;
    if (::unshare(isRoot ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    if (!isRoot) {
        const bool isMapped = writeProc("/proc/self/setgroups", "deny") &&
                              writeProc("/proc/self/uid_map", user + ' ' + user + " 1") &&
                              writeProc("/proc/self/gid_map", group + ' ' + group + " 1");
        if (!isMapped)
            return false;
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

struct FuseMount::Request
{
    fuse_in_header head = {};
    QByteArray body;
    template<class In>
    [[nodiscard]] In in() const
    {
        In value = {};
        std::memcpy(&value, body.constData(), std::min(sizeof value, size_t(body.size())));
        return value;
    }
};

template<class Out>
static QByteArray bytesOf(const Out &out)
{
    return QByteArray(reinterpret_cast<const char *>(&out), sizeof out);
}

FuseMount::FuseMount(const QString &folder)
    : m_folder(QFile::encodeName(folder))
{
    m_nodes.resize(1);
    (void)makeNode(0, {}, true);
    const int fd = ::open("/dev/fuse", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    const QByteArray options = "rootmode=40000,fd=" + QByteArray::number(fd) +
                               ",user_id=" + QByteArray::number(::getuid()) +
                               ",group_id=" + QByteArray::number(::getgid());
    if (fd < 0 || ::mount("skills-test", m_folder.constData(), "fuse.skillstest", MS_NOSUID | MS_NODEV,
                          options.constData()) != 0) {
        qWarning("no FUSE here: %s", std::strerror(errno));
        if (fd >= 0)
            ::close(fd);
        return;
    }
    m_fd = fd;
    m_thread = std::thread([this] { serve(); });
}

FuseMount::~FuseMount()
{
    if (m_fd < 0)
        return;
    m_ends = true;
    goOn();
    m_thread.join();
    ::umount2(m_folder.constData(), MNT_DETACH);
    ::close(m_fd); // whoever still waits is told that nobody is here
}

void FuseMount::detach()
{
    ::umount2(m_folder.constData(), MNT_DETACH);
}

void FuseMount::hang()
{
    const std::lock_guard lock(m_mutex);
    m_hangs = true;
    m_takes = false;
    m_isAsked = false;
}

void FuseMount::hangForGood()
{
    hang();
    const std::lock_guard lock(m_mutex);
    m_takes = true;
}

void FuseMount::goOn()
{
    const std::lock_guard lock(m_mutex);
    m_hangs = false;
    m_goesOn.notify_all();
}

quint64 FuseMount::makeNode(quint64 parent, const QByteArray &name, bool isFolder)
{
    Node node;
    node.parent = parent;
    node.name = name;
    node.isFolder = isFolder;
    node.changed = QDateTime::currentMSecsSinceEpoch();
    m_nodes.append(node);
    return quint64(m_nodes.size() - 1);
}

quint64 FuseMount::child(quint64 parent, const QByteArray &name) const
{
    for (qsizetype i = 2; i < m_nodes.size(); ++i) {
        if (m_nodes[i].parent == parent && m_nodes[i].name == name)
            return quint64(i);
    }
    return 0;
}

void FuseMount::write(const QByteArray &path, const QByteArray &bytes)
{
    const std::lock_guard lock(m_mutex);
    quint64 at = 1;
    const QList<QByteArray> names = path.split('/');
    for (qsizetype i = 0; i < names.size(); ++i) {
        const quint64 known = child(at, names[i]);
        at = known ? known : makeNode(at, names[i], i + 1 < names.size());
    }
    Node &file = m_nodes[qsizetype(at)];
    file.bytes = bytes;
    file.changed = QDateTime::currentMSecsSinceEpoch();
}

QByteArray FuseMount::attributesOf(quint64 number) const
{
    const Node &node = m_nodes[qsizetype(number)];
    fuse_attr attributes = {};
    attributes.ino = number;
    attributes.size = quint64(node.bytes.size());
    attributes.mode = node.isFolder ? S_IFDIR | 0755 : S_IFREG | 0644;
    attributes.nlink = 1;
    attributes.uid = ::getuid();
    attributes.gid = ::getgid();
    attributes.mtime = attributes.ctime = attributes.atime = quint64(node.changed / 1000);
    attributes.mtimensec = attributes.ctimensec = quint32(node.changed % 1000) * 1'000'000;
    attributes.blksize = 4096;
    return bytesOf(attributes);
}

QByteArray FuseMount::listOf(quint64 number, quint64 offset, quint32 size) const
{
    QByteArray list;
    quint64 place = 0;
    for (qsizetype i = 2; i < m_nodes.size(); ++i) {
        if (m_nodes[i].parent != number || ++place <= offset)
            continue;
        fuse_dirent entry = {};
        entry.ino = quint64(i);
        entry.off = place;
        entry.namelen = quint32(m_nodes[i].name.size());
        entry.type = m_nodes[i].isFolder ? 4 : 8; // DT_DIR, DT_REG
        QByteArray bytes(reinterpret_cast<const char *>(&entry), FUSE_NAME_OFFSET);
        bytes += m_nodes[i].name;
        bytes.resize(FUSE_DIRENT_ALIGN(bytes.size()), '\0');
        if (list.size() + bytes.size() > qsizetype(size))
            break;
        list += bytes;
    }
    return list;
}

void FuseMount::reply(const Request &request, int error, const QByteArray &bytes) const
{
    fuse_out_header head = {};
    head.len = quint32(sizeof head + size_t(bytes.size()));
    head.error = -error;
    head.unique = request.head.unique;
    const QByteArray whole = bytesOf(head) + bytes;
    (void)!::write(m_fd, whole.constData(), size_t(whole.size()));
}

void FuseMount::serve()
{
    QByteArray buffer(1024 * 1024, Qt::Uninitialized);
    while (!m_ends) {
        pollfd ready = {m_fd, POLLIN, 0};
        if (::poll(&ready, 1, 50) <= 0)
            continue;
        {
            std::unique_lock lock(m_mutex);
            m_isAsked = true;
            m_goesOn.wait(lock, [this] { return !m_hangs || m_takes || m_ends; });
        }
        const ssize_t size = ::read(m_fd, buffer.data(), size_t(buffer.size()));
        if (size < 0 && errno == ENODEV)
            return; // unmounted
        if (size < ssize_t(sizeof(fuse_in_header)))
            continue;
        Request request;
        std::memcpy(&request.head, buffer.constData(), sizeof request.head);
        request.body = buffer.mid(sizeof request.head, size - ssize_t(sizeof request.head));
        if (const auto delay = m_delay.load(); delay.count() > 0)
            std::this_thread::sleep_for(delay);
        std::unique_lock lock(m_mutex);
        m_goesOn.wait(lock, [this] { return !m_hangs || m_ends; });
        if (!m_ends)
            answer(request);
    }
}

void FuseMount::answer(const Request &request)
{
    const quint64 node = request.head.nodeid;
    switch (request.head.opcode) {
    case FUSE_INIT: {
        fuse_init_out out = {};
        out.major = FUSE_KERNEL_VERSION;
        out.minor = FUSE_KERNEL_MINOR_VERSION;
        out.max_write = 128 * 1024;
        out.max_background = 16;
        return reply(request, 0, bytesOf(out));
    }
    case FUSE_LOOKUP: {
        const quint64 found = child(node, request.body.constData());
        if (!found)
            return reply(request, ENOENT);
        fuse_entry_out out = {}; // nothing is kept: each question comes to us
        out.nodeid = found;
        QByteArray bytes = bytesOf(out);
        bytes.replace(qsizetype(offsetof(fuse_entry_out, attr)), qsizetype(sizeof(fuse_attr)), attributesOf(found));
        return reply(request, 0, bytes);
    }
    case FUSE_GETATTR: {
        QByteArray bytes = bytesOf(fuse_attr_out{});
        bytes.replace(qsizetype(offsetof(fuse_attr_out, attr)), qsizetype(sizeof(fuse_attr)), attributesOf(node));
        return reply(request, 0, bytes);
    }
    case FUSE_OPEN:
    case FUSE_OPENDIR: {
        fuse_open_out out = {};
        out.open_flags = request.head.opcode == FUSE_OPEN ? FOPEN_DIRECT_IO : 0;
        return reply(request, 0, bytesOf(out));
    }
    case FUSE_READDIR: {
        const auto in = request.in<fuse_read_in>();
        return reply(request, 0, listOf(node, in.offset, in.size));
    }
    case FUSE_READ: {
        const auto in = request.in<fuse_read_in>();
        return reply(request, 0, m_nodes[qsizetype(node)].bytes.mid(qsizetype(in.offset), in.size));
    }
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
        return reply(request, 0);
    case FUSE_STATFS:
        return reply(request, 0, bytesOf(fuse_statfs_out{}));
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT:
        return; // no answer is wanted
    default:
        return reply(request, ENOSYS);
    }
}
