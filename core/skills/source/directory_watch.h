// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>

class QSocketNotifier;

/// What happened in one folder.
struct FolderNews
{
    QSet<QString> names;    // of everything that came, went or changed; an empty one: the folder itself
    QSet<QString> complete; // those of them that are whole: closed by their writer, or moved here
};

/// Tells when something changes directly inside of watched folders, one watch a folder.
///
/// A file counts as changed when its writer closes it, not while it is written.
class DirectoryWatch : public QObject
{
    Q_OBJECT
public:
    explicit DirectoryWatch(QObject *parent = nullptr);
    ~DirectoryWatch() override;

    /// Begins to watch what lies at `directory` now. False: the system has no watches left, or none at all.
    [[nodiscard]] bool watch(const QString &directory);
    void forget(const QString &directory);

signals:
    void changed(const QHash<QString, FolderNews> &news);
    /// The system had to throw news away: look at everything again.
    void overflowed();

private:
    void readEvents();

    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
    QHash<QString, int> m_watches;     // directory -> watch
    QHash<int, QString> m_directories; // watch -> directory
};
