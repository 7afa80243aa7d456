// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/remedies.h"

#include "app/tray/settings_keeper.h"
#include "app/tray/wishes.h"
#include "core/backend/launch/backend_command.h"
#include "core/backend/launch/config_check.h"
#include "core/backend/supervisor.h"
#include "core/backend/words/failure_words.h"
#include "core/process/port_owner.h"
#include "ui/window/confirm_dialogs.h"
#include "ui/window/port_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHostAddress>

Remedies::Remedies(const Supervisor &supervisor, Wishes &wishes, SettingsKeeper &settings, Paths paths, QObject *parent)
    : QObject(parent)
    , m_supervisor(supervisor)
    , m_wishes(wishes)
    , m_settings(settings)
    , m_paths(std::move(paths))
{
    connect(&m_opener, &FileOpener::folderOpened, this, [this](const QString &file) {
        emit problem(tr("This desktop has no program for %1; its folder was opened.").arg(withTilde(file)));
    });
    connect(&m_opener, &FileOpener::failed, this, &Remedies::onNotOpened);
}

void Remedies::apply(Remedy remedy, QWidget *window)
{
    Settings settings = m_settings.current();
    switch (remedy) {
    case Remedy::UseAnotherPort:
        return useAnotherPort(window);
    case Remedy::AskOwnerToQuit:
        return askOwnerToQuit(window);
    case Remedy::WatchIt:
        return m_wishes.watch();
    case Remedy::StopWatching:
        return m_wishes.stopWatching();
    case Remedy::DownloadAndStart:
        settings.downloadAllowed = true;
        m_wishes.allowDownload();
        return startWith(settings);
    case Remedy::UseBuiltin:
        settings.useKind(BackendKind::Builtin);
        return startWith(settings);
    case Remedy::TryAgain:
        return m_wishes.start();
    case Remedy::AddFolder:
        emit sourcesRequested();
        return;
    case Remedy::ShowError:
        if (m_supervisor.status().errorLine)
            emit lineRequested(*m_supervisor.status().errorLine);
        return;
    case Remedy::OpenConfig:
        return openConfig();
    case Remedy::OpenSettings:
        emit settingsRequested();
        return;
    }
}

void Remedies::startWith(const Settings &settings)
{
    const QString notSaved = m_settings.accept(settings);
    if (!notSaved.isEmpty())
        emit problem(notSaved);
    m_wishes.restart();
}

void Remedies::useAnotherPort(QWidget *window)
{
    if (m_portDialog) {
        m_portDialog->raise();
        m_portDialog->activateWindow();
        return;
    }
    const Settings &settings = m_settings.current();
    const quint16 proposed = freePortAfter(QHostAddress(settings.host), quint16(settings.port));
    m_portDialog = new PortDialog(settings.port, proposed, window);
    m_portDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_portDialog, &PortDialog::portChosen, this, [this](int port) {
        Settings changed = m_settings.current();
        changed.port = port;
        startWith(changed);
    });
    m_portDialog->open();
}

void Remedies::askOwnerToQuit(QWidget *window)
{
    const Status &status = m_supervisor.status();
    if (!status.failure || !status.failure->portOwner)
        return;
    confirmAskToQuit(*status.failure->portOwner, status.port, window, [this] {
        const QString notAsked = m_wishes.askPortOwnerToQuit();
        if (!notAsked.isEmpty())
            emit problem(notAsked);
    });
}

void Remedies::openConfig()
{
    const QString file = backendConfigFile(m_settings.current(), m_paths);
    const ConfigPreparation prepared = prepareConfigFile(file);
    if (!prepared.error.isEmpty()) {
        emit problem(prepared.error);
        return;
    }
    m_opener.open(file);
}

void Remedies::onNotOpened(const QString &file)
{
    QGuiApplication::clipboard()->setText(file);
    emit problem(tr("This desktop has no program for %1; its path was copied, for an editor of yours.").arg(file));
}
