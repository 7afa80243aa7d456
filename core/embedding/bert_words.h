// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

#include <functional>
#include <string>

/// Cuts a text into words as BERT's uncased tokenizer does, before they become pieces: control characters go, Chinese
/// characters and punctuation stand alone, accents and case are folded. Gives each word to `take`, until it says no.
///
/// What it does is what the normalizer and the pre-tokenizer named Bert do in Hugging Face's tokenizers
/// (normalizers/bert.rs, pre_tokenizers/bert.rs).
void splitBertWords(QStringView text, const std::function<bool(std::u32string_view word)> &take);
