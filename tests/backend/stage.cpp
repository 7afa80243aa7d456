// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QRandomGenerator>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

// Outside the range from which the system takes ports for outgoing connections, such as our own polls.
static quint16 pickPort()
{
    for (;;) {
        const auto port = quint16(QRandomGenerator::global()->bounded(12'000, 32'000));
        QTcpServer server;
        if (server.listen(QHostAddress::LocalHost, port))
            return port;
    }
}

void StageTest::initTestCase()
{
    m_warnings.emplace();
}

void StageTest::cleanup()
{
    const QByteArray warnings = WarningWatch::all();
    WarningWatch::forget();
    QCOMPARE(warnings, QByteArray());
}

void StageTest::cleanupTestCase()
{
    m_warnings.reset();
}

Stage::Stage(const QStringList &backendArguments)
    : port(pickPort())
{
    const QString base = directory.path();
    paths.config = base + u"/config"_s;
    paths.state = base + u"/state"_s;
    paths.cache = base + u"/cache"_s;
    paths.runtime = base + u"/runtime"_s;
    paths.autostart = base + u"/autostart"_s;
    options.guardProgram = QStringLiteral(SKILLS_GUARD);
    options.builtinProgram = base + u"/no-builtin"_s;
    options.pollWhileStartingMs = 50;
    options.pollWhileLoadingMs = 50;
    options.pollWhenReadyMs = 200;
    options.backoffScale = 0.05;
    options.portLookMs = 200;
    settings.kind = BackendKind::Custom;
    settings.port = port;
    setBackend(backendArguments);
}

Stage::~Stage()
{
    m_supervisor.reset();
    // The guard ends what is left once the supervisor is gone.
    if (!QTest::qWaitFor([this] { return living().isEmpty(); }, 10'000))
        qCritical() << "processes left behind:" << tree.describe();
}

void Stage::setBackend(const QStringList &backendArguments)
{
    settings.command = QStringLiteral(SKILLS_FAKE_BACKEND);
    settings.arguments = QStringList{u"--host"_s, u"{host}"_s, u"--port"_s, u"{port}"_s, tree.tag()};
    settings.arguments += backendArguments;
    if (m_supervisor)
        m_supervisor->useSettings(settings);
}

Supervisor &Stage::supervisor()
{
    if (!m_supervisor)
        replaceSupervisor();
    return *m_supervisor;
}

void Stage::replaceSupervisor()
{
    m_supervisor.reset();
    m_supervisor = std::make_unique<Supervisor>(options, paths, store, intake);
    m_supervisor->useSettings(settings);
    QObject::connect(m_supervisor.get(), &Supervisor::statusChanged, m_supervisor.get(), [this](const Status &status) {
        told.push_back({monotonicMs(), status});
    });
}

QStringList Stage::states() const
{
    QStringList names;
    for (const Told &item : told) {
        const QString name = stateName(item.status.state);
        if (names.isEmpty() || names.constLast() != name)
            names.append(name);
    }
    return names;
}

int Stage::entered(State state) const
{
    return int(states().count(stateName(state)));
}

qint64 Stage::enteredAtMs(State state, int nth) const
{
    std::optional<State> last;
    for (const Told &item : told) {
        if (item.status.state == state && last != state && --nth == 0)
            return item.atMs;
        last = item.status.state;
    }
    return -1;
}

QStringList Stage::events() const
{
    QStringList texts;
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
        const LineView line = store.line(number);
        if (line.origin == Origin::Tray)
            texts.append(QString::fromUtf8(line.text));
    }
    return texts;
}

bool Stage::hasEvent(const QString &part) const
{
    return !events().filter(part).isEmpty();
}
