// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

/// Has this process, and what it starts, see mounts that nobody else sees. Before any thread is started; false: this
/// machine does not allow it.
[[nodiscard]] bool enterOwnMounts();

/// A FUSE file system of ours that stops to answer when a test says so: whoever asks it then is in the kernel's hands.
///
/// Nobody in the test's own process may touch it while it hangs.
class FuseMount
{
public:
    explicit FuseMount(const QString &folder);
    ~FuseMount();
    Q_DISABLE_COPY_MOVE(FuseMount)

    [[nodiscard]] bool isMounted() const { return m_fd >= 0; }
    /// Puts a file there, and the folders above it.
    void write(const QByteArray &path, const QByteArray &bytes);
    /// Questions are left lying: whoever asks can still be killed.
    void hang();
    /// Questions are taken and not answered: nobody can kill who asks.
    void hangForGood();
    void goOn();
    /// Each answer takes so long.
    void setDelay(std::chrono::milliseconds delay) { m_delay = delay; }
    /// Takes the mount away from its place; who waits in it goes on waiting.
    void detach();
    /// Somebody has asked it something since it hangs.
    [[nodiscard]] bool isAsked() const { return m_isAsked; }

private:
    struct Node
    {
        quint64 parent = 0;
        QByteArray name, bytes;
        bool isFolder = false;
        qint64 changed = 0;
    };
    struct Request;

    void serve();
    void answer(const Request &request);
    void reply(const Request &request, int error, const QByteArray &bytes = {}) const;
    [[nodiscard]] quint64 child(quint64 parent, const QByteArray &name) const;
    [[nodiscard]] quint64 makeNode(quint64 parent, const QByteArray &name, bool isFolder);
    [[nodiscard]] QByteArray attributesOf(quint64 node) const;
    [[nodiscard]] QByteArray listOf(quint64 node, quint64 offset, quint32 size) const;

    const QByteArray m_folder;
    int m_fd = -1;
    QList<Node> m_nodes; // by number; 0 is none, 1 the top
    mutable std::mutex m_mutex;
    std::condition_variable m_goesOn;
    bool m_hangs = false, m_takes = false;
    std::atomic<bool> m_isAsked = false;
    std::atomic<bool> m_ends = false;
    std::atomic<std::chrono::milliseconds> m_delay = std::chrono::milliseconds(0);
    std::thread m_thread;
};
