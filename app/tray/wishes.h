// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

class Farewell;
class Supervisor;

/// Hands on to the supervisor what people wish of the backend, until we end: then nothing is started any more.
class Wishes : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this object.
    Wishes(Supervisor &supervisor, const Farewell &farewell, QObject *parent = nullptr);

    void start();
    void restart();
    void stop();
    void forceStop();
    void watch();
    void stopWatching();
    /// As Supervisor's.
    void allowDownload();
    [[nodiscard]] QString askPortOwnerToQuit();

private:
    Supervisor &m_supervisor;
    const Farewell &m_farewell;
};
