// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/option_rows.h"
#include "app/tray/commands/command_table.h"
#include "app/tray/commands/parsed_command_line.h"
#include "tests/app/table_pages.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString Packaging = QStringLiteral(SKILLS_SOURCE_DIR "/packaging/");

static QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Lines of `text` that begin with `label`, after spaces, and end there or go on after a space.
static qsizetype linesWith(const QString &text, const QString &label)
{
    const QRegularExpression line(u"^ +%1( |$)"_s.arg(QRegularExpression::escape(label)),
                                  QRegularExpression::MultilineOption);
    return text.count(line);
}

class TestOptionTable : public QObject
{
    Q_OBJECT

private:
    QString m_bash = QStandardPaths::findExecutable(u"bash"_s);

    static const OptionTable &table(const QString &program)
    {
        return program == "skills-tray"_L1 ? commandTable() : backendOptions();
    }

    static void addPrograms()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("tray") << u"skills-tray"_s;
        QTest::newRow("backend") << u"skills-backend"_s;
    }

    /// What bash offers for the last of these words.
    QStringList offered(const QStringList &words) const
    {
        QProcess bash;
        // compopt works only while a completion is under way.
        bash.start(m_bash, QStringList{u"-c"_s,
                                       u"source \"$1\"; shift; compopt() { echo FILES; }; COMP_WORDS=(\"$@\"); "
                                       "COMP_CWORD=$(($# - 1)); _%1_complete; printf '%s\\n' \"${COMPREPLY[@]}\""_s.arg(
                                           QString(words.first()).replace(u'-', u'_')),
                                       u"bash"_s, Packaging + u"completions/%1.bash"_s.arg(words.first())} +
                               words);
        bash.waitForFinished();
        const QString complaints = QString::fromLocal8Bit(bash.readAllStandardError());
        return complaints.isEmpty() ? QString::fromUtf8(bash.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts)
                                    : QStringList{complaints};
    }

private slots:
    void noCommandTakesTwoOptionsOfOneName_data() { addPrograms(); }
    void noCommandTakesTwoOptionsOfOneName()
    {
        QFETCH(QString, program);
        QSet<QString> seen;
        for (const OptionRow &row : table(program).options) {
            QVERIFY(row.help);
            for (int command = 0; command < 32; ++command) {
                for (const QString &name : {QString(row.name), QString(row.alias)}) {
                    if (name.isEmpty() || !(row.commands & (1U << command)))
                        continue;
                    const QString key = name + u'@' + QString::number(command);
                    QVERIFY2(!seen.contains(key), qPrintable(key));
                    seen += key;
                }
            }
        }
    }

    void whatIsNoOptionIsNotTakenForOne()
    {
        QVERIFY(parseCommandLine({u"--=x"_s}).error.contains(u"--=x"_s));
        QVERIFY(parseCommandLine({u"--line"_s, u"3"_s}).error.contains(u"--line"_s));
    }

    void everyRowCanBeTyped()
    {
        for (const OptionRow &row : commandTable().options) {
            QStringList words;
            for (const CommandRow &taker : commandTable().commands) {
                if (taker.id == row.home())
                    words = {taker.name};
            }
            if (words == QStringList{u"wait"_s})
                words += u"ready"_s;
            words += row.name;
            if (!row.isSwitch()) {
                const QString first = QString(row.words).section(u' ', 0, 0);
                words += first.isEmpty() ? (row.name == "--host"_L1 ? u"127.0.0.1"_s : u"2000"_s) : first;
            }
            const CommandLine line = parseCommandLine(words);
            QVERIFY2(line.error.isEmpty(), qPrintable(line.error));
        }
    }

    void helpNamesEachRowOnce()
    {
        const QString help = helpText();
        QHash<QString, int> expected;
        for (const OptionRow &row : commandTable().options)
            expected[labelOf(row)] += row.isForPrograms ? 0 : 1;
        for (const CommandRow &row : commandTable().commands)
            ++expected[labelOf(row)];
        for (auto it = expected.cbegin(); it != expected.cend(); ++it)
            QVERIFY2(linesWith(help, it.key()) == it.value(), qPrintable(it.key() + u'\n' + help));
        const QStringList lines = help.split(u'\n');
        for (const QString &line : lines)
            QVERIFY2(line.size() <= 80, qPrintable(line));
    }

    void completionsAreThoseOfTheTable_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        for (const OptionTable *table : {&commandTable(), &backendOptions()}) {
            const QString name = table->program;
            QTest::newRow(qPrintable(name + u" bash"_s)) << name + u".bash"_s << bashCompletion(*table);
            QTest::newRow(qPrintable(name + u" zsh"_s)) << u'_' + name << zshCompletion(*table);
            QTest::newRow(qPrintable(name + u" fish"_s)) << name + u".fish"_s << fishCompletion(*table);
        }
    }
    void completionsAreThoseOfTheTable()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        compareOrWrite(Packaging + u"completions/"_s + file, content);
    }

    void manPagesAreThoseOfTheTable_data() { addPrograms(); }
    void manPagesAreThoseOfTheTable()
    {
        QFETCH(QString, program);
        const QString file = Packaging + u"man/%1.1"_s.arg(program);
        compareOrWrite(file, manPage(contentOf(file), table(program)));
    }

    void eachPageNamesEachRowOnce_data() { addPrograms(); }
    void eachPageNamesEachRowOnce()
    {
        QFETCH(QString, program);
        const auto text = [&](const QString &file) {
            return QString::fromUtf8(contentOf(Packaging + file.arg(program)));
        };
        const QString bash = text(u"completions/%1.bash"_s);
        const QString zsh = text(u"completions/_%1"_s);
        const QString fish = text(u"completions/%1.fish"_s);
        const QString man = text(u"man/%1.1"_s);
        QHash<QString, int> names;
        for (const OptionRow &row : table(program).options)
            names[row.name] += row.isForPrograms ? 0 : 1;
        for (auto it = names.cbegin(); it != names.cend(); ++it) {
            const QString name = QRegularExpression::escape(it.key());
            const auto count = [&](const QString &in, const QString &pattern) {
                return in.count(QRegularExpression(pattern, QRegularExpression::MultilineOption));
            };
            QVERIFY2(count(bash, u"^ +'%1[ |]"_s.arg(name)) == it.value(), qPrintable(it.key() + u" bash"_s));
            QVERIFY2(count(zsh, u"^ +.*[)*'{]%1[=+,[]"_s.arg(name)) == it.value(), qPrintable(it.key() + u" zsh"_s));
            const QString fishName = it.key() == "--"_L1 ? u" -a -- "_s
                                     : it.key().startsWith("--"_L1)
                                         ? u" -l %1 "_s.arg(QRegularExpression::escape(it.key().mid(2)))
                                         : u" -s %1 "_s.arg(it.key().mid(1));
            QVERIFY2(count(fish, fishName) == it.value(), qPrintable(it.key() + u" fish"_s));
            const QString roff = QRegularExpression::escape(QString(it.key()).replace(u'-', u"\\-"_s));
            QVERIFY2(count(man, u"^\\.TP\\n.*\\\\fB%1\\\\fR"_s.arg(roff)) == it.value(),
                     qPrintable(it.key() + u" man"_s));
        }
        for (const CommandRow &row : table(program).commands) {
            QCOMPARE(bash.count(u"\n        '%1|"_s.arg(row.name)), 1);
            QCOMPARE(zsh.count(u"\n        '%1:"_s.arg(row.name)), 1);
            QCOMPARE(fish.count(u" -a %1 -d "_s.arg(row.name)), 1);
            QCOMPARE(man.count(u".TP\n\\fB%1\\fR"_s.arg(row.name)), 1);
        }
    }

    void bashOffersWhatFits_data()
    {
        QTest::addColumn<QStringList>("typed");
        QTest::addColumn<QStringList>("offers");
        const auto row = [](const char *name, const char *typed, const QStringList &offers) {
            QTest::newRow(name) << QString::fromLatin1(typed).split(u' ') << offers;
        };
        row("commands", "skills-tray st", {u"status"_s, u"start"_s, u"stop"_s});
        row("options of the start", "skills-tray --back", {u"--background"_s, u"--backend"_s, u"--backend-arg"_s});
        row("options of a command", "skills-tray logs --",
            {u"--lines"_s, u"--follow"_s, u"--all"_s, u"--level"_s, u"--grep"_s, u"--json"_s});
        row("options that a command shares", "skills-tray check --b", {u"--backend"_s, u"--backend-arg"_s});
        row("values", "skills-tray --backend c", {u"claude-skills-mcp"_s, u"custom"_s});
        row("values after an equals sign", "skills-tray --backend = c", {u"claude-skills-mcp"_s, u"custom"_s});
        row("values right after it",
            "skills-tray logs --level =", {u"debug"_s, u"info"_s, u"warning"_s, u"error"_s, u"critical"_s});
        row("states", "skills-tray wait rea", {u"ready"_s});
        row("files", "skills-tray --config a", {u"FILES"_s});
        row("nothing for a number", "skills-tray --port 8", {});
        row("files of a program", "skills-tray -- prog a", {u"FILES"_s});
        row("no command twice", "skills-tray status st", {});
        row("backend", "skills-backend --ver", {u"--verbose"_s, u"--version"_s});
        row("backend's files", "skills-backend --config x", {u"FILES"_s});
    }
    void bashOffersWhatFits()
    {
        QFETCH(QStringList, typed);
        QFETCH(QStringList, offers);
        if (m_bash.isEmpty())
            QSKIP("There is no bash");
        QCOMPARE(offered(typed), offers);
    }

    void fishOffersWhatFits_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("offers");
        QTest::addColumn<QStringList>("others"); // not offered
        QTest::newRow("commands") << u"skills-tray st"_s << QStringList{u"status"_s, u"stop"_s} << QStringList{};
        QTest::newRow("options of a command") << u"skills-tray logs --l"_s << QStringList{u"--level"_s, u"--lines"_s}
                                              << QStringList{u"--log-to-stderr"_s};
        QTest::newRow("a program") << u"skills-tray -- ech"_s << QStringList{u"echo"_s} << QStringList{};
        QTest::newRow("files of a program") << u"skills-tray -- cat /de"_s << QStringList{u"/dev/"_s} << QStringList{};
        QTest::newRow("no command after a program")
            << u"skills-tray -- cat sta"_s << QStringList{} << QStringList{u"status"_s, u"start"_s};
    }
    void fishOffersWhatFits()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, offers);
        QFETCH(QStringList, others);
        const QString path = QStandardPaths::findExecutable(u"fish"_s);
        if (path.isEmpty())
            QSKIP("There is no fish");
        QProcess fish;
        fish.start(path, {u"--no-config"_s, u"-c"_s,
                          u"source %1completions/skills-tray.fish; complete -C '%2'"_s.arg(Packaging, typed)});
        QVERIFY(fish.waitForFinished());
        QCOMPARE(fish.readAllStandardError(), QByteArray());
        QStringList names;
        for (const QString &line : QString::fromUtf8(fish.readAllStandardOutput()).split(u'\n'))
            names += line.section(u'\t', 0, 0);
        for (const QString &offer : offers)
            QVERIFY2(names.contains(offer), qPrintable(names.join(u' ')));
        for (const QString &other : others)
            QVERIFY2(!names.contains(other), qPrintable(names.join(u' ')));
    }

    void shellsUnderstandTheirFiles_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("file");
        for (const QString &program : {u"skills-tray"_s, u"skills-backend"_s}) {
            for (const auto &[shell, file] : {std::pair(u"bash"_s, u"%1.bash"_s), std::pair(u"zsh"_s, u"_%1"_s),
                                              std::pair(u"fish"_s, u"%1.fish"_s)})
                QTest::newRow(qPrintable(program + u' ' + shell)) << shell << file.arg(program);
        }
    }
    void shellsUnderstandTheirFiles()
    {
        QFETCH(QString, shell);
        QFETCH(QString, file);
        const QString path = QStandardPaths::findExecutable(shell);
        if (path.isEmpty())
            QSKIP(qPrintable(u"There is no %1"_s.arg(shell)));
        QProcess check;
        check.start(path, {u"-n"_s, Packaging + u"completions/"_s + file});
        QVERIFY(check.waitForFinished());
        QCOMPARE(check.readAllStandardError(), QByteArray());
        QCOMPARE(check.exitCode(), 0);
    }

private:
    /// With SKILLS_UPDATE in the environment the file becomes what it has to be.
    static void compareOrWrite(const QString &name, const QByteArray &content)
    {
        QVERIFY2(!content.isEmpty(), qPrintable(name));
        if (qEnvironmentVariableIsSet("SKILLS_UPDATE")) {
            QFile file(name);
            QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(content) == content.size(), qPrintable(name));
            return;
        }
        QVERIFY2(contentOf(name) == content,
                 qPrintable(name + u" is not what the table makes; SKILLS_UPDATE=1 ctest -R tst_option_table"_s));
    }
};

QTEST_GUILESS_MAIN(TestOptionTable)
#include "tst_option_table.moc"
