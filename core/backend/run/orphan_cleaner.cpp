// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/run/orphan_cleaner.h"

#include "core/process/backend_environment.h"
#include "core/process/tree_adoption.h"

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

OrphanCleaner::OrphanCleaner(const Paths &paths, QString guard, QObject *parent)
    : QObject(parent)
    , m_paths(paths)
    , m_guard(std::move(guard))
{
}

OrphanCleaner::~OrphanCleaner() = default;

bool OrphanCleaner::clean(int graceMs)
{
    const std::optional<OwnershipRecord> record = readOwnershipRecord(m_paths.ownerFile(), &m_notice);
    // Pids and start times of another boot mean nothing now.
    const bool counts = record && record->bootId == bootId();
    QList<ProcessIdentity> recorded;
    if (counts) {
        for (const ProcessIdentity &process :
             QList<ProcessIdentity>{record->guard, record->leader} + record->unmarked) {
            if (process.pid > 0 && isAlive(process))
                recorded.append(process);
        }
    }

    // Every run of ours, whatever its marker was; and the one on record, should our directories have had another name.
    QByteArrayList marks{MarkerVariable + '=' + markerPrefix(m_paths).toLatin1()};
    if (counts && !record->marker.startsWith(markerPrefix(m_paths)))
        marks.append(MarkerVariable + '=' + record->marker.toUtf8());
    marks.removeIf([](const QByteArray &mark) { return processesCarrying(mark).isEmpty(); });
    if (marks.isEmpty() && recorded.isEmpty()) {
        removeOwnershipRecord(m_paths.ownerFile());
        return false;
    }
    m_adoption = std::make_unique<TreeAdoption>(m_guard, marks, recorded);
    connect(m_adoption.get(), &TreeAdoption::stuck, this, &OrphanCleaner::stuck);
    connect(m_adoption.get(), &TreeAdoption::finished, this, [this](int ended, int forced) {
        removeOwnershipRecord(m_paths.ownerFile());
        emit finished(ended, forced);
    });
    m_adoption->sweep(graceMs);
    return true;
}

void OrphanCleaner::shorten(int graceMs)
{
    if (m_adoption)
        m_adoption->sweep(graceMs);
}
