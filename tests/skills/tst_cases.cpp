// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// The cases A01 to A41: what people report of programs like ours. Each row says what is made of one.
#include "skill_folders.h"

#include <QDirIterator>
#include <QMutex>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

static QMutex s_logLock;
static QStringList s_log; // guarded by s_logLock: the reader has a thread of its own

static void keepLine(QtMsgType, const QMessageLogContext &context, const QString &text)
{
    const QMutexLocker locker(&s_logLock);
    if (context.category && QByteArray(context.category) != "default")
        s_log.append(text);
    else
        fprintf(stderr, "%s\n", qPrintable(text));
}

static QString caseFolder(const QString &name)
{
    const QByteArray environment = qgetenv("SKILLS_SHARED_DIR");
    const QString folder = environment.isEmpty() ? QStringLiteral(SKILLS_SHARED_DIR) : QFile::decodeName(environment);
    return QDir(folder).filePath(u"cases/"_s + name);
}

class TestCases : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { qInstallMessageHandler(nullptr); }
    void eachCaseIsServedAsHoped_data();
    void eachCaseIsServedAsHoped();
    void descriptionsAreWhatWasWritten_data();
    void descriptionsAreWhatWasWritten();
    void changesAreSeenWithinASecond();

private:
    /// The skills of a case, made below our own folder; empty: the cases are not here.
    [[nodiscard]] QString lay(const QString &name) const;
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestCases::init()
{
    // A case of 20 000 folders: where others use the disk, deleting them from it took two minutes.
    const QString memory = u"/dev/shm"_s;
    m_dir = std::make_unique<QTemporaryDir>(
        QDir(QFileInfo(memory).isWritable() ? memory : QDir::tempPath()).filePath(u"tst_cases-XXXXXX"_s));
    s_log.clear();
    qInstallMessageHandler(keepLine);
}

QString TestCases::lay(const QString &name) const
{
    const QString folder = caseFolder(name);
    if (!QFile::exists(folder))
        return {};
    const QString skills = m_dir->filePath(name + u"/skills"_s);
    QDir().mkpath(m_dir->filePath(name));
    QProcess shell;
    if (QFile::exists(folder + u"/make.sh"_s))
        shell.start(u"bash"_s, {folder + u"/make.sh"_s, skills});
    else
        // Where the cases lie read-only, a copy that keeps that could not be deleted.
        shell.start(u"sh"_s,
                    {u"-c"_s, u"cp -r \"$1\" \"$2\" && chmod -R u+w \"$2\""_s, u"sh"_s, folder + u"/skills"_s, skills});
    return shell.waitForFinished(60'000) && shell.exitCode() == 0 ? skills : QString();
}

static QString calledName(const Skill &skill)
{
    return skill.calledName.isEmpty() ? skill.name : skill.calledName;
}

/// What was said of the skills that are read leniently, and of those that are not served.
static QStringList wordsOf(const SkillSet &set)
{
    QStringList words;
    for (const auto &skill : set.skills)
        words += skill->leniencies;
    for (const SkippedSkill &skipped : set.skipped)
        words.append(u"%1, line %2: %3"_s.arg(skipped.file).arg(skipped.line).arg(skipped.reason));
    return words;
}

void TestCases::eachCaseIsServedAsHoped_data()
{
    QTest::addColumn<QStringList>("listed"); // in skills/list, too
    QTest::addColumn<QStringList>("served"); // only by the tools
    QTest::addColumn<QStringList>("said");   // of those that are not served, or read leniently
    const auto row = [](const char *name, const QString &listed, const QString &served, const QStringList &said = {}) {
        QTest::addRow("%s", name) << listed.split(u'|', Qt::SkipEmptyParts) << served.split(u'|', Qt::SkipEmptyParts)
                                  << said;
    };
    row("A01", u"neighbour"_s, u"colon-four|colon-one|colon-three|colon-two"_s, {u"\"description\" is read as"_s});
    row("A02", {}, u"other-field|other-list"_s, {u"\"read_when\" is read as"_s, u"\"read_when\" is left out"_s});
    row("A03", u"angle-bracket"_s, u"bracket-or|two-brackets"_s, {u"\"argument-hint\" is left out"_s});
    row("A04", u"bracket-colon|bracket-pipe|one-bracket"_s, {});
    row("A05", u"flow-colon"_s, u"flow-url|nested-bracket"_s, {u"\"dependencies\" is left out"_s});
    row("A07", {}, u"all-tools|ampersand|bold|exclamation"_s, {u"\"allowed-tools\" is left out"_s});
    row("A08", u"raw-emoji|surrogates|surrogates-text"_s, {});
    row("A09", u"trailing-commas"_s, {});
    row("A11", u"literal-newlines|plain-quotes"_s, u"apostrophe|backslash|escape-percent|inner-quotes"_s);
    row("A12", u"channel"_s, u"empty-description|empty-quotes|hash-description"_s, {u"\"#\" begins a comment"_s});
    row("A14", u"inner-bom"_s, u"bom|two-boms"_s, {u"byte order mark"_s});
    row("A15", u"crlf|crlf-block|mixed-ends"_s, u"cr-only"_s, {u"old Mac"_s});
    row("A16", u"comment-inside"_s, u"blank-first|comment-first|comment-lines|heading-first|indented-fence"_s);
    row("A17", {}, u"fenced|fenced-markdown|fenced-yaml|four-dashes|tagged"_s, {u"TOML"_s, u"a code fence"_s});
    row("A19", u"neighbour"_s, {}, {u"it is empty"_s, u"no second line"_s, u"not a list of \"key: value\""_s});
    row("A20",
        u"block-comment|block-fold|block-fold-keep|block-fold-strip|block-indent|block-literal|block-literal-strip|"
        "next-line|quoted-lines"_s,
        u"same-line"_s);
    row("A21", u"chained|nix-one|nix-two|stowed"_s, {});
    row("A22", u"direct|far|linked"_s, {});
    row("A23", u"adding-skill-sources|connecting-a-client|writing-a-skill"_s, {}, // our own: nothing else is there
        {u"a link to ../../target/real/SKILL.md that was checked out as a text"_s,
         u"folder-pointer, line 1: it is a link to ../target/real that was checked out as a text"_s});
    row("A24", u"blank|both|lower|title|upper-end"_s, {}, {u"has to be called SKILL.md, not skill.md"_s});
    row("A25", {}, u"empty-name|no-block|no-name|title-key|upper-key"_s, {u"its folder's stands in"_s});
    row("A26", u"2024-01-02|neighbour|no|on|yes"_s,
        u".inf|007|0x1f|1.10|123|12:30:45|1e3|A26/2024-01-02|[a]|null|true|{a: b}|~"_s);
    row("A27", {},
        u"-lead|Release Notes|Upper-Case|a--b|another-thing|"_s + QString(65, u'n') +
            u"|percent%20x|under_score|what? #1 & more"_s);
    row("A28", u"group|skill"_s, u"..|../up|/etc/passwd|a\\b|group/skill|plugin:skill"_s);
    row("A29", u"abc"_s,
        u"zero\u200Bwidth|\u00FCbung|\u0130stanbul|\u0430bc|\u0437\u0430\u043C\u0435\u0442\u043A\u0438|"
        "\u0645\u0644\u0627\u062D\u0638\u0627\u062A|\u30EA\u30EA\u30FC\u30B9\u30CE\u30FC\u30C8|"
        "\u53D1\u5E03\u8BF4\u660E|\U0001F680-launch"_s);
    row("A30", u"d1024|dwide|tags"_s, u"d1025|d60000"_s);
    row("A31", u"book|headings|just-fits|one-line"_s, u"deep|front|laughs"_s,
        {u"larger than 2 MiB"_s, u"larger than 64 KiB"_s});
    row("A32", u"agents/kit|deep|review"_s, u"kit"_s);
    row("A34", u"mine"_s, {});
    row("A37", u"desc-date"_s, u"desc-list|desc-map|desc-number|desc-true|name-second|versions"_s);
    row("A38", u"extra|meta-deep|tools-flow|tools-list|tools-text"_s, u"compat-map|meta-list|meta-null|tools-colon"_s);
    row("A41", u"hidden|not-named|p/x|x|y"_s, u"sample"_s, {u"broken/SKILL.md, line 3"_s, u"template/SKILL.md"_s});
    row("A33", {}, {});
}

void TestCases::eachCaseIsServedAsHoped()
{
    QFETCH(QStringList, listed);
    QFETCH(QStringList, served);
    QFETCH(QStringList, said);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QString skills = lay(name);
    if (skills.isEmpty())
        QSKIP("the cases are not here");
    SkillCatalogue catalogue(configFor({skills}), m_dir->filePath(u"cache"_s));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, 60'000);
    if (name == u"A33"_s) { // each of 2 000 once, and the other two of every tenth, which differ
        QCOMPARE(catalogue.current()->skills.size(), 2'400);
        const QMutexLocker locker(&s_logLock);
        QStringList others = s_log;
        others.removeIf([](const QString &line) { return line.startsWith(u"Loaded skill: "_s); });
        QVERIFY2(s_log.size() < 200, qPrintable(u"%1 lines, among them\n"_s.arg(s_log.size()) + others.join(u'\n')));
        return;
    }
    for (const QString &text : std::as_const(said)) // what is not served may be half written, so it is waited for
        QTRY_VERIFY2(wordsOf(*catalogue.current()).filter(text).size() > 0,
                     qPrintable(text + u" is not in\n"_s + wordsOf(*catalogue.current()).join(u'\n')));
    QStringList conforming, others;
    for (const auto &skill : catalogue.current()->skills) {
        (skill->brokenRule.isEmpty() ? conforming : others).append(calledName(*skill));
        QVERIFY(catalogue.read(*skill, u"SKILL.md"_s).has_value());
        QVERIFY(!skill->name.contains(u'\r') && !skill->description.contains(u'\r'));
    }
    conforming.sort();
    others.sort();
    listed.sort();
    served.sort();
    QCOMPARE(conforming.join(u'|'), listed.join(u'|'));
    QCOMPARE(others.join(u'|'), served.join(u'|'));
    const QMutexLocker locker(&s_logLock);
    for (const SkippedSkill &skipped : catalogue.current()->skipped)
        QCOMPARE(s_log.filter(skipped.file + u", line "_s).size(), 1); // said once
}

void TestCases::descriptionsAreWhatWasWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("description");
    const auto row = [](const char *folder, const char *name, const QString &description) {
        QTest::addRow("%s", folder) << QString::fromUtf8(name) << description;
    };
    row("A01", "colon-two",
        u"Reviews a plan before anything is built and pairs with the writing skill: review first, write then."_s);
    row("A07", "ampersand", u"&quot;Sorting&quot; of tables"_s);
    row("A08", "surrogates-text", u"Looks at the sky \U0001F52D and says what is there"_s);
    row("A11", "inner-quotes", u"Say \"hello\" before anything else"_s);
    row("A12", "hash-description", u"Balances equations."_s);
    row("A14", "inner-bom", u"Says hello, with a mark in front"_s);
    row("A20", "block-fold", u"Says hello in two lines: a colon is allowed here\nand a second paragraph"_s);
    row("A25", "no-block", u"Sorts the entries of a list."_s);
    row("A37", "desc-number", u"42"_s);
}

void TestCases::descriptionsAreWhatWasWritten()
{
    QFETCH(QString, name);
    QFETCH(QString, description);
    const QString skills = lay(QString::fromLatin1(QTest::currentDataTag()));
    if (skills.isEmpty())
        QSKIP("the cases are not here");
    SkillCatalogue catalogue(configFor({skills}), m_dir->filePath(u"cache"_s));
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(descriptionOf(catalogue, name), description);
}

/// A40, as its after.sh has it.
void TestCases::changesAreSeenWithinASecond()
{
    const QString skills = lay(u"A40"_s);
    if (skills.isEmpty())
        QSKIP("the cases are not here");
    const QString above = QFileInfo(skills).path();
    SkillCatalogue catalogue(configFor({skills}), m_dir->filePath(u"cache"_s));
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    const auto isIn = [&catalogue](const char *description) {
        const auto &all = catalogue.current()->skills;
        return std::any_of(all.begin(), all.end(),
                           [&](const auto &skill) { return skill->description == QString::fromLatin1(description); });
    };
    const auto text = [](const char *name, const char *description) {
        return skillMd(QString::fromLatin1(name), description);
    };
    write(skills + u"/plain/.tmp"_s, text("plain", "Saved by renaming"));
    QVERIFY(QFile::remove(skills + u"/plain/SKILL.md"_s));
    QVERIFY(QFile::rename(skills + u"/plain/.tmp"_s, skills + u"/plain/SKILL.md"_s));
    QTRY_VERIFY(isIn("Saved by renaming"));
    QVERIFY(QFile::remove(skills + u"/linked"_s));
    QVERIFY(QFile::link(above + u"/versions/two"_s, skills + u"/linked"_s));
    QTRY_VERIFY(isIn("Linked, version two"));
    write(above + u"/versions/two/SKILL.md"_s, text("linked", "Edited behind the link"));
    QTRY_VERIFY(isIn("Edited behind the link"));
    write(above + u"/ready/moved/SKILL.md"_s, text("moved", "Moved in as a whole"));
    QVERIFY(QDir().rename(above + u"/ready/moved"_s, skills + u"/moved"_s));
    QTRY_VERIFY(isIn("Moved in as a whole"));
    QVERIFY(QDir().rename(skills + u"/moved"_s, above + u"/ready/moved"_s));
    QTRY_VERIFY(!isIn("Moved in as a whole"));
    QVERIFY(QDir().rename(skills, skills + u".away"_s));
    write(skills + u"/fresh/SKILL.md"_s, text("fresh", "In a source made anew"));
    QTRY_VERIFY(isIn("In a source made anew") && !isIn("Saved by renaming"));
    QVERIFY(QDir(skills).removeRecursively());
    QVERIFY(QDir().rename(skills + u".away"_s, skills));
    QTRY_VERIFY(isIn("Saved by renaming"));
    for (int i = 1; i <= 300; ++i)
        write(skills + u"/plain/SKILL.md"_s, skillMd(u"plain"_s, "Edit number " + QByteArray::number(i)));
    QTRY_VERIFY(isIn("Edit number 300"));
}

QTEST_GUILESS_MAIN(TestCases)
#include "tst_cases.moc"
