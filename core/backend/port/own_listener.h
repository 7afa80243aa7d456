// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/port_owner.h"
#include "core/process/process_identity.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// Knows whether who listens on a run's port is of its tree, and whom that socket lets in.
class OwnListener
{
public:
    /// `mark`: what the tree carries (run_mark.h). While a stranger is there, it is looked who that is at most
    /// every `lookEveryMs`: a look costs as much as there are processes.
    OwnListener(QString host, int port, QByteArray mark, int lookEveryMs);

    /// Whether an answer on the port is the tree's, or may be: of whom we cannot see nothing is held against it.
    [[nodiscard]] bool isOurs(const QList<ProcessIdentity> &tree);
    /// Who is there instead.
    [[nodiscard]] const std::optional<PortListener> &stranger() const { return m_stranger; }
    /// The address at which the tree listens on the port; of several one that other computers reach. None: not seen.
    [[nodiscard]] std::optional<QString> listensOn() const { return m_listensOn; }
    [[nodiscard]] int looks() const { return m_looks; }

private:
    void look(const QList<ProcessIdentity> &tree);

    QString m_host;
    quint16 m_port;
    QByteArray m_mark;
    int m_lookEveryMs;
    int m_looks = 0;
    qint64 m_lookedAtMs = 0;
    std::optional<PortListener> m_stranger;
    std::optional<QString> m_listensOn;
};
