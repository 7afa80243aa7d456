// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/transformer_variants.h"

#define EMBEDDING_VARIANT EigenAvx2
#include "core/embedding/transformer_code.h"

void encodeAvx2(const TransformerWeights &weights, std::span<const int> ids, float *result)
{
    EigenAvx2::embedding::encode(weights, ids, result);
}
