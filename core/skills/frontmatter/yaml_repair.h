// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/frontmatter/yaml_reader.h"

/// Reads a block that is no YAML key by key, as other agents do: `fault` is what the strict reading said of it, and
/// `firstLine` where it stands in its file.
///
/// A text that YAML takes for something else becomes the text that stands there; a field that no loader needs is left
/// out. Each such step is one of `leniencies`. Where neither name nor description come of it, the fault stays.
[[nodiscard]] YamlReading repairYaml(const QByteArray &yaml, int firstLine, const YamlReading &fault);

/// What stands behind each `key:` in a block, its lines folded into one.
[[nodiscard]] QStringList writtenValues(const QByteArray &yaml, const QString &key);
/// The last of these, which counts; empty: nothing, or no such key.
[[nodiscard]] QString writtenValue(const QByteArray &yaml, const QString &key);
