// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>

/// A TCP port on `address` that nobody listens on. Taken and given back: use it soon.
[[nodiscard]] quint16 freePort(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));

/// Room for a busy machine: a limit below one second times four, longer ones as they are. Where a processor is emulated
/// SKILLS_TEST_ROOM says how many times more (1 to 100).
[[nodiscard]] int withRoom(int ms);
/// Whether SKILLS_TEST_ROOM is set: between us and the kernel there is an emulator, which opens files of its own, has
/// its own words for a death, and tells of another memory than ours.
[[nodiscard]] bool isEmulated();

/// Writes an executable file; true when it worked.
[[nodiscard]] bool writeScript(const QString &path, const QByteArray &content);
/// Copies fake_backend to `directory` under another name (uvx, say), with options in NAME.args, one an entry.
/// Returns its path.
[[nodiscard]] QString poseAs(const QString &fakeBackend, const QString &directory, const QString &name,
                             const QStringList &options = {});

/// Collects Qt's warnings while it lives, so that a test can fail on them ("QProcess: Destroyed while ...").
///
/// Qt Test installs a handler of its own when it begins: make this one in initTestCase(), as a std::optional member,
/// reset it in cleanupTestCase(), and in cleanup() QCOMPARE(WarningWatch::all(), QByteArray()).
class WarningWatch
{
public:
    WarningWatch();
    ~WarningWatch();
    Q_DISABLE_COPY_MOVE(WarningWatch)

    /// One a line; empty when there was none.
    [[nodiscard]] static QByteArray all();
    static void forget();
};
