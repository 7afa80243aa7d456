// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/guard_channel.h"
#include "core/process/process_identity.h"
#include "core/process/start_failure.h"

#include <QByteArrayList>
#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <memory>
#include <optional>

/// Runs one guard and talks with it; one that falls silent when it should speak is woken, and killed if that is in
/// vain.
///
/// Every start() ends in exactly one failed() or ended(); nothing comes after it. Whoever deletes this object from one
/// of its signals uses deleteLater().
class GuardProgram : public QObject
{
    Q_OBJECT
public:
    /// `path`: absolute, of skills-tray-guard.
    explicit GuardProgram(QString path, QObject *parent = nullptr);
    /// What it guards is killed at once; the guard does it when its lifeline closes.
    ~GuardProgram() override;

    /// `arguments`: what it shall do; what it needs to talk with us is added.
    void start(int graceMs, const QStringList &arguments, const QProcessEnvironment &environment);
    void go();
    /// The grace it gives when nobody can ask it for another: because we have died.
    void setGrace(int graceMs);
    /// Asks it to end the tree. Repeated calls can only shorten the grace; one that would not is not sent.
    void stop(int graceMs);

    /// One that somebody has stopped could end nothing: it is woken. True: it was stopped.
    [[nodiscard]] bool wakeIfStopped() const;

    [[nodiscard]] std::optional<ProcessIdentity> identity() const { return m_identity; }
    /// What is left of the grace, once the end has begun.
    [[nodiscard]] std::optional<int> graceLeftMs() const;
    /// Reads what it wrote until now.
    void deliverOutput();

signals:
    void started(const ProcessIdentity &guard);
    void failed(StartFailure::Kind kind, const QString &cause); // never from inside start()
    void eventRead(const QByteArrayList &words);
    void standardOutput(const QByteArray &bytes);
    void standardError(const QByteArray &bytes);
    /// All its events and output were delivered before. `status`: its exit status; none when a signal ended it.
    void ended(std::optional<int> status);

private:
    void fail(StartFailure::Kind kind, const QString &cause);
    void readEvent(const QByteArray &line);
    void expectWord(int withinMs);
    void onSilence();

    QString m_path;
    GuardChannel m_channel;
    std::unique_ptr<QProcess> m_process;
    std::optional<ProcessIdentity> m_identity;
    QElapsedTimer m_clock;
    std::optional<qint64> m_killAtMs; // on m_clock: when the grace is over
    bool m_asked = false;
    QTimer m_silence;
    bool m_woken = false;
    bool m_over = false;
};

/// Text for people of the event "stuck PID:STATE:NAME ..."; empty when it names nobody.
[[nodiscard]] QString stuckText(const QByteArrayList &words);
