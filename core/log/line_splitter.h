// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <concepts>

/// One line as it came, without its end; valid only during the call that hands it over.
struct RawLine
{
    QByteArrayView text;
    qint64 cutBytes = 0;      // how many more bytes it had
    bool isInInput = false;   // lies in the bytes being read, so that it outlives the call
    bool isRewritten = false; // a '\r' made an end of what stood there before
    QByteArrayView left{};    // of that, the last that moved the cursor up behind its text: another row's text
};

/// Cuts the bytes of one stream into lines.
///
/// "\n" and "\r\n" end a line; a lone "\r" means that what follows replaces the line, as on a terminal. Of a line
/// longer than MaxLineBytes only the beginning is kept, and the number of bytes cut.
class LineSplitter
{
public:
    static constexpr qsizetype MaxLineBytes = 8 * 1024;

    /// Calls take(const RawLine &) for each line that `bytes` completes.
    template<std::invocable<const RawLine &> Take>
    void read(QByteArrayView bytes, Take take);
    /// The stream has ended: an unfinished line counts as a line.
    template<std::invocable<const RawLine &> Take>
    void finish(Take take);

    /// What stands of the line that has not ended yet.
    [[nodiscard]] RawLine unfinished() const { return {m_pending, m_cutBytes, false, m_rewritten, m_left}; }

private:
    [[nodiscard]] static RawLine cut(QByteArrayView line);
    [[nodiscard]] static QByteArrayView leftUpwards(QByteArrayView dropped);
    [[nodiscard]] static QByteArrayView afterLastRewrite(QByteArrayView line);
    [[nodiscard]] RawLine complete(QByteArrayView end);
    void keep(QByteArrayView part);
    void clear();

    QByteArray m_pending;
    qint64 m_cutBytes = 0;
    // A '\r' has come and not yet what tells whether it ends the line or rewrites it.
    bool m_returned = false;
    bool m_rewritten = false;
    QByteArray m_left;
};

template<std::invocable<const RawLine &> Take>
void LineSplitter::read(QByteArrayView bytes, Take take)
{
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        if (end < 0) {
            keep(bytes);
            return;
        }
        const QByteArrayView line = bytes.first(end);
        bytes = bytes.sliced(end + 1);
        if (m_pending.isEmpty() && m_cutBytes == 0) {
            // The usual way: the line lies whole in these bytes and is not copied.
            m_returned = false;
            const QByteArrayView kept = afterLastRewrite(line);
            RawLine whole = cut(kept);
            if (kept.data() != line.data()) [[unlikely]] {
                whole.isRewritten = true;
                whole.left = leftUpwards(line.first(kept.data() - line.data()));
            }
            take(whole);
        } else {
            take(complete(line));
            clear();
        }
    }
}

template<std::invocable<const RawLine &> Take>
void LineSplitter::finish(Take take)
{
    if (!m_pending.isEmpty() || m_cutBytes > 0)
        take(unfinished());
    clear();
}
