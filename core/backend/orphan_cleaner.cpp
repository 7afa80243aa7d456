// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/orphan_cleaner.h"

#include "core/process/backend_environment.h"
#include "core/process/tree_sweeper.h"

#include <QCryptographicHash>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

static const QByteArray MarkerVariable = instanceVariable;

static QString markerPrefix(const Paths &paths)
{
    const QByteArray directories = (paths.state + u'\n' + paths.runtime).toUtf8();
    const QByteArray digest = QCryptographicHash::hash(directories, QCryptographicHash::Sha256).toHex();
    return QString::fromLatin1(digest.left(12)) + u'-';
}

QString newMarker(const Paths &paths)
{
    return markerPrefix(paths) + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

OrphanCleaner::OrphanCleaner(const Paths &paths, QObject *parent)
    : QObject(parent)
    , m_paths(paths)
{
}

OrphanCleaner::~OrphanCleaner() = default;

bool OrphanCleaner::clean(int graceMs)
{
    m_graceMs = graceMs;
    m_ended = 0;
    m_forced = 0;
    const std::optional<OwnershipRecord> record = readOwnershipRecord(m_paths.ownerFile(), &m_notice);
    // Pids and start times of another boot mean nothing now.
    const bool counts = record && record->bootId == bootId();
    if (counts) {
        for (const ProcessIdentity &process : {record->guard, record->leader}) {
            if (process.pid > 0 && isAlive(process))
                m_also.append(process);
        }
    }

    const QByteArray prefix = markerPrefix(m_paths).toLatin1();
    const QList<MarkedProcess> marked = processesMarked(MarkerVariable);
    for (const MarkedProcess &process : marked) {
        const bool isRecorded = counts && QString::fromUtf8(process.value) == record->marker;
        const QByteArray assignment = MarkerVariable + '=' + process.value;
        if ((isRecorded || process.value.startsWith(prefix)) && !m_assignments.contains(assignment))
            m_assignments.append(assignment);
    }
    if (m_assignments.isEmpty() && !m_also.isEmpty())
        m_assignments.append(MarkerVariable + '=' + record->marker.toUtf8());
    if (m_assignments.isEmpty()) {
        removeOwnershipRecord(m_paths.ownerFile());
        return false;
    }
    sweepNext();
    return true;
}

void OrphanCleaner::shorten(int graceMs)
{
    m_graceMs = std::min(m_graceMs, graceMs);
    if (m_sweeper)
        m_sweeper->sweep(m_graceMs);
}

void OrphanCleaner::sweepNext()
{
    if (m_assignments.isEmpty()) {
        removeOwnershipRecord(m_paths.ownerFile());
        emit finished(m_ended, m_forced);
        return;
    }
    m_sweeper = new TreeSweeper(m_assignments.takeFirst(), std::exchange(m_also, {}), this);
    connect(m_sweeper, &TreeSweeper::finished, this, [this](int ended, int forced) {
        m_ended += ended;
        m_forced += forced;
        std::exchange(m_sweeper, nullptr)->deleteLater();
        sweepNext();
    });
    m_sweeper->sweep(m_graceMs);
}
