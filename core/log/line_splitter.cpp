// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/line_splitter.h"

#include "core/log/utf8.h"

#include <utility>

/// The last of the texts between '\r' in `dropped` that ends by moving the cursor up; empty if none does.
QByteArrayView LineSplitter::leftUpwards(QByteArrayView dropped)
{
    if (!dropped.contains('\x1b'))
        return {};
    while (!dropped.isEmpty()) {
        const qsizetype start = dropped.lastIndexOf('\r') + 1;
        const QByteArrayView text = dropped.sliced(start);
        if (text.endsWith('A') && text.contains('\x1b'))
            return text;
        dropped = dropped.first(qMax<qsizetype>(start - 1, 0));
    }
    return {};
}

RawLine LineSplitter::cut(QByteArrayView line)
{
    const qsizetype kept = wholeCharacters(line, MaxLineBytes);
    return {line.first(kept), line.size() - kept, true};
}

QByteArrayView LineSplitter::afterLastRewrite(QByteArrayView line)
{
    // contains() looks at many bytes at a time, lastIndexOf() at one.
    if (!line.contains('\r'))
        return line;
    // Returns at the end belong to the end of the line: "\r\n", and "\r\r\n" from careless writers.
    while (line.endsWith('\r'))
        line.chop(1);
    // Qt 6.8's lastIndexOf() looks at the byte behind an empty view.
    return line.isEmpty() ? line : line.sliced(line.lastIndexOf('\r') + 1);
}

RawLine LineSplitter::complete(QByteArrayView end)
{
    keep(end);
    return unfinished();
}

void LineSplitter::keep(QByteArrayView part)
{
    const bool returned = part.endsWith('\r');
    while (part.endsWith('\r'))
        part.chop(1);
    if (!part.isEmpty()) {
        const qsizetype rewrite = part.lastIndexOf('\r');
        if (m_returned || rewrite >= 0) {
            QByteArray left = std::exchange(m_left, {});
            const QByteArrayView rewritten = part.first(rewrite + 1);
            if (m_pending.contains('\x1b') || rewritten.contains('\x1b')) {
                const QByteArray dropped = m_pending + (m_returned ? "\r" : "") + rewritten.toByteArray();
                if (const QByteArrayView found = leftUpwards(dropped); !found.isEmpty())
                    left = found.toByteArray();
            }
            clear();
            m_rewritten = true;
            m_left = left;
            part = part.sliced(rewrite + 1);
        }
        m_returned = false;
        if (m_cutBytes > 0) {
            m_cutBytes += part.size();
        } else if (m_pending.size() + part.size() <= MaxLineBytes) {
            m_pending.append(part);
        } else {
            // One byte more than fits decides where the last whole character ends.
            const qsizetype room = MaxLineBytes + 1 - m_pending.size();
            const qint64 whole = m_pending.size() + part.size();
            m_pending.append(part.first(room));
            m_pending.truncate(wholeCharacters(m_pending, MaxLineBytes));
            m_cutBytes = whole - m_pending.size();
        }
    }
    m_returned = m_returned || returned;
}

void LineSplitter::clear()
{
    m_pending.resize(0); // keeps its memory for the next line
    m_cutBytes = 0;
    m_returned = false;
    m_rewritten = false;
    m_left.clear();
}
