// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/ini_text.h"

#include <QMap>

#include <algorithm>
#include <optional>

/// The group that this line begins; none: it is no such line.
static std::optional<QByteArray> groupIn(const QByteArray &line)
{
    const QByteArray text = line.trimmed();
    if (!text.startsWith('[') || !text.endsWith(']'))
        return std::nullopt;
    return text.sliced(1, text.size() - 2).trimmed();
}

/// The key that this line gives a value; empty: none, a comment say.
static QByteArray keyIn(const QByteArray &line)
{
    const QByteArray text = line.trimmed();
    const qsizetype equals = text.indexOf('=');
    return equals <= 0 || text.startsWith(';') || text.startsWith('#') ? QByteArray() : text.left(equals).trimmed();
}

static QMap<QString, QByteArray> linesOf(const QByteArray &text)
{
    QMap<QString, QByteArray> lines;
    QByteArray group;
    for (const QByteArray &line : text.split('\n')) {
        group = groupIn(line).value_or(group);
        if (const QByteArray key = keyIn(line); !key.isEmpty())
            lines.insert(QString::fromUtf8(group + '/' + key), line);
    }
    return lines;
}

/// A group that its last key has left, and with it the blank lines before it.
static void dropIfEmpty(QByteArrayList &lines, const QByteArray &group)
{
    for (qsizetype i = lines.size() - 1; i >= 0; --i) {
        if (groupIn(lines.at(i)) != group)
            continue;
        qsizetype end = i + 1;
        while (end < lines.size() && lines.at(end).trimmed().isEmpty())
            ++end;
        if (end < lines.size() && !groupIn(lines.at(end)))
            continue;
        qsizetype begin = i;
        while (begin > 0 && lines.at(begin - 1).trimmed().isEmpty())
            --begin;
        if (end < lines.size() && begin < i)
            ++begin; // those who were apart stay so
        lines.remove(begin, end - begin);
        i = std::min(i, lines.size());
    }
}

QByteArray withKeysOf(const QByteArray &original, const QByteArray &written, const QStringList &keys)
{
    const QMap<QString, QByteArray> wanted = linesOf(written);
    QStringList missing;
    for (const QString &key : keys) {
        if (wanted.contains(key))
            missing.append(key);
    }
    QByteArrayList result;
    QMap<QByteArray, qsizetype> ends; // of each group: where its next key goes
    QByteArray group;
    QByteArrayList left; // groups that lost a key
    QByteArrayList lines = original.split('\n');
    if (lines.constLast().isEmpty())
        lines.removeLast();
    for (const QByteArray &line : std::as_const(lines)) {
        const std::optional<QByteArray> begun = groupIn(line);
        group = begun.value_or(group);
        const QByteArray key = keyIn(line);
        const QString name = QString::fromUtf8(group + '/' + key);
        if (key.isEmpty() || !keys.contains(name))
            result.append(line);
        else if (missing.removeAll(name) > 0)
            result.append(wanted.value(name));
        else
            left.append(group);
        if (begun || !key.isEmpty())
            ends[group] = result.size();
    }
    for (const QString &name : std::as_const(missing)) {
        const QByteArray where = name.section(u'/', 0, 0).toUtf8();
        if (!ends.contains(where)) {
            if (!result.isEmpty())
                result.append(QByteArray());
            result.append('[' + where + ']');
            ends[where] = result.size();
        }
        const qsizetype at = ends.value(where);
        result.insert(at, wanted.value(name));
        for (qsizetype &end : ends)
            end += end >= at ? 1 : 0;
    }
    for (const QByteArray &name : std::as_const(left))
        dropIfEmpty(result, name);
    return result.join('\n') + '\n';
}
