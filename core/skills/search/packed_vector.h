// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <span>
#include <vector>

/// A text as a model sees it, a byte a number: what it means is `values` times `scale`, which has length 1.
struct PackedVector
{
    std::vector<qint8> values;
    float scale = 0;
    bool operator==(const PackedVector &) const = default;
};

[[nodiscard]] PackedVector packed(std::span<const float> vector);

/// Vectors side by side in memory, each at its place or still missing.
class VectorTable
{
public:
    static constexpr float Missing = -2; // no cosine is

    VectorTable() = default;
    VectorTable(qsizetype count, int width);

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] bool isMissing(qsizetype place) const { return m_scales[size_t(place)] == 0; }
    void set(qsizetype place, const PackedVector &vector);
    void copy(qsizetype place, const VectorTable &from, qsizetype fromPlace);
    /// The cosine of each with this one.
    [[nodiscard]] std::vector<float> cosines(std::span<const float> asked) const;

private:
    int m_width = 0;
    size_t m_stride = 0;         // a multiple of Block, so that the products come in whole blocks
    std::vector<qint8> m_values; // a row of m_stride for each place
    std::vector<float> m_scales; // 0: missing
};
