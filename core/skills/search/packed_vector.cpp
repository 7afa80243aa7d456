// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/packed_vector.h"

#include <algorithm>
#include <cmath>

static constexpr size_t Block = 32;
static constexpr float MostAsked = 8191; // the sum of 2 000 products still fits into 32 bits

static float largestOf(std::span<const float> vector)
{
    float largest = 0;
    for (const float each : vector)
        largest = std::max(largest, std::abs(each));
    return largest;
}

PackedVector packed(std::span<const float> vector)
{
    PackedVector result;
    result.values.resize(vector.size());
    result.scale = largestOf(vector) / 127;
    for (size_t i = 0; i < vector.size() && result.scale > 0; ++i)
        result.values[i] = qint8(std::lround(vector[i] / result.scale));
    return result;
}

VectorTable::VectorTable(qsizetype count, int width)
    : m_width(width)
    , m_stride((size_t(width) + Block - 1) / Block * Block)
    , m_values(size_t(count) * m_stride)
    , m_scales(size_t(count))
{
}

void VectorTable::set(qsizetype place, const PackedVector &vector)
{
    Q_ASSERT(vector.values.size() == size_t(m_width));
    std::copy(vector.values.begin(), vector.values.end(), m_values.begin() + place * qsizetype(m_stride));
    m_scales[size_t(place)] = vector.scale;
}

void VectorTable::copy(qsizetype place, const VectorTable &from, qsizetype fromPlace)
{
    const auto first = from.m_values.begin() + fromPlace * qsizetype(m_stride);
    std::copy(first, first + qsizetype(m_stride), m_values.begin() + place * qsizetype(m_stride));
    m_scales[size_t(place)] = from.m_scales[size_t(fromPlace)];
}

// In blocks of a size that the compiler knows: it makes them a few instructions of the processor's vector unit.
static qint32 product(const qint8 *values, const qint16 *asked, size_t count)
{
    qint32 sum = 0;
    for (size_t block = 0; block < count; block += Block) {
        for (size_t i = block; i < block + Block; ++i)
            sum += qint32(values[i]) * qint32(asked[i]);
    }
    return sum;
}

std::vector<float> VectorTable::cosines(std::span<const float> asked) const
{
    // Two bytes a number for the question, as one vector costs nothing.
    std::vector<qint16> whole(m_stride);
    const float scale = largestOf(asked) / MostAsked;
    for (size_t i = 0; i < asked.size() && i < m_stride && scale > 0; ++i)
        whole[i] = qint16(std::lround(asked[i] / scale));
    std::vector<float> cosines(m_scales.size(), Missing);
    for (size_t place = 0; place < cosines.size(); ++place) {
        if (m_scales[place] > 0)
            cosines[place] =
                float(product(m_values.data() + place * m_stride, whole.data(), m_stride)) * scale * m_scales[place];
    }
    return cosines;
}
