// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/transformer_variants.h"

#define EMBEDDING_VARIANT EigenPlain
#include "core/embedding/transformer_code.h"

void encodePlain(const TransformerWeights &weights, std::span<const int> ids, float *result)
{
    EigenPlain::embedding::encode(weights, ids, result);
}
