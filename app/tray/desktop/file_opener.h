// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

/// Opens a file in the program that the desktop has for it, or else the folder that it lies in.
class FileOpener : public QObject
{
    Q_OBJECT
public:
    explicit FileOpener(QObject *parent = nullptr);

    void open(const QString &file);

signals:
    void folderOpened(const QString &file); // there was no program for the file
    void failed(const QString &file);       // nor for the folder

private:
    enum class What { File, Folder };
    void tryTo(What what, const QString &file);
    void onRefused(What what, const QString &file);
};
