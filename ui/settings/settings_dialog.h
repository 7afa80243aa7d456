// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"

#include <QDialog>
#include <QTimer>

#include <functional>

class ActionButton;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class TextBlock;

/// Shows the settings and hands back each change at once.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    struct Context
    {
        std::function<QStringList(const Settings &)> commandPreview;
        std::function<QStringList(const Settings &)> skillSources; // what "Skills from" lists
        bool running = false;                                      // a change needs a restart to take effect
        bool startsAtLogin = false;
        QString otherStarter;        // who starts Skills Tray already; empty: nobody
        bool sourcesChanged = false; // since the backend was started
    };
    SettingsDialog(const Settings &settings, Context context, QWidget *parent = nullptr);

    /// `runningWith` is what the backend was started with; it matters only while it runs.
    void setRunning(bool running, const Settings &runningWith);
    void setStartsAtLogin(bool enabled, const QString &otherStarter = {});
    void setSourcesChanged(bool changed);
    /// Changed elsewhere (another port, the built-in backend): shown, not handed back.
    void setSettings(const Settings &settings);
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    /// Why the last change could not be saved; empty clears it.
    void setProblem(const QString &text);

signals:
    void settingsAccepted(const Settings &settings);
    void startAtLoginRequested(bool enabled);
    void restartRequested();
    void editSourcesRequested();

protected:
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildBackend(QFormLayout *form);
    void buildStarting(QFormLayout *form);
    void buildLogAndIcon(QFormLayout *form);
    QWidget *buildFooter();
    void connectFields();
    void fill(const Settings &settings);
    void readFields();
    void readFieldsInto(Settings changed);
    void changeKind();
    void handBack(const Settings &settings);
    void refreshKind();
    void refreshPreview();
    void refreshFooter();
    void refreshColours();
    [[nodiscard]] BackendKind chosenKind() const;

    Settings m_settings;
    Settings m_runningWith;
    Context m_context;
    QTimer m_textLater; // while somebody types
    QString m_problem;
    QString m_badInput;
    bool m_showing = false;

    QFormLayout *m_form = nullptr;
    QComboBox *m_kind = nullptr;
    QLabel *m_kindHint = nullptr;
    QLineEdit *m_program = nullptr;
    QSpinBox *m_port = nullptr;
    QLineEdit *m_sources = nullptr;
    QPushButton *m_editSources = nullptr;
    QLabel *m_argumentsLabel = nullptr;
    QLineEdit *m_arguments = nullptr;
    QLineEdit *m_preview = nullptr;
    QCheckBox *m_atLaunch = nullptr;
    QCheckBox *m_atLogin = nullptr;
    QLabel *m_atLoginHint = nullptr;
    QSpinBox *m_grace = nullptr;
    QLabel *m_graceHint = nullptr;
    QSpinBox *m_logMemory = nullptr;
    QLabel *m_logMemoryHint = nullptr;
    QComboBox *m_colours = nullptr;
    TextBlock *m_footer = nullptr;
    ActionButton *m_restart = nullptr;
};
