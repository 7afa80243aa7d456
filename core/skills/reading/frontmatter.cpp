// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/frontmatter.h"

#include "core/skills/reading/yaml_reader.h"
#include "core/skills/reading/yaml_repair.h"

#include <algorithm>
#include <utility>

static Frontmatter broken(int line, const QString &error)
{
    Frontmatter result;
    result.error = error;
    result.line = line;
    return result;
}

static QString withPlainLineEnds(QString text)
{
    if (text.contains(u'\r')) {
        text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
        text.replace(u'\r', u'\n');
    }
    return std::move(text).trimmed();
}

QString bodyOf(const QByteArray &file)
{
    return withPlainLineEnds(QString::fromUtf8(findBlock(file).body));
}

/// The number of the first line that is not UTF-8.
static int brokenLine(const QByteArray &file)
{
    const QByteArrayList lines = file.split('\n');
    const auto line =
        std::find_if(lines.begin(), lines.end(), [](const QByteArray &each) { return !each.isValidUtf8(); });
    return int(std::distance(lines.begin(), line)) + 1;
}

Frontmatter readFrontmatter(const QByteArray &file)
{
    const FoundBlock block = findBlock(file);
    if (!block.error.isEmpty())
        return broken(block.line, block.error);
    if (!file.isValidUtf8())
        return broken(brokenLine(file), QStringLiteral("it is not UTF-8"));

    Frontmatter result;
    result.leniencies = block.leniencies;
    result.body = withPlainLineEnds(QString::fromUtf8(block.body));
    result.yaml = block.yaml;
    if (!block.isThere)
        return result;
    YamlReading reading = readYaml(block.yaml);
    if (!reading.error.isEmpty())
        reading = repairYaml(block.yaml, block.line, reading);
    if (!reading.error.isEmpty())
        return broken(block.line + reading.line - 1,
                      QStringLiteral("its frontmatter cannot be read: %1").arg(reading.error));
    result.values = reading.values;
    result.oddity = reading.oddity;
    result.written = reading.written;
    result.leniencies += reading.leniencies;
    return result;
}
