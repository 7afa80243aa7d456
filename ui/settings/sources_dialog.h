// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/skill_sources.h"

#include <QDialog>
#include <QList>

class LineField;
class QListWidget;
class QPushButton;
class TextBlock;

/// Shows where skills come from, to be added to, put in order and taken from; hands the whole list back on Save.
class SourcesDialog : public QDialog
{
    Q_OBJECT
public:
    /// `fault`: why the list cannot be edited; then nothing can be saved.
    SourcesDialog(const QList<SkillSourceEntry> &sources, const QString &fault, QWidget *parent = nullptr);

    [[nodiscard]] const QList<SkillSourceEntry> &sources() const { return m_sources; }
    /// Why it could not be saved; it stays open.
    void setProblem(const QString &text);
    void addFolder(const QString &path);

signals:
    /// The dialog closes only when its owner calls accept().
    void sourcesAccepted(const QList<SkillSourceEntry> &sources);
    void openFileRequested();

private:
    QWidget *buildList();
    QWidget *buildRepository();
    QWidget *buildFooter();
    void chooseFolder();
    void addRepository();
    void add(const SkillSourceEntry &source);
    void move(int by);
    void removeChosen();
    void undo();
    void change(const QList<SkillSourceEntry> &sources, qsizetype chosen);
    void showSources(qsizetype chosen);
    void refresh();

    QList<SkillSourceEntry> m_before;
    QList<SkillSourceEntry> m_sources;
    QList<QList<SkillSourceEntry>> m_earlier; // what Undo goes back to
    bool m_broken;

    QListWidget *m_list = nullptr;
    QPushButton *m_folder = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_undo = nullptr;
    LineField *m_repository = nullptr;
    QPushButton *m_addRepository = nullptr;
    TextBlock *m_problem = nullptr;
    QPushButton *m_save = nullptr;
};
