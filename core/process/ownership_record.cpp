// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/ownership_record.h"

#include <skills_tray_version.h>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

static constexpr int s_schema = 1;
static constexpr qint64 s_largest = 64 * 1024;
static constexpr qsizetype s_mostProcesses = 500; // so that it stays below that

struct OwnershipRecordText
{
    Q_DECLARE_TR_FUNCTIONS(OwnershipRecord)
};

static QJsonObject toJson(const ProcessIdentity &process)
{
    // As text: a JSON number would lose the last digits of a large one.
    return {{QStringLiteral("pid"), process.pid}, {QStringLiteral("ticks"), QString::number(process.startTicks)}};
}

static QJsonArray toJson(const QList<ProcessIdentity> &processes)
{
    QJsonArray array;
    for (const ProcessIdentity &process : processes.first(std::min<qsizetype>(processes.size(), s_mostProcesses)))
        array.append(toJson(process));
    return array;
}

static ProcessIdentity identityFrom(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    return {object.value(QStringLiteral("pid")).toInteger(),
            object.value(QStringLiteral("ticks")).toString().toULongLong()};
}

QString writeOwnershipRecord(const QString &file, const OwnershipRecord &record)
{
    const QJsonObject object = {{QStringLiteral("schema"), s_schema},
                                {QStringLiteral("uuid"), record.marker},
                                {QStringLiteral("boot_id"), record.bootId},
                                {QStringLiteral("guard"), toJson(record.guard)},
                                {QStringLiteral("child"), toJson(record.leader)},
                                {QStringLiteral("host"), record.host},
                                {QStringLiteral("port"), record.port},
                                {QStringLiteral("exe"), record.program},
                                {QStringLiteral("unmarked"), toJson(record.unmarked)},
                                {QStringLiteral("app_version"), QStringLiteral(SKILLS_TRAY_VERSION)}};
    // QSaveFile would write through a link, to wherever it leads.
    if (QFileInfo(file).isSymLink())
        QFile::remove(file);
    QSaveFile out(file);
    const bool written = out.open(QIODevice::WriteOnly) && out.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         out.write(QJsonDocument(object).toJson()) > 0 && out.commit();
    return written ? QString() : OwnershipRecordText::tr("Cannot write %1: %2").arg(file, out.errorString());
}

/// Renames it to FILE.bad and says so.
static void setAside(const QString &file, const QString &cause, QString *notice)
{
    const QString bad = file + QStringLiteral(".bad");
    QFile::remove(bad);
    QFile::rename(file, bad);
    if (notice)
        *notice = OwnershipRecordText::tr("The record of running programs, %1, is unusable (%2). It was renamed to %3.")
                      .arg(file, cause, bad);
}

std::optional<OwnershipRecord> readOwnershipRecord(const QString &file, QString *notice)
{
    const QFileInfo info(file);
    if (!info.isSymLink() && !info.exists())
        return {};
    const auto refuse = [&](const QString &cause) -> std::optional<OwnershipRecord> {
        setAside(file, cause, notice);
        return {};
    };
    if (info.isSymLink() || !info.isFile())
        return refuse(OwnershipRecordText::tr("not a regular file"));
    if (info.size() > s_largest)
        return refuse(OwnershipRecordText::tr("too large"));
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return refuse(in.errorString());
    const QJsonObject object = QJsonDocument::fromJson(in.read(s_largest)).object();
    in.close();

    OwnershipRecord record;
    record.marker = object.value(QStringLiteral("uuid")).toString();
    record.bootId = object.value(QStringLiteral("boot_id")).toString();
    record.guard = identityFrom(object.value(QStringLiteral("guard")));
    record.leader = identityFrom(object.value(QStringLiteral("child")));
    record.host = object.value(QStringLiteral("host")).toString();
    record.port = object.value(QStringLiteral("port")).toInt();
    record.program = object.value(QStringLiteral("exe")).toString();
    const QJsonArray unmarked = object.value(QStringLiteral("unmarked")).toArray();
    for (const auto &process : unmarked)
        record.unmarked.append(identityFrom(process));
    const bool whole = object.value(QStringLiteral("schema")).toInt() == s_schema && !record.marker.isEmpty() &&
                       !record.bootId.isEmpty() && record.guard.pid > 1 && record.leader.pid >= 0;
    return whole ? std::optional(record) : refuse(OwnershipRecordText::tr("damaged"));
}

void removeOwnershipRecord(const QString &file)
{
    QFile::remove(file);
}
