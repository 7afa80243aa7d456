// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/frontmatter.h"

#include "core/skills/frontmatter/blank_ends.h"
#include "core/skills/frontmatter/yaml_reader.h"
#include "core/skills/frontmatter/yaml_repair.h"

#include <algorithm>
#include <optional>
#include <tuple>
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
    return withoutBlankEnds(text);
}

QString bodyOf(const QByteArray &file)
{
    const FoundBlock block = findBlock(file);
    if (findBlockBeforeProse(file, block).isThere)
        return readFrontmatter(file).body; // where it begins depends on what can be read
    return withPlainLineEnds(QString::fromUtf8(block.body));
}

/// The number of the first line that is not UTF-8; 0: there is none.
static int brokenLine(const QByteArray &file)
{
    if (file.isValidUtf8())
        return 0;
    const QByteArrayList lines = file.split('\n');
    const auto line =
        std::find_if(lines.begin(), lines.end(), [](const QByteArray &each) { return !each.isValidUtf8(); });
    return int(std::distance(lines.begin(), line)) + 1;
}

/// Why these bytes cannot be read as UTF-8 at all; empty: they can.
static QString otherEncodingOf(const QByteArray &file)
{
    if (file.startsWith("\xFF\xFE") || file.startsWith("\xFE\xFF"))
        return QStringLiteral("it is UTF-16; it has to be UTF-8");
    // One may have slipped in; programs and pictures, and UTF-16 without its mark, are full of them.
    const QByteArray begin = file.left(1024);
    return begin.count('\0') > begin.size() / 16 ? QStringLiteral("it is no text") : QString();
}

static YamlReading readBlock(const FoundBlock &block)
{
    const YamlReading reading = readYaml(block.yaml);
    return reading.error.isEmpty() ? reading : repairYaml(block.yaml, block.line, reading);
}

/// The block that `file` has if the second fence of the one found is none; if that reads better.
static std::optional<std::pair<FoundBlock, YamlReading>> readBeforeProse(const QByteArray &file,
                                                                         const FoundBlock &found)
{
    const FoundBlock block = findBlockBeforeProse(file, found);
    if (!block.isThere)
        return std::nullopt;
    const YamlReading reading = readBlock(block);
    return reading.error.isEmpty() ? std::optional(std::pair(block, reading)) : std::nullopt;
}

Frontmatter readFrontmatter(const QByteArray &written)
{
    if (const QString other = otherEncodingOf(written); !other.isEmpty())
        return broken(1, other);
    const int notUtf8 = brokenLine(written);
    const QByteArray file = notUtf8 > 0 ? QString::fromUtf8(written).toUtf8() : written;
    FoundBlock block = findBlock(file);
    if (!block.error.isEmpty())
        return broken(block.line, block.error);
    YamlReading reading;
    if (block.isThere) {
        reading = readBlock(block);
        const bool isGood = reading.error.isEmpty() && reading.leniencies.isEmpty();
        if (const auto shorter = isGood ? std::nullopt : readBeforeProse(file, block))
            std::tie(block, reading) = *shorter;
        if (!reading.error.isEmpty()) {
            Frontmatter result = broken(block.line + reading.line - 1,
                                        QStringLiteral("its frontmatter cannot be read: %1").arg(reading.error));
            result.yaml = block.yaml;
            return result;
        }
    }
    Frontmatter result;
    result.leniencies = block.leniencies;
    if (notUtf8 > 0)
        result.leniencies.append(QStringLiteral("line %1 is not UTF-8").arg(notUtf8));
    if (block.yaml.size() > FrontmatterMaximumSize)
        result.leniencies.append(QStringLiteral("its frontmatter is larger than 64 KiB"));
    result.body = withPlainLineEnds(QString::fromUtf8(block.body));
    result.yaml = block.yaml;
    result.values = reading.values;
    result.oddity = reading.oddity;
    result.written = reading.written;
    result.leniencies += reading.leniencies;
    return result;
}
