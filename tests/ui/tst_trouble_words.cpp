// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port/port_check.h"
#include "core/backend/status_of.h"
#include "core/backend/words/failure_words.h"
#include "core/backend/words/known_failures.h"
#include "core/backend/words/status_words.h"
#include "ui/window/header_texts.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// The words for trouble are written once, and docs/reliability.md has them as they are.
class TestTroubleWords : public QObject
{
    Q_OBJECT

private:
    static QString buttons(const QList<Remedy> &remedies)
    {
        QStringList names;
        for (const Remedy remedy : remedies)
            names.append(remedyText(remedy).remove(u'&'));
        if (!names.isEmpty())
            names.first() = u"**%1**"_s.arg(names.first());
        return names.isEmpty() ? u"–"_s : names.join(u", "_s);
    }

    static QString row(const QStringList &cells) { return u"| "_s + cells.join(u" | "_s) + u" |\n"_s; }

    static Status statusFor(const Failure &failure, const Trouble &trouble, State state)
    {
        Known known;
        known.machine.state = state;
        known.failure = failure;
        known.trouble = trouble;
        known.errorLine = 1;
        known.failures = 1;
        return statusOf(known);
    }

    static QString failureRow(const Failure &failure, const Trouble &trouble, State state = State::Failed)
    {
        const Status status = statusFor(failure, trouble, state);
        return row({u"`%1`"_s.arg(failureKindName(failure.kind)), status.message, status.trouble->title,
                    status.trouble->text, buttons(status.trouble->remedies)});
    }

    static QString failureRow(FailureKind kind, const FailureWords &words, State state = State::Failed)
    {
        return failureRow(failureOf(kind, words), troubleOf(words), state);
    }

    static QString portRows()
    {
        const PortOwner owner{.pid = 4711, .program = u"python3"_s, .user = u"ada"_s, .ownUser = true, .since = {}};
        return failureRow(FailureKind::PortInUse,
                          portOwnedWords(owner, 8765, u"python3 (process 4711, yours, since 18:02)"_s)) +
               failureRow(FailureKind::PortInUse, portOfUserWords(u"another user (uid 1001)"_s, 8765)) +
               failureRow(FailureKind::PortInUse, portUnseenWords(8765)) +
               failureRow(FailureKind::GaveUp, portWarWords(portUnseenWords(8765).cause, portUnseenWords(8765).answer));
    }

    static ExitReport exited(int code)
    {
        ExitReport report;
        report.exitCode = code;
        return report;
    }
    static ExitReport killed(int signal)
    {
        ExitReport report;
        report.signal = signal;
        return report;
    }

    static QString endRows()
    {
        ExitReport lost;
        lost.guardLost = true;
        const FailureWords ended = endedWords(u"PROGRAM"_s, exited(1), u"WORDS"_s);
        const FailureWords silent = endedWords(u"PROGRAM"_s, exited(1), {});
        FailureWords gaveUp = silent;
        gaveUp.cause = *gaveUpCause(RestartPolicy::Verdict::TooManyInARow, 8, silent.cause);
        FailureWords often = silent;
        often.cause = *gaveUpCause(RestartPolicy::Verdict::TooManyInTheWindow, 3, silent.cause);
        return failureRow(FailureKind::Exited, ended, State::Backoff) +
               failureRow(FailureKind::Exited, silent, State::Backoff) +
               failureRow(FailureKind::Crashed, endedWords(u"PROGRAM"_s, killed(SIGSEGV), {}), State::Backoff) +
               failureRow(FailureKind::Crashed, endedWords(u"PROGRAM"_s, killed(SIGKILL), {}), State::Backoff) +
               failureRow(FailureKind::GuardLost, endedWords(u"PROGRAM"_s, lost, {}), State::Backoff) +
               failureRow(FailureKind::Exited, lostPortWords(u"PROGRAM"_s, 8765), State::Backoff) +
               failureRow(FailureKind::Exited, backgroundWords(u"PROGRAM"_s)) +
               failureRow(FailureKind::StartTimeout, timeoutWords(u"PROGRAM"_s, 60'000)) +
               failureRow(FailureKind::Crashed, silentWords(u"PROGRAM"_s, 300'000, Silence::Idle), State::Backoff) +
               failureRow(FailureKind::GaveUp, gaveUp) + failureRow(FailureKind::GaveUp, often);
    }

    static QString startRows()
    {
        const auto shortage = StartFailure::Shortage;
        return failureRow(FailureKind::NotFound, noProgramWords()) +
               failureRow(FailureKind::NotFound, programMissingWords(u"PROGRAM"_s)) +
               failureRow(FailureKind::NotFound, uvxMissingWords(true)) +
               failureRow(FailureKind::NotFound, uvxMissingWords(false)) +
               failureRow(FailureKind::NotFound, builtinMissingWords(u"PATH"_s)) +
               failureRow(FailureKind::NotFound, refusedWords(StartFailure::GuardMissing, u"CAUSE"_s)) +
               failureRow(FailureKind::NotExecutable, notAProgramWords(u"PATH"_s, NoProgram::NotExecutable)) +
               failureRow(FailureKind::NotExecutable, notAProgramWords(u"PATH"_s, NoProgram::Directory)) +
               failureRow(FailureKind::NotExecutable, notAProgramWords(u"PATH"_s, NoProgram::Other)) +
               failureRow(FailureKind::CannotRun, nulWords()) +
               failureRow(FailureKind::CannotRun, uvxBrokenWords(u"CAUSE"_s, true)) +
               failureRow(FailureKind::CannotRun, addressWords(u"HOST"_s, 8765, u"CAUSE"_s)) +
               failureRow(FailureKind::CannotRun, refusedWords(StartFailure::CannotRun, u"CAUSE"_s)) +
               failureRow(FailureKind::CannotRun, refusedWords(shortage, u"CAUSE"_s), State::Backoff) +
               failureRow(FailureKind::CannotRun, impossibleWords(u"CAUSE"_s)) +
               failureRow(FailureKind::BadConfig, configMissingWords(u"FILE"_s)) +
               failureRow(FailureKind::BadConfig,
                          configBrokenWords(u"FILE, line 3, column 7: CAUSE"_s, BackendKind::Builtin)) +
               failureRow(FailureKind::BadConfig,
                          configBrokenWords(u"FILE, line 3, column 7: CAUSE"_s, BackendKind::ClaudeSkillsMcp)) +
               failureRow(FailureKind::BadConfig,
                          configBrokenWords(u"FILE, line 3, column 7: CAUSE"_s, BackendKind::Custom)) +
               failureRow(FailureKind::NeedsDownload, downloadWords(u"41 GB are free."_s, true));
    }

    static bool isOfAnEnd(KnownCause cause) { return cause <= KnownCause::PortLost; }

    static QString causeRows(bool ofAnEnd)
    {
        const QStringList found[] = {{u"8765"_s}, {u"FILE"_s, u"CAUSE"_s}, {u"VARIABLE"_s}, {u"PLACE"_s}};
        QString rows;
        for (int i = 0; i < KnownCauseCount; ++i) {
            const auto cause = KnownCause(i);
            if (isOfAnEnd(cause) != ofAnEnd)
                continue;
            const int which = cause == KnownCause::PortLost      ? 0
                              : cause == KnownCause::ConfigEntry ? 1
                              : cause == KnownCause::BadVariable ? 2
                                                                 : 3;
            const FailureWords words = wordsOf(cause, found[which], true);
            if (ofAnEnd)
                rows += row({words.cause, words.advice, buttons(words.remedies)});
            else
                rows += row({words.cause, words.answer, words.advice, buttons(words.remedies)});
        }
        const Trouble samples = samplesTrouble(3, KnownCause::GitHubUnreachable);
        if (!ofAnEnd)
            rows += row({u"Ready, but none of your skills were found"_s, samples.title, samples.text,
                         buttons(samples.remedies)});
        return rows;
    }

    static QString page()
    {
        return u"| kind | what happened | what Skills Tray does | what you can do | buttons |\n|---|---|---|---|---|\n"_s +
               startRows() + portRows() + endRows() +
               u"\nWhere the backend's own words tell why its start ended, they are:\n\n"
               "| what happened | what you can do | buttons |\n|---|---|---|\n"_s +
               causeRows(true) +
               u"\nA backend that runs and has no skills, or none of yours, is a warning:\n\n"
               "| what happened | what it means | what you can do | buttons |\n|---|---|---|---|\n"_s +
               causeRows(false);
    }

private slots:
    void theDocumentHasThemAsTheyAre()
    {
        QFile file(QStringLiteral(SKILLS_SOURCE_DIR "/docs/reliability.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        static const QRegularExpression marked(u"<!-- words[^>]*-->\n(.*)<!-- end of words -->"_s,
                                               QRegularExpression::DotMatchesEverythingOption);
        const QStringList written = marked.match(text).captured(1).trimmed().split(u'\n');
        const QStringList said = page().trimmed().split(u'\n');
        if (written != said)
            qInfo().noquote() << u"What belongs there:\n"_s + page();
        for (qsizetype i = 0; i < std::max(written.size(), said.size()); ++i)
            QCOMPARE(written.value(i), said.value(i));
    }

    void everySentenceIsShortAndWhole()
    {
        // Two lines of the header, whatever the names in it.
        static constexpr int longest = 140;
        const QStringList lines = page().split(u'\n');
        for (const QString &line : lines) {
            const QStringList cells = line.mid(2).chopped(std::min<qsizetype>(2, line.size())).split(u" | "_s);
            for (const QString &cell : cells)
                QVERIFY2(cell.size() <= 200, qPrintable(cell));
        }
        for (int i = 0; i < KnownCauseCount; ++i) {
            const FailureWords words = wordsOf(KnownCause(i), {u"A"_s, u"B"_s}, true);
            QVERIFY2(words.cause.size() <= longest && !words.cause.endsWith(u'.'), qPrintable(words.cause));
            QVERIFY2(words.advice.endsWith(u'.'), qPrintable(words.advice));
            QVERIFY(!words.remedies.isEmpty());
        }
    }

    void aFirstDownloadSaysThatItTakesLong() // case D07
    {
        Known known;
        known.machine.state = State::Starting;
        known.run.emplace();
        known.run->launched = true;
        known.run->settings.kind = BackendKind::ClaudeSkillsMcp;
        QCOMPARE(statusOf(known).detail, u"A first start downloads several GB, without a word meanwhile"_s);
        known.run->expected = 151; // it was ready before
        QCOMPARE(statusOf(known).detail, u"No output yet"_s);
        known.run->slow = true;
        QCOMPARE(statusOf(known).message, u"Starting: no answer yet from /health at port 8765"_s);
    }

    void theStripNeverSaysWhatTheHeadlineSays()
    {
        const QStringList lines = page().split(u'\n');
        for (const QString &line : lines) {
            const QStringList cells = line.split(u'|');
            for (qsizetype i = 2; i + 1 < cells.size(); ++i) {
                if (cells.at(i).size() > 20)
                    QCOMPARE(line.count(cells.at(i).trimmed()), 1);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTroubleWords)
#include "tst_trouble_words.moc"
