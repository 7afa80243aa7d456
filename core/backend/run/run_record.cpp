// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/run/run_record.h"

#include "core/backend/run/orphan_cleaner.h"
#include "core/process/backend_environment.h"

#include <utility>

RunRecord::RunRecord(const Settings &settings, const Paths &paths)
    : m_paths(paths)
{
    m_record.marker = newMarker(paths);
    m_record.bootId = bootId();
    m_record.host = settings.host;
    m_record.port = settings.port;
}

QByteArray RunRecord::mark() const
{
    return QByteArray(instanceVariable) + '=' + m_record.marker.toUtf8();
}

void RunRecord::setProgram(const QString &program)
{
    m_record.program = program;
}

QString RunRecord::write(const ProcessIdentity &guard, const ProcessIdentity &leader)
{
    m_record.guard = guard;
    m_record.leader = leader;
    const QString fault = ensurePrivateDirectory(m_paths.state);
    return fault.isEmpty() ? writeOwnershipRecord(m_paths.ownerFile(), m_record) : fault;
}

bool RunRecord::noteTree(const QList<ProcessIdentity> &tree)
{
    QList<ProcessIdentity> unmarked;
    for (const ProcessIdentity &process : tree) {
        if (isAlive(process) && !carries(process, mark()))
            unmarked.append(process);
    }
    return std::exchange(m_record.unmarked, unmarked) != unmarked;
}

void RunRecord::remove()
{
    removeOwnershipRecord(m_paths.ownerFile());
}
