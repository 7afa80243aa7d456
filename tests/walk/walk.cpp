// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/walk/walk.h"

#include "tests/support/probes.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

#include <cstdio>

#include <csignal>

using namespace Qt::StringLiterals;

static constexpr int StepsBetweenRests = 60;
static constexpr int LastStepsTold = 25;
// With both cores kept busy by others. What is promised in time is measured elsewhere; here nothing may be forgotten.
static constexpr int PatienceMs = 30'000;
static constexpr qint64 MemoryAllowed = 64 * 1024 * 1024;
static constexpr char MarkName[] = "SKILLS_WALK";

/// What the backend is like until the settings change again. The first is a good one.
static const QList<QStringList> &backends()
{
    static const QList<QStringList> all = {
        {},
        {u"--quiet"_s, u"--load-seconds=1"_s},
        {u"--log-every=20"_s, u"--children=2"_s},
        {u"--ignore-term"_s},
        {u"--ignore-term"_s, u"--children=4"_s},
        {u"--children=3"_s, u"--slow-term=600"_s},
        {u"--grandchild=setsid"_s},
        {u"--grandchild=doublefork"_s, u"--grandchild-ignore-term"_s},
        {u"--grandchild=envwipe"_s, u"--ignore-term"_s},
        {u"--grandchild=respawn"_s, u"--grandchild-ignore-term"_s},
        {u"--grandchild=storm"_s, u"--grandchild-ignore-term"_s},
        {u"--grandchild=zombie"_s, u"--hold-stdout"_s},
        {u"--exit-after=0"_s, u"--exit-code=1"_s},
        {u"--exit-after=0.4"_s, u"--exit-code=3"_s, u"--children=1"_s},
        {u"--exit-after=0.3"_s, u"--grandchild=doublefork"_s, u"--grandchild-ignore-term"_s},
        {u"--die-signal=SEGV"_s, u"--exit-after=0.2"_s},
        {u"--exit-after=0.3"_s, u"--exit-code=0"_s},
        {u"--health=hang"_s},
        {u"--health=status=503"_s, u"--health-from=4"_s},
        {u"--health=flip"_s},
        {u"--health=garbage"_s},
        {u"--health=slow-body"_s},
        {u"--listen-after=0.5"_s},
        {u"--no-listen"_s},
        {u"--stop-self"_s},
        {u"--log=flood"_s, u"--lines=20000"_s, u"--log-to=both"_s},
        {u"--log=partial"_s},
    };
    return all;
}

const QList<Walk::Step> &Walk::steps()
{
    static const QList<Step> all = {
        {"start", 14, &Walk::start},
        {"stop", 7, &Walk::stop},
        {"restart", 6, &Walk::restart},
        {"force stop", 3, &Walk::forceStop},
        {"settings", 12, &Walk::changeSettings},
        {"watch", 3, &Walk::watchOrNot},
        {"quit", 2, &Walk::quit},
        {"die", 2, &Walk::die},
        {"signal to the guard", 6, &Walk::signalGuard},
        {"signal to the leader", 6, &Walk::signalLeader},
        {"signal to somebody", 5, &Walk::signalSomebody},
        {"freeze", 4, &Walk::freezeSomebody},
        {"port taken", 4, &Walk::portTaken},
        {"port freed", 6, &Walk::portFreed},
        {"we stand still", 2, &Walk::standStillOurselves},
        {"no descriptors", 2, &Walk::runOutOfDescriptors},
        {"record spoilt", 2, &Walk::spoilTheRecord},
    };
    return all;
}

Walk::Walk(const WalkOptions &options)
    : m_options(options)
{
    m_stage = std::make_unique<Stage>();
    // Where a command line of its own is not to be had, the environment tells whose it is.
    qputenv(MarkName, m_stage->tree.mark().toUtf8());
    m_stage->options.unresponsiveAfterMs = 1000;
    m_stage->options.counterResetMs = 2000;
    m_stage->settings.graceSeconds = 1;
    m_surroundings = std::make_unique<Surroundings>(QString::fromLatin1(MarkName), m_stage->port);
    follow();
    m_pulse = std::make_unique<Pulse>();
}

Walk::~Walk()
{
    m_freezer.thawAll();
    m_surroundings.reset();
}

QJsonObject Walk::run()
{
    int total = 0;
    for (const Step &step : steps())
        total += step.weight;
    m_clock.start();
    qint64 reportAtMs = 60'000;
    checkRest();
    while (m_clock.elapsed() < m_options.seconds * 1000LL && !isOver()) {
        Dice dice(m_options.seed, quint64(++m_steps));
        int at = dice.below(total);
        const Step *step = nullptr;
        for (const Step &one : steps()) {
            step = &one;
            if ((at -= one.weight) < 0)
                break;
        }
        m_last.append(u"%1 %2 (%3)"_s.arg(m_steps).arg(QLatin1String(step->name), stateName(m_stage->state())));
        if (m_last.size() > LastStepsTold)
            m_last.removeFirst();
        m_pulse->setScene(m_last.constLast());
        (this->*step->act)(dice);
        // Often the next thing happens before the last one has been noticed.
        spin(dice.oneIn(3) ? 0 : dice.between(m_options.leastPauseMs, m_options.mostPauseMs));
        m_freezer.thawDue();
        checkNow();
        if (m_steps % StepsBetweenRests == 0)
            checkRest();
        if (m_clock.elapsed() >= reportAtMs) {
            reportAtMs += 60'000;
            report();
        }
    }
    checkRest();
    report();
    QJsonObject entered;
    for (auto it = m_entered.cbegin(); it != m_entered.cend(); ++it)
        entered.insert(it.key(), it.value());
    return {{u"seed"_s, QString::number(m_options.seed)},
            {u"steps"_s, m_steps},
            {u"rests"_s, m_rests},
            {u"seconds"_s, m_clock.elapsed() / 1000},
            {u"entered"_s, entered},
            {u"survivors"_s, m_survivors},
            {u"strangers_harmed"_s, m_strangersHarmed},
            {u"memory_grown_bytes"_s, m_bytesGrown},
            {u"descriptors_grown"_s, m_descriptorsGrown},
            {u"longest_silence_ms"_s, m_pulse->longestSilenceMs()},
            {u"longest_own_silence_ms"_s, m_pulse->longestOwnSilenceMs()},
            {u"silent_at"_s, m_pulse->sceneOfIt()},
            {u"faults"_s, QJsonArray::fromStringList(m_faults)}};
}

// What can happen.

void Walk::start(Dice &)
{
    m_stage->supervisor().start();
}

void Walk::stop(Dice &dice)
{
    if (dice.oneIn(2))
        m_stage->supervisor().stop();
    else
        m_stage->supervisor().stop(dice.between(0, 800));
}

void Walk::restart(Dice &)
{
    m_stage->supervisor().restart();
}

void Walk::forceStop(Dice &)
{
    m_stage->supervisor().forceStop();
}

void Walk::changeSettings(Dice &dice)
{
    const QStringList backend = dice.oneIn(3) ? backends().constFirst() : dice.of(backends());
    const int grace = dice.below(2);
    const int odd = dice.below(20);
    m_stage->settings.graceSeconds = grace;
    m_stage->settings.config.clear();
    m_stage->settings.port = odd == 0 ? freePort() : m_stage->port;
    useBackend(backend);
    if (odd == 1) {
        m_stage->settings.command = m_stage->directory.filePath(u"no-such-program"_s);
    } else if (odd == 2 && !m_options.realBackend.isEmpty()) {
        m_stage->settings.command = m_options.realBackend + u"/venv/bin/claude-skills-mcp-backend"_s;
        m_stage->settings.config = m_options.realBackend + u"/skills.json"_s;
        m_stage->settings.arguments =
            QStringList{u"--config"_s, u"{config}"_s, u"--host"_s, u"{host}"_s, u"--port"_s, u"{port}"_s};
    }
    m_stage->supervisor().useSettings(m_stage->settings);
}

void Walk::watchOrNot(Dice &)
{
    if (m_stage->status().watching)
        m_stage->supervisor().stopWatching();
    else
        m_stage->supervisor().watch();
}

// In good order, and another Skills Tray is started.
void Walk::quit(Dice &)
{
    m_freezer.thawAll();
    m_stage->supervisor().stop();
    if (!spinUntil([this] { return m_stage->supervisor().isTreeEmpty(); }, PatienceMs))
        return fault(u"quit: the tree has not ended"_s);
    checkNow();
    m_stage->replaceSupervisor();
    follow();
    m_pulse->forgive();
}

// Without warning: nobody asks the guard for anything, and another Skills Tray is started.
void Walk::die(Dice &)
{
    m_freezer.thawAll();
    m_stage->replaceSupervisor();
    m_stage->intake.finishStreams();
    m_countsAreWhole = false;
    m_pulse->forgive();
    // Where the guard was killed a moment before, the next start finds what is left.
    if (!spinUntil([this] { return m_stage->living().isEmpty(); }, 3000)) {
        useBackend({});
        m_stage->supervisor().start();
        (void)spinUntil([this] { return m_stage->state() != State::Starting; }, PatienceMs);
        m_stage->supervisor().forceStop();
        if (!spinUntil([this] { return m_stage->state() == State::Stopped && m_stage->living().isEmpty(); },
                       PatienceMs)) {
            tellSurvivors(u"after our death and a new start there is left: "_s);
        }
    }
    follow();
}

void Walk::tellSurvivors(const QString &when)
{
    const QList<ProcessIdentity> all = livingOnes();
    m_survivors += int(all.size());
    fault(when + QString::fromUtf8(m_stage->tree.describe()));
    for (const ProcessIdentity &one : all)
        (void)sendSignal(one, SIGKILL);
}

void Walk::signalGuard(Dice &dice)
{
    const int signal = dice.of(QList<int>{SIGKILL, SIGTERM, SIGSEGV, SIGSTOP, SIGINT, SIGABRT});
    const int ms = dice.between(50, 3000);
    const std::optional<qint64> pid = m_stage->status().guardPid;
    const std::optional<ProcessIdentity> guard = pid ? identityOf(*pid) : std::nullopt;
    if (!guard)
        return;
    if (signal == SIGSTOP)
        m_freezer.freeze(*guard, ms);
    else
        (void)sendSignal(*guard, signal);
}

void Walk::signalLeader(Dice &dice)
{
    const int signal = dice.of(QList<int>{SIGKILL, SIGTERM, SIGSEGV, SIGSTOP, SIGHUP, SIGABRT});
    const int ms = dice.between(50, 3000);
    const std::optional<qint64> pid = m_stage->status().pid;
    const std::optional<ProcessIdentity> leader = pid ? identityOf(*pid) : std::nullopt;
    if (!leader)
        return;
    if (signal == SIGSTOP)
        m_freezer.freeze(*leader, ms);
    else
        (void)sendSignal(*leader, signal);
}

void Walk::signalSomebody(Dice &dice)
{
    const int which = dice.below(1000);
    const int signal = dice.of(QList<int>{SIGKILL, SIGTERM, SIGSEGV});
    const QList<ProcessIdentity> all = livingOnes();
    m_pulse->forgive();
    if (!all.isEmpty())
        (void)sendSignal(all.at(which % all.size()), signal);
}

void Walk::freezeSomebody(Dice &dice)
{
    const int which = dice.below(1000);
    const bool everybody = dice.oneIn(3);
    const int ms = dice.between(50, 3000);
    const QList<ProcessIdentity> all = livingOnes();
    m_pulse->forgive();
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (everybody || i == which % all.size())
            m_freezer.freeze(all.at(i), ms);
    }
}

void Walk::portTaken(Dice &)
{
    m_surroundings->takePort();
    m_pulse->forgive();
}

void Walk::portFreed(Dice &)
{
    m_surroundings->freePort();
    m_pulse->forgive();
}

void Walk::standStillOurselves(Dice &dice)
{
    standStill(dice.between(50, 2500));
    m_pulse->forgive();
}

void Walk::runOutOfDescriptors(Dice &dice)
{
    const int ms = dice.between(0, 300);
    {
        const NoDescriptors shortage;
        m_stage->supervisor().start();
        spin(ms);
    }
    // Qt says so too.
    WarningWatch::forget();
}

void Walk::spoilTheRecord(Dice &dice)
{
    const int how = dice.below(3);
    const QString path = m_stage->paths.ownerFile();
    QFile file(path);
    if (how == 0)
        QFile::remove(path);
    else if (QFile::exists(path) && file.open(QIODevice::ReadWrite))
        file.write(how == 1 ? "{" : "\0\xff garbage");
}

// What must hold.

void Walk::follow()
{
    Supervisor *supervisor = &m_stage->supervisor();
    m_state = supervisor->status().state;
    m_wasEmpty = supervisor->isTreeEmpty();
    connect(supervisor, &Supervisor::statusChanged, this, &Walk::onStatus, Qt::UniqueConnection);
}

void Walk::onStatus(const Status &status)
{
    m_stage->told.clear(); // hours of them
    if (status.state != m_state) {
        if (!isAllowed(m_state, status.state))
            fault(u"from %1 to %2 is no way"_s.arg(stateName(m_state), stateName(status.state)));
        m_state = status.state;
        ++m_entered[stateName(status.state)];
    }
    const bool isEmpty = m_stage->supervisor().isTreeEmpty();
    const bool becameEmpty = isEmpty && !m_wasEmpty;
    m_wasEmpty = isEmpty;
    if (status.state == State::Stopped && !isEmpty)
        fault(u"stopped, and something may live"_s);
    if (becameEmpty)
        checkNow();
}

void Walk::checkNow()
{
    if (m_stage->supervisor().isTreeEmpty()) {
        if (!m_stage->living().isEmpty())
            tellSurvivors(stateName(m_stage->state()) + u", the tree is said to be empty, and there is "_s);
    }
    if (const QString harm = m_surroundings->harm(); !harm.isEmpty()) {
        ++m_strangersHarmed;
        fault(harm);
    }
    if (const QByteArray warnings = WarningWatch::all(); !warnings.isEmpty()) {
        WarningWatch::forget();
        fault(u"a warning: "_s + QString::fromUtf8(warnings));
    }
    checkLog();
    m_pulse->forgive();
}

void Walk::checkLog()
{
    const LogStore &store = m_stage->store;
    if (store.count() + store.dropped() != store.received() ||
        store.received(Origin::Tray) + store.received(Origin::Out) + store.received(Origin::Err) != store.received())
        fault(u"the log's counts do not add up"_s);
    static const QRegularExpression ended(u"^Output ended after (\\d+) lines? \\(stdout (\\d+), stderr (\\d+)\\)$"_s);
    if (store.firstNumber() > m_readTo)
        m_countsAreWhole = false;
    for (qint64 number = std::max(m_readTo, store.firstNumber()); number < store.endNumber(); ++number) {
        const LineView line = store.line(number);
        if (line.origin != Origin::Tray)
            continue;
        const QRegularExpressionMatch match = ended.match(QString::fromUtf8(line.text));
        if (!match.hasMatch())
            continue;
        m_toldOut += match.captured(2).toLongLong();
        m_toldErr += match.captured(3).toLongLong();
        if (match.captured(1).toLongLong() != match.captured(2).toLongLong() + match.captured(3).toLongLong())
            fault(u"a run's lines do not add up: "_s + match.captured());
    }
    m_readTo = store.endNumber();
}

// Everything is let go. Whatever has happened: a start leads to Ready and a stop to Stopped, and nothing was lost.
void Walk::checkRest()
{
    if (isOver())
        return;
    ++m_rests;
    m_pulse->setScene(u"at rest"_s);
    m_freezer.thawAll();
    m_surroundings->freePort();
    m_pulse->forgive();
    Supervisor &supervisor = m_stage->supervisor();
    supervisor.stopWatching();
    supervisor.stop();
    const auto hasStopped = [this] { return m_stage->state() == State::Stopped && m_stage->living().isEmpty(); };
    if (!spinUntil(hasStopped, PatienceMs))
        return fault(u"it has not stopped: "_s + m_stage->status().message);
    checkNow();
    const LogStore &store = m_stage->store;
    if (m_countsAreWhole && (m_toldOut != store.received(Origin::Out) - m_outBefore ||
                             m_toldErr != store.received(Origin::Err) - m_errBefore))
        fault(u"the runs told of %1 and %2 lines, the log has %3 and %4"_s.arg(m_toldOut)
                  .arg(m_toldErr)
                  .arg(store.received(Origin::Out) - m_outBefore)
                  .arg(store.received(Origin::Err) - m_errBefore));
    m_toldOut = m_toldErr = 0;
    m_outBefore = store.received(Origin::Out);
    m_errBefore = store.received(Origin::Err);
    m_countsAreWhole = true;

    m_stage->settings.graceSeconds = 1;
    m_stage->settings.config.clear();
    m_stage->settings.port = m_stage->port;
    useBackend({u"--quiet"_s, u"--log=lines"_s, u"--lines=777"_s, u"--log-to=both"_s});
    supervisor.start();
    if (!spinUntil([this] { return m_stage->state() == State::Ready; }, PatienceMs))
        return fault(u"it does not become ready: "_s + m_stage->status().message);
    supervisor.stop();
    if (!spinUntil(hasStopped, PatienceMs))
        return fault(u"it does not stop: "_s + m_stage->status().message);
    checkNow();
    if (QFile::exists(m_stage->paths.ownerFile()))
        fault(u"nothing lives, and something is on record"_s);
    checkResources();
}

void Walk::checkResources()
{
    spin(50); // what is deleted later is deleted
    const int descriptors = FdProbe::openNow();
    const auto threads = int(QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
    const qint64 bytes = RssProbe::currentBytes() - m_stage->store.bytesUsed();
    if (const int zombies = zombieChildren(); zombies > 0)
        fault(u"%1 children are zombies"_s.arg(zombies));
    // What is kept from the first rest on was needed once: caches of Qt and of the system.
    if (m_rests == 2) {
        m_descriptors = descriptors;
        m_threads = threads;
        m_bytes = bytes;
    }
    if (!m_descriptors)
        return;
    m_descriptorsGrown = descriptors - *m_descriptors;
    m_bytesGrown = bytes - *m_bytes;
    if (m_descriptorsGrown > 0)
        fault(u"%1 descriptors more than before"_s.arg(m_descriptorsGrown));
    if (threads > *m_threads)
        fault(u"%1 threads more than before"_s.arg(threads - *m_threads));
    if (m_bytesGrown > MemoryAllowed)
        fault(u"%1 bytes more than before"_s.arg(m_bytesGrown));
}

void Walk::fault(const QString &text)
{
    m_faults.append(u"step %1: %2"_s.arg(m_steps).arg(text.trimmed()));
    std::fprintf(stderr, "FAULT, seed %llu, %s\n  steps before: %s\n", static_cast<unsigned long long>(m_options.seed),
                 qPrintable(m_faults.constLast()), qPrintable(m_last.join(u"; "_s)));
    const QStringList events = m_stage->events();
    for (const QString &event : events.mid(std::max<qsizetype>(0, events.size() - 15)))
        std::fprintf(stderr, "  log: %s\n", qPrintable(event));
}

void Walk::useBackend(const QStringList &arguments)
{
    m_stage->setBackend(arguments);
}

void Walk::spin(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

bool Walk::spinUntil(const std::function<bool()> &holds, int limitMs)
{
    QElapsedTimer clock;
    clock.start();
    while (!holds()) {
        m_pulse->forgive();
        if (clock.elapsed() > limitMs)
            return false;
        spin(20);
    }
    m_pulse->forgive();
    return true;
}

QList<ProcessIdentity> Walk::livingOnes() const
{
    QList<ProcessIdentity> all;
    for (const qint64 pid : m_stage->living()) {
        if (const std::optional<ProcessIdentity> one = identityOf(pid))
            all.append(*one);
    }
    return all;
}

void Walk::report()
{
    QStringList states;
    for (auto it = m_entered.cbegin(); it != m_entered.cend(); ++it)
        states.append(u"%1 %2"_s.arg(it.key()).arg(it.value()));
    std::printf(
        "seed %llu: %lld steps in %lld s; %s; descriptors %+d, memory %+lld kB, longest silence %lld ms, without "
        "waiting for a processor %lld ms (%s); %lld faults\n",
        static_cast<unsigned long long>(m_options.seed), static_cast<long long>(m_steps),
        static_cast<long long>(m_clock.elapsed() / 1000), qPrintable(states.join(u", "_s)), m_descriptorsGrown,
        static_cast<long long>(m_bytesGrown / 1024), static_cast<long long>(m_pulse->longestSilenceMs()),
        static_cast<long long>(m_pulse->longestOwnSilenceMs()), qPrintable(m_pulse->sceneOfIt()),
        static_cast<long long>(m_faults.size()));
    std::fflush(stdout);
}
