// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/settings/sources_dialog.h"

#include "ui/shared/line_field.h"
#include "ui/shared/plain_text.h"
#include "ui/shared/text_block.h"
#include "ui/shared/tray_icon_painter.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <utility>

SourcesDialog::SourcesDialog(const QList<SkillSourceEntry> &sources, const QString &fault, QWidget *parent)
    : QDialog(parent)
    , m_before(sources)
    , m_sources(sources)
    , m_broken(!fault.isEmpty())
{
    setWindowTitle(tr("Skills from – Skills Tray"));
    setWindowIcon(::windowIcon());
    auto *hint =
        new QLabel(tr("Where two sources have the same skill, the upper one counts. A folder need not exist."));
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    m_problem = new TextBlock(5);
    m_problem->setObjectName(QStringLiteral("problem"));
    auto *column = new QVBoxLayout(this);
    column->addWidget(hint);
    column->addWidget(buildList(), 1);
    column->addWidget(buildRepository());
    column->addWidget(m_problem);
    column->addWidget(buildFooter());
    setProblem(fault);
    showSources(0);
    resize(sizeHint().expandedTo(QSize(fontMetrics().averageCharWidth() * 80, 0)));
}

QWidget *SourcesDialog::buildList()
{
    auto *area = new QWidget;
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(0, 0, 0, 0);
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Sources of skills"));
    m_list->setObjectName(QStringLiteral("list"));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setIconSize(QSize(16, 16)); // the two icons come in different sizes
    auto *buttons = new QVBoxLayout;
    const auto button = [this, buttons](const QString &text, const char *name, auto act) {
        auto *made = new QPushButton(text);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        buttons->addWidget(made);
        connect(made, &QPushButton::clicked, this, act);
        return made;
    };
    m_folder = button(tr("Add &folder…"), "folder", &SourcesDialog::chooseFolder);
    m_up = button(tr("Move &up"), "up", [this] { move(-1); });
    m_down = button(tr("Move &down"), "down", [this] { move(1); });
    m_remove = button(tr("Re&move"), "remove", &SourcesDialog::removeChosen);
    m_undo = button(tr("U&ndo"), "undo", &SourcesDialog::undo);
    buttons->addStretch(1);
    row->addWidget(m_list, 1);
    row->addLayout(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &SourcesDialog::refresh);
    return area;
}

QWidget *SourcesDialog::buildRepository()
{
    auto *area = new QWidget;
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(0, 0, 0, 0);
    auto *label = new QLabel(tr("&Repository at GitHub"));
    m_repository = new LineField;
    m_repository->setObjectName(QStringLiteral("repository"));
    m_repository->setPlaceholderText(tr("OWNER/NAME or an address"));
    m_addRepository = new QPushButton(tr("&Add"));
    m_addRepository->setObjectName(QStringLiteral("addRepository"));
    m_addRepository->setAutoDefault(false);
    label->setBuddy(m_repository);
    row->addWidget(label);
    row->addWidget(m_repository, 1);
    row->addWidget(m_addRepository);
    connect(m_repository, &QLineEdit::textChanged, this, &SourcesDialog::refresh);
    connect(m_addRepository, &QPushButton::clicked, this, &SourcesDialog::addRepository);
    return area;
}

QWidget *SourcesDialog::buildFooter()
{
    auto *area = new QWidget;
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(0, 0, 0, 0);
    auto *file = new QPushButton(tr("&Open the file"));
    file->setToolTip(tr("It holds more than this list, and its comments stay"));
    auto *cancel = new QPushButton(tr("&Cancel"));
    m_save = new QPushButton(tr("&Save"));
    for (QPushButton *button : {file, cancel})
        button->setAutoDefault(false);
    file->setObjectName(QStringLiteral("file"));
    cancel->setObjectName(QStringLiteral("cancel"));
    m_save->setObjectName(QStringLiteral("save"));
    m_save->setDefault(true);
    row->addWidget(file);
    row->addStretch(1);
    row->addWidget(m_save);
    row->addWidget(cancel);
    connect(file, &QPushButton::clicked, this, &SourcesDialog::openFileRequested);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] {
        // Return in the field of the repository means the repository, not the end.
        if (m_repository->hasFocus() && m_addRepository->isEnabled())
            addRepository();
        else
            emit sourcesAccepted(m_sources);
    });
    return area;
}

void SourcesDialog::setProblem(const QString &text)
{
    m_problem->setForeignText(text);
    m_problem->setVisible(!text.isEmpty());
}

void SourcesDialog::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Add a folder with skills"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    // Agents keep their skills in hidden folders.
    dialog->setFilter(dialog->filter() | QDir::Hidden);
    connect(dialog, &QFileDialog::fileSelected, this, &SourcesDialog::addFolder);
    dialog->open();
}

void SourcesDialog::addFolder(const QString &path)
{
    add(folderSource(path));
}

void SourcesDialog::addRepository()
{
    const std::optional<SkillSourceEntry> source = repositorySource(m_repository->text());
    if (!source)
        return;
    m_repository->clear();
    add(*source);
}

void SourcesDialog::add(const SkillSourceEntry &source)
{
    for (qsizetype i = 0; i < m_sources.size(); ++i) {
        if (m_sources.at(i).kind == source.kind && shortName(m_sources.at(i)) == shortName(source)) {
            m_list->setCurrentRow(int(i));
            return setProblem(tr("%1 is in the list already.").arg(shortName(source)));
        }
    }
    change(m_sources + QList{source}, m_sources.size());
}

void SourcesDialog::move(int by)
{
    const int from = m_list->currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= m_sources.size())
        return;
    QList<SkillSourceEntry> moved = m_sources;
    moved.move(from, to);
    change(moved, to);
}

void SourcesDialog::removeChosen()
{
    const int chosen = m_list->currentRow();
    if (chosen < 0)
        return;
    QList<SkillSourceEntry> left = m_sources;
    left.removeAt(chosen);
    change(left, std::min<qsizetype>(chosen, left.size() - 1));
}

void SourcesDialog::undo()
{
    if (m_earlier.isEmpty())
        return;
    m_sources = m_earlier.takeLast();
    setProblem(QString());
    showSources(m_list->currentRow());
}

void SourcesDialog::change(const QList<SkillSourceEntry> &sources, qsizetype chosen)
{
    m_earlier.append(std::exchange(m_sources, sources));
    setProblem(QString());
    showSources(chosen);
}

void SourcesDialog::showSources(qsizetype chosen)
{
    m_list->clear();
    for (const SkillSourceEntry &source : std::as_const(m_sources)) {
        const bool isFolder = source.kind == SkillSourceEntry::Folder;
        auto *item = new QListWidgetItem(style()->standardIcon(isFolder ? QStyle::SP_DirIcon : QStyle::SP_DriveNetIcon),
                                         oneLine(shortName(source), 1000), m_list);
        item->setToolTip(toolTipText(source.place));
    }
    m_list->setCurrentRow(int(std::clamp<qsizetype>(chosen, -1, m_sources.size() - 1)));
    refresh();
}

void SourcesDialog::refresh()
{
    const int row = m_list->currentRow();
    m_list->setEnabled(!m_broken);
    m_folder->setEnabled(!m_broken);
    m_repository->setEnabled(!m_broken);
    m_addRepository->setEnabled(!m_broken && repositorySource(m_repository->text()).has_value());
    m_up->setEnabled(!m_broken && row > 0);
    m_down->setEnabled(!m_broken && row >= 0 && row < m_sources.size() - 1);
    m_remove->setEnabled(!m_broken && row >= 0);
    m_undo->setEnabled(!m_earlier.isEmpty());
    m_save->setEnabled(!m_broken && (m_sources != m_before || m_addRepository->isEnabled()));
}
