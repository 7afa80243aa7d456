// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/version_memory.h"

#include "core/settings/paths.h"
#include "core/settings/replace_file.h"

#include <QFile>
#include <QFileInfo>
#include <QVersionNumber>

using namespace Qt::StringLiterals;

static constexpr qint64 FileLimit = 100;

VersionMemory::VersionMemory(QString file)
    : m_file(std::move(file))
{
}

std::optional<QString> VersionMemory::last() const
{
    QFile file(m_file);
    // A pipe would have us wait for its writer.
    if (!QFileInfo(m_file).isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.read(FileLimit)).trimmed();
    qsizetype end = 0;
    const QVersionNumber version = QVersionNumber::fromString(text, &end);
    return version.isNull() || end != text.size() ? std::nullopt : std::optional(text);
}

QString VersionMemory::remember(const QString &version) const
{
    const QString noDirectory = ensurePrivateDirectory(QFileInfo(m_file).path());
    return noDirectory.isEmpty() ? replaceFile(m_file, version.toUtf8() + '\n') : noDirectory;
}

/// Without the marks of Markdown.
static QString plain(QString text)
{
    return text.remove(u'`').remove(u'*').trimmed();
}

QStringList changesBetween(const QByteArray &changelog, const QString &from, const QString &to)
{
    const QVersionNumber before = QVersionNumber::fromString(from);
    const QVersionNumber now = QVersionNumber::fromString(to);
    QStringList changes;
    if (now <= before)
        return changes;
    bool isNew = false;
    QString kind;
    const QStringList lines = QString::fromUtf8(changelog).split(u'\n');
    for (const QString &line : lines) {
        if (line.startsWith("## ["_L1)) {
            const QString name = line.mid(4).section(u']', 0, 0);
            const QVersionNumber version = name == "Unreleased"_L1 ? now : QVersionNumber::fromString(name);
            isNew = version > before && version <= now;
        } else if (line.startsWith("### "_L1)) {
            kind = line.mid(4).trimmed();
        } else if (isNew && line.startsWith("- "_L1)) {
            changes += kind + u": "_s + plain(line.mid(2));
        } else if (isNew && line.startsWith("  "_L1) && !changes.isEmpty()) {
            changes.last() += u' ' + plain(line);
        }
    }
    return changes;
}
