// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "changing_skills.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

static constexpr int FewestSkills = 20;

static QByteArray lines(const QByteArray &what, int revision, int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += "Line " + QByteArray::number(i) + " of " + what + ", revision " + QByteArray::number(revision) + ".\n";
    return text;
}

QString ChangingSkills::description(const QString &name, int revision)
{
    return u"Revision %1 of %2 weighs rivers against invoices, as of revision %1"_s.arg(revision).arg(name);
}

QString ChangingSkills::content(const QString &name, int revision)
{
    return QString::fromUtf8("# The skill " + name.toUtf8() + "\n\n" + lines(name.toUtf8(), revision, 20).trimmed());
}

QByteArray ChangingSkills::skillMd(const QString &name, int revision)
{
    return "---\nname: " + name.toUtf8() + "\ndescription: " + description(name, revision).toUtf8() + "\n---\n" +
           content(name, revision).toUtf8() + '\n';
}

QByteArray ChangingSkills::notes(const QString &name, int revision)
{
    return lines("the notes of " + name.toUtf8(), revision, 200);
}

int ChangingSkills::revisionOf(const QString &text)
{
    static const QRegularExpression number(u"[Rr]evision (\\d+)"_s);
    const QRegularExpressionMatch match = number.match(text);
    return match.hasMatch() ? match.captured(1).toInt() : -1;
}

ChangingSkills::ChangingSkills(const QString &folder, const QString &aside, int count)
    : m_folder(folder)
    , m_aside(aside)
{
    QDir().mkpath(m_aside);
    for (int i = 0; i < count; ++i)
        add(true);
}

static void writePart(QFile &file, const QByteArray &bytes)
{
    if (file.write(bytes) != bytes.size())
        qFatal("Cannot write %s", qPrintable(file.fileName()));
}

void ChangingSkills::writeInPlace(const QString &path, const QByteArray &bytes)
{
    QFile file(m_folder + u'/' + path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        qFatal("Cannot open %s", qPrintable(file.fileName()));
    writePart(file, bytes);
    m_files[path] = bytes;
}

void ChangingSkills::replace(const QString &path, const QByteArray &bytes)
{
    const QString name = m_aside + u"/new"_s;
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        qFatal("Cannot open %s", qPrintable(name));
    writePart(file, bytes);
    file.close();
    if (::rename(QFile::encodeName(name).constData(), QFile::encodeName(m_folder + u'/' + path).constData()) != 0)
        qFatal("Cannot replace %s", qPrintable(path));
    m_files[path] = bytes;
}

void ChangingSkills::add(bool atOnce)
{
    const QString name = u"skill-%1"_s.arg(++m_lastNumber, 4, 10, QLatin1Char('0'));
    const int revision = ++m_revision;
    const QString folder = (atOnce ? m_aside : m_folder) + u'/' + name;
    QDir().mkpath(folder);
    m_names << name;
    m_files[name + u"/SKILL.md"_s] = skillMd(name, revision);
    m_files[name + u"/notes.md"_s] = notes(name, revision);
    if (!atOnce) {
        writeInPlace(name + u"/SKILL.md"_s, skillMd(name, revision));
        replace(name + u"/notes.md"_s, notes(name, revision));
        return;
    }
    for (const QString &file : {u"SKILL.md"_s, u"notes.md"_s}) {
        QFile out(folder + u'/' + file);
        if (!out.open(QIODevice::WriteOnly))
            qFatal("Cannot open %s", qPrintable(out.fileName()));
        writePart(out, m_files.value(name + u'/' + file));
    }
    QDir().rename(folder, m_folder + u'/' + name);
}

void ChangingSkills::remove(const QString &name)
{
    QDir(m_folder + u'/' + name).removeRecursively();
    m_names.removeOne(name);
    m_files.remove(name + u"/SKILL.md"_s);
    m_files.remove(name + u"/notes.md"_s);
}

QString ChangingSkills::anyName()
{
    return m_names.at(m_random.bounded(int(m_names.size())));
}

void ChangingSkills::changeSomething()
{
    const int what = m_random.bounded(10);
    const QString name = anyName();
    ++m_changes;
    if (what < 4)
        writeInPlace(name + u"/SKILL.md"_s, skillMd(name, ++m_revision));
    else if (what < 6)
        replace(name + u"/SKILL.md"_s, skillMd(name, ++m_revision));
    else if (what < 8)
        replace(name + u"/notes.md"_s, notes(name, ++m_revision));
    else if (what < 9 && m_names.size() > FewestSkills)
        remove(name);
    else
        add(m_random.bounded(2) == 0);
}
