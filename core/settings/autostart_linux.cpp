// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/autostart.h"

#include "core/settings/replace_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QStandardPaths>

static QString tr(const char *text)
{
    return QCoreApplication::translate("Autostart", text);
}

/// A value of type string: the backslash begins an escape sequence.
static QString asString(QString text)
{
    return text.replace(u'\\', QStringLiteral("\\\\"));
}

/// One argument of Exec: quoted, then written as a string (Desktop Entry Specification 1.5, "The Exec key").
static QString asExecArgument(const QString &argument)
{
    QString quoted;
    for (const QChar c : argument) {
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\')
            quoted += u'\\';
        if (c == u'%') // field codes are looked for inside quotes as well
            quoted += u'%';
        quoted += c;
    }
    return asString(u'"' + quoted + u'"');
}

static QByteArray entryFor(const QString &program)
{
    return QStringLiteral("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Name=Skills Tray\n"
                          "Comment=%1\n"
                          "Exec=%2 --background\n"
                          "TryExec=%3\n"
                          "Icon=skills-tray\n"
                          "Terminal=false\n"
                          "X-GNOME-Autostart-enabled=true\n")
        .arg(tr("Gives AI clients their skills"), asExecArgument(program), asString(program))
        .toUtf8();
}

/// The keys of [Desktop Entry], as they stand; nothing when this is no desktop entry.
static QHash<QString, QString> readEntry(const QString &name)
{
    QHash<QString, QString> keys;
    QFile file(name);
    if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly))
        return keys;
    bool ours = false;
    const QList<QByteArray> lines = file.read(64 * 1024).split('\n');
    for (const QByteArray &bytes : lines) {
        const QString line = QString::fromUtf8(bytes).trimmed();
        if (line.startsWith(u'['))
            ours = line == QStringLiteral("[Desktop Entry]");
        else if (const qsizetype equals = line.indexOf(u'='); ours && equals > 0 && !line.startsWith(u'#'))
            keys.insert(line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
    }
    return keys;
}

static QString withoutEscapes(const QString &text)
{
    QString plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == u'\\' && i + 1 < text.size())
            ++i;
        plain += text.at(i);
    }
    return plain;
}

/// The program that Exec names: its first argument, both escapings taken back.
static QString programOf(const QString &exec)
{
    const QString value = withoutEscapes(exec);
    if (!value.startsWith(u'"'))
        return value.section(u' ', 0, 0);
    qsizetype end = 1;
    while (end < value.size() && value.at(end) != u'"')
        end += value.at(end) == u'\\' ? 2 : 1;
    return withoutEscapes(value.mid(1, end - 1)).replace(QStringLiteral("%%"), QStringLiteral("%"));
}

static bool isThere(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

Autostart::Autostart(const QString &directory, QString program, UserUnit unit)
    : m_file(directory + QStringLiteral("/skills-tray.desktop"))
    , m_program(std::move(program))
    , m_unit(std::move(unit))
{
}

QString Autostart::otherStarter() const
{
    const QString unit = m_unit.starter();
    return unit.isEmpty() ? QString() : tr("systemd starts Skills Tray already (%1)").arg(unit);
}

bool Autostart::isEnabled() const
{
    const QHash<QString, QString> entry = readEntry(m_file);
    return !entry.value(QStringLiteral("Exec")).isEmpty() &&
           entry.value(QStringLiteral("Hidden")) != QStringLiteral("true") &&
           entry.value(QStringLiteral("X-GNOME-Autostart-enabled")) != QStringLiteral("false");
}

QString Autostart::setEnabled(bool enabled)
{
    const QFileInfo info(m_file);
    if (!enabled) {
        QFile file(m_file); // a link goes, what it points to stays
        if ((info.exists() || info.isSymLink()) && !file.remove())
            return tr("Cannot remove %1: %2").arg(m_file, file.errorString());
        return {};
    }
    const auto refused = [this](const QString &cause) {
        return tr("Cannot start %1 at login: %2").arg(m_program, cause);
    };
    if (const QString other = otherStarter(); !other.isEmpty())
        return refused(other);
    if (!m_program.startsWith(u'/'))
        return refused(tr("its path is not absolute"));
    if (m_program.contains(u'='))
        return refused(tr("a desktop entry does not allow '=' in the path of a program"));
    for (const QChar c : m_program) {
        if (c.category() == QChar::Other_Control)
            return refused(tr("its path contains a control character"));
    }
    if (!QDir().mkpath(info.path()))
        return tr("Cannot make the directory %1").arg(info.path());
    return replaceFile(m_file, entryFor(m_program));
}

QString Autostart::repair()
{
    if (!isEnabled() || !otherStarter().isEmpty() ||
        isThere(programOf(readEntry(m_file).value(QStringLiteral("Exec")))))
        return {};
    return setEnabled(true);
}
