// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/transformer.h"

/// encodeTokens() in the instructions that every processor of its kind has.
void encodePlain(const TransformerWeights &weights, std::span<const int> ids, float *result);
/// With AVX2 and FMA, for x86-64 processors since 2013.
void encodeAvx2(const TransformerWeights &weights, std::span<const int> ids, float *result);
