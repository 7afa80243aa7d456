// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <concepts>

/// Whether `test` is other than 0 for any byte of `text`.
///
/// The length of the inner loop is known and `test` has no branch: then compilers take many bytes at a time, at -O2
/// too. Of a loop over the whole text GCC 12 would make one step a byte.
template<std::invocable<uchar> Test>
[[nodiscard]] inline bool anyByte(QByteArrayView text, Test test)
{
    static constexpr qsizetype BlockBytes = 32;
    const auto hits = [&test](const char *block, qsizetype size) {
        uchar found = 0;
        for (qsizetype i = 0; i < size; ++i)
            found = static_cast<uchar>(found | test(static_cast<uchar>(block[i])));
        return found != 0;
    };
    if (text.size() < BlockBytes)
        return hits(text.data(), text.size());
    const char *block = text.data();
    const char *const last = block + text.size() - BlockBytes;
    for (; block < last; block += BlockBytes) {
        if (hits(block, BlockBytes))
            return true;
    }
    return hits(last, BlockBytes); // some of it for the second time
}
