// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/file_opener.h"

#include <QFileInfo>
#include <QProcess>

FileOpener::FileOpener(QObject *parent)
    : QObject(parent)
{
}

void FileOpener::open(const QString &file)
{
    tryTo(What::File, file);
}

// Not QDesktopServices: that starts xdg-open too, and does not look whether it has opened anything.
void FileOpener::tryTo(What what, const QString &file)
{
    // Not a child of ours: some desktops' xdg-open lasts as long as the editor, and longer than we do.
    auto *opener = new QProcess; // NOLINT(cppcoreguidelines-owning-memory)
    opener->setStandardInputFile(QProcess::nullDevice());
    opener->setStandardOutputFile(QProcess::nullDevice());
    opener->setStandardErrorFile(QProcess::nullDevice());
    connect(opener, &QProcess::finished, opener, &QObject::deleteLater);
    connect(opener, &QProcess::errorOccurred, opener, [opener](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            opener->deleteLater();
    });
    connect(opener, &QProcess::errorOccurred, this, [this, what, file](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) // else finished() comes, too
            onRefused(what, file);
    });
    connect(opener, &QProcess::finished, this, [this, what, file](int code, QProcess::ExitStatus status) {
        // xdg-open(1), "Exit Codes"
        if (code != 0 || status != QProcess::NormalExit)
            onRefused(what, file);
        else if (what == What::Folder)
            emit folderOpened(file);
    });
    opener->start(QStringLiteral("xdg-open"), {what == What::File ? file : QFileInfo(file).absolutePath()},
                  QIODevice::NotOpen);
}

void FileOpener::onRefused(What what, const QString &file)
{
    if (what == What::File)
        tryTo(What::Folder, file);
    else
        emit failed(file);
}
