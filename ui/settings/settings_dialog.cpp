// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/settings/settings_dialog.h"

#include "core/settings/command_line.h"
#include "ui/shared/action_button.h"
#include "ui/shared/line_field.h"
#include "ui/shared/plain_text.h"
#include "ui/shared/readable_colours.h"
#include "ui/shared/text_block.h"
#include "ui/shared/tray_icon_painter.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

static constexpr int HintLimit = 300;

static QLabel *headline(const QString &text)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

// A mnemonic needs to know its field, and the form knows it only where that is the whole row.
static void addRow(QFormLayout *form, const QString &text, QWidget *field, QLayout *row)
{
    auto *label = new QLabel(text);
    label->setBuddy(field);
    form->addRow(label, row);
}

static QLayout *row(QWidget *field, QWidget *hint, bool wideField)
{
    auto *layout = new QHBoxLayout;
    layout->addWidget(field, wideField ? 1 : 0);
    layout->addWidget(hint, wideField ? 0 : 1);
    return layout;
}

static QLabel *hintLabel()
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

static QLineEdit *readOnlyLine()
{
    auto *line = new QLineEdit;
    line->setReadOnly(true);
    return line;
}

static void showLine(QLineEdit *line, const QString &text)
{
    const QString clean = oneLine(text, 4000);
    if (line->text() == clean)
        return;
    line->setText(clean);
    line->setCursorPosition(0);
    line->setToolTip(toolTipText(clean));
}

SettingsDialog::SettingsDialog(const Settings &settings, Context context, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_runningWith(settings)
    , m_context(std::move(context))
{
    setWindowTitle(tr("Settings – Skills Tray"));
    setWindowIcon(::windowIcon());
    m_form = new QFormLayout;
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    buildBackend(m_form);
    buildStarting(m_form);
    buildLogAndIcon(m_form);
    auto *column = new QVBoxLayout(this);
    column->addLayout(m_form);
    column->addStretch(1);
    column->addWidget(buildFooter());

    m_textLater.setSingleShot(true);
    m_textLater.setInterval(400);
    connect(&m_textLater, &QTimer::timeout, this, &SettingsDialog::readFields);
    fill(settings);
    setStartsAtLogin(m_context.startsAtLogin, m_context.otherStarter);
    connectFields();
    refreshColours();
    resize(sizeHint().expandedTo(QSize(fontMetrics().averageCharWidth() * 100, 0)));
}

void SettingsDialog::buildBackend(QFormLayout *form)
{
    form->addRow(headline(tr("Backend")));
    m_kind = new QComboBox;
    m_kind->addItem(tr("Built-in"), int(BackendKind::Builtin));
    m_kind->addItem(tr("claude-skills-mcp"), int(BackendKind::ClaudeSkillsMcp));
    m_kind->addItem(tr("Another program"), int(BackendKind::Custom));
    m_kindHint = hintLabel();
    addRow(form, tr("&Kind"), m_kind, row(m_kind, m_kindHint, false));
    m_program = new LineField;
    m_program->setPlaceholderText(tr("A name or a path"));
    form->addRow(tr("Pro&gram"), m_program);
    m_port = new QSpinBox;
    m_port->setRange(1024, 65535);
    m_port->setKeyboardTracking(false); // not each digit is a port
    addRow(form, tr("&Port"), m_port, row(m_port, new QWidget, false));
    m_sources = readOnlyLine();
    m_editSources = new QPushButton(tr("E&dit…"));
    m_editSources->setAutoDefault(false);
    m_editSources->setToolTip(tr("Add, order and remove sources"));
    addRow(form, tr("&Skills from"), m_sources, row(m_sources, m_editSources, true));
    m_arguments = new QLineEdit;
    m_argumentsLabel = new QLabel;
    m_argumentsLabel->setBuddy(m_arguments);
    form->addRow(m_argumentsLabel, m_arguments);
    m_preview = readOnlyLine();
    m_preview->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    form->addRow(tr("&Will run"), m_preview);

    m_kind->setObjectName(QStringLiteral("kind"));
    m_program->setObjectName(QStringLiteral("program"));
    m_port->setObjectName(QStringLiteral("port"));
    m_sources->setObjectName(QStringLiteral("sources"));
    m_editSources->setObjectName(QStringLiteral("editSources"));
    m_arguments->setObjectName(QStringLiteral("arguments"));
    m_preview->setObjectName(QStringLiteral("preview"));
}

void SettingsDialog::buildStarting(QFormLayout *form)
{
    form->addRow(headline(tr("Starting and stopping")));
    m_atLaunch = new QCheckBox(tr("Start the &backend when Skills Tray starts"));
    m_atLogin = new QCheckBox(tr("Start Skills Tray at &login"));
    form->addRow(QString(), m_atLaunch);
    form->addRow(QString(), m_atLogin);
    m_atLoginHint = hintLabel();
    form->addRow(QString(), m_atLoginHint);
    m_grace = new QSpinBox;
    m_grace->setRange(0, 60);
    m_grace->setSuffix(tr(" s"));
    m_grace->setKeyboardTracking(false);
    m_graceHint = hintLabel();
    m_graceHint->setText(tr("then its processes are killed"));
    addRow(form, tr("&Time to end by itself"), m_grace, row(m_grace, m_graceHint, false));

    m_atLaunch->setObjectName(QStringLiteral("atLaunch"));
    m_atLogin->setObjectName(QStringLiteral("atLogin"));
    m_atLoginHint->setObjectName(QStringLiteral("atLoginHint"));
    m_grace->setObjectName(QStringLiteral("grace"));
}

void SettingsDialog::buildLogAndIcon(QFormLayout *form)
{
    form->addRow(headline(tr("Log")));
    m_logMemory = new QSpinBox;
    m_logMemory->setRange(MinimumLogMemoryMiB, MaximumLogMemoryMiB);
    m_logMemory->setSuffix(tr(" MiB"));
    m_logMemory->setKeyboardTracking(false);
    m_logMemoryHint = hintLabel();
    m_logMemoryHint->setText(tr("for the newest lines, from the next start of Skills Tray on"));
    addRow(form, tr("&Memory"), m_logMemory, row(m_logMemory, m_logMemoryHint, false));
    form->addRow(headline(tr("Tray icon")));
    m_colours = new QComboBox;
    m_colours->addItem(tr("Automatic"), int(IconColours::Automatic));
    m_colours->addItem(tr("For a light panel"), int(IconColours::Light));
    m_colours->addItem(tr("For a dark panel"), int(IconColours::Dark));
    addRow(form, tr("&Colours"), m_colours, row(m_colours, new QWidget, false));

    m_logMemory->setObjectName(QStringLiteral("logMemory"));
    m_colours->setObjectName(QStringLiteral("colours"));
}

QWidget *SettingsDialog::buildFooter()
{
    auto *footer = new QWidget;
    auto *layout = new QHBoxLayout(footer);
    layout->setContentsMargins(0, 0, 0, 0);
    m_footer = new TextBlock(4);
    m_footer->setObjectName(QStringLiteral("footer"));
    m_restart = new ActionButton(tr("&Restart now"));
    m_restart->setObjectName(QStringLiteral("restart"));
    m_restart->setAutoDefault(false);
    m_restart->setSuggested(true);
    QSizePolicy policy = m_restart->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // the text beside it stays where it is
    m_restart->setSizePolicy(policy);
    auto *closeButton = new QPushButton(tr("Cl&ose"));
    closeButton->setObjectName(QStringLiteral("close"));
    closeButton->setAutoDefault(false);
    layout->addWidget(m_footer, 1);
    layout->addWidget(m_restart);
    layout->addWidget(closeButton);
    connect(m_restart, &QPushButton::clicked, this, [this] {
        readFields();
        emit restartRequested();
    });
    connect(closeButton, &QPushButton::clicked, this, &QDialog::close);
    return footer;
}

/// Enter takes over what a field has; who would close the dialog with it never saw what follows from a change.
void SettingsDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        return QDialog::keyPressEvent(event);
    if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
        button->click();
    else
        readFields();
    event->accept();
}

void SettingsDialog::connectFields()
{
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SettingsDialog::changeKind);
    connect(m_port, &QSpinBox::valueChanged, this, &SettingsDialog::readFields);
    connect(m_grace, &QSpinBox::valueChanged, this, &SettingsDialog::readFields);
    connect(m_logMemory, &QSpinBox::valueChanged, this, &SettingsDialog::readFields);
    connect(m_colours, &QComboBox::currentIndexChanged, this, &SettingsDialog::readFields);
    connect(m_atLaunch, &QCheckBox::toggled, this, &SettingsDialog::readFields);
    for (QLineEdit *line : {m_program, m_arguments}) {
        connect(line, &QLineEdit::textEdited, &m_textLater, qOverload<>(&QTimer::start));
        connect(line, &QLineEdit::editingFinished, this, &SettingsDialog::readFields);
    }
    connect(m_atLogin, &QCheckBox::clicked, this, &SettingsDialog::startAtLoginRequested);
    connect(m_editSources, &QPushButton::clicked, this, &SettingsDialog::editSourcesRequested);
}

BackendKind SettingsDialog::chosenKind() const
{
    return BackendKind(m_kind->currentData().toInt());
}

void SettingsDialog::fill(const Settings &settings)
{
    m_showing = true;
    m_textLater.stop();
    m_settings = settings;
    m_kind->setCurrentIndex(m_kind->findData(int(settings.kind)));
    m_program->setText(settings.command);
    m_port->setValue(settings.port);
    m_arguments->setText(joinCommandLine(settings.arguments));
    m_atLaunch->setChecked(settings.startAtLaunch);
    m_grace->setValue(settings.graceSeconds);
    m_logMemory->setValue(settings.logMemoryMiB);
    m_colours->setCurrentIndex(m_colours->findData(int(settings.iconColours)));
    m_badInput.clear();
    m_showing = false;
    refreshKind();
    refreshPreview();
    refreshFooter();
}

void SettingsDialog::setSettings(const Settings &settings)
{
    if (settings != m_settings)
        fill(settings);
}

void SettingsDialog::changeKind()
{
    if (m_showing)
        return;
    // A custom program's arguments mean nothing to the others: each kind keeps its own.
    Settings changed = m_settings;
    changed.arguments = splitCommandLine(m_arguments->text()).value_or(m_settings.arguments);
    changed.useKind(chosenKind());
    m_arguments->setText(joinCommandLine(changed.arguments));
    readFieldsInto(changed);
}

void SettingsDialog::readFields()
{
    if (!m_showing)
        readFieldsInto(m_settings);
}

/// `changed`: with the kind that is chosen.
void SettingsDialog::readFieldsInto(Settings changed)
{
    m_textLater.stop();
    changed.command = m_program->text().trimmed();
    changed.port = m_port->value();
    changed.startAtLaunch = m_atLaunch->isChecked();
    changed.graceSeconds = m_grace->value();
    changed.logMemoryMiB = m_logMemory->value();
    changed.iconColours = IconColours(m_colours->currentData().toInt());
    const auto arguments = splitCommandLine(m_arguments->text());
    if (arguments)
        changed.arguments = *arguments;
    m_badInput = arguments ? QString() : tr("A quote is missing in the arguments; they are not saved yet.");
    if (changed != m_settings)
        handBack(changed);
    refreshKind();
    refreshPreview();
    refreshFooter();
}

void SettingsDialog::handBack(const Settings &settings)
{
    m_settings = settings;
    emit settingsAccepted(settings);
}

void SettingsDialog::refreshKind()
{
    const bool custom = m_settings.kind == BackendKind::Custom;
    m_program->setVisible(custom);
    m_form->labelForField(m_program)->setVisible(custom);
    m_argumentsLabel->setText(custom ? tr("&Arguments") : tr("Extra &arguments"));
    m_arguments->setToolTip(custom ? tr("{host}, {port} and {config} are filled in") : QString());
    switch (m_settings.kind) {
    case BackendKind::Builtin:
        m_kindHint->setText(tr("starts at once, no Python"));
        return;
    case BackendKind::ClaudeSkillsMcp:
        m_kindHint->setText(tr("searches by meaning; several GB"));
        return;
    case BackendKind::Custom:
        m_kindHint->setText(tr("a server you bring yourself"));
        return;
    }
    Q_UNREACHABLE();
}

void SettingsDialog::refreshPreview()
{
    if (m_context.commandPreview)
        showLine(m_preview, joinCommandLine(m_context.commandPreview(m_settings)));
    if (m_context.skillSources)
        showLine(m_sources, m_context.skillSources(m_settings).join(QStringLiteral("  ·  ")));
}

/// What the backend was started with, as far as it decides how it runs.
static Settings launchPart(const Settings &settings)
{
    Settings part;
    part.kind = settings.kind;
    part.host = settings.host;
    part.port = settings.port;
    part.config = settings.config;
    part.command = settings.kind == BackendKind::Custom ? settings.command : QString();
    part.arguments = settings.arguments;
    return part;
}

void SettingsDialog::refreshFooter()
{
    Settings withOldPort = launchPart(m_settings);
    withOldPort.port = m_runningWith.port;
    const bool settingsDiffer = launchPart(m_settings) != launchPart(m_runningWith);
    const bool differs = m_context.running && (settingsDiffer || m_context.sourcesChanged);
    const bool onlyPort = differs && !m_context.sourcesChanged && withOldPort == launchPart(m_runningWith);
    const bool onlySources = differs && !settingsDiffer;
    QString text;
    if (!m_badInput.isEmpty())
        text = m_badInput;
    else if (!m_problem.isEmpty())
        text = m_problem;
    else if (onlyPort)
        text = tr("The port takes effect after a restart of the backend.");
    else if (onlySources)
        text = tr("The changed sources are read after a restart of the backend.");
    else if (differs)
        text = tr("The changes take effect after a restart of the backend.");
    m_footer->setForeignText(text);
    m_restart->setVisible(differs);
    refreshColours();
}

void SettingsDialog::refreshColours()
{
    const QPalette around = QApplication::palette();
    const QColor ground = around.color(QPalette::Window);
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, quietOn(ground, around.color(QPalette::WindowText)));
    m_kindHint->setPalette(quiet);
    m_graceHint->setPalette(quiet);
    m_logMemoryHint->setPalette(quiet);
    QPalette footer = quiet;
    if (!m_badInput.isEmpty() || !m_problem.isEmpty())
        footer.setColor(QPalette::WindowText, readableOn(ground, QColor(0xc6, 0x28, 0x2d)));
    m_footer->setPalette(footer);
}

void SettingsDialog::setRunning(bool running, const Settings &runningWith)
{
    m_context.running = running;
    m_runningWith = runningWith;
    refreshFooter();
}

void SettingsDialog::setStartsAtLogin(bool enabled, const QString &otherStarter)
{
    m_atLogin->setChecked(enabled);
    // An entry that is there can be taken away.
    m_atLogin->setEnabled(enabled || otherStarter.isEmpty());
    const QString shown = oneLine(otherStarter, HintLimit); // it names files
    m_atLogin->setAccessibleDescription(shown);
    m_atLoginHint->setText(shown);
    m_form->setRowVisible(m_atLoginHint, !otherStarter.isEmpty());
}

void SettingsDialog::setSourcesChanged(bool changed)
{
    m_context.sourcesChanged = changed;
    refreshPreview();
    refreshFooter();
}

void SettingsDialog::setProblem(const QString &text)
{
    m_problem = text;
    refreshFooter();
}

void SettingsDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_footer)
        refreshColours();
}

// What was typed last is not lost when the dialog goes.
void SettingsDialog::hideEvent(QHideEvent *event)
{
    readFields();
    QDialog::hideEvent(event);
}
