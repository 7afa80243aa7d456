// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// Any bytes at all as a SKILL.md: no crash, no hang, and what comes out is JSON of a bounded size.
#include "core/skills/frontmatter/frontmatter.h"
#include "core/skills/frontmatter/yaml_reader.h"

#include <QJsonDocument>

#include <cstdlib>

static void require(bool condition)
{
    if (!condition)
        abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const QByteArray &file : {bytes, "---\n" + bytes + "\n---\nbody\n"}) {
        const Frontmatter result = readFrontmatter(file);
        if (!result.error.isEmpty()) {
            // The lines of an old Mac end with \r alone.
            const qsizetype lineEnds = file.contains('\n') ? file.count('\n') : file.count('\r');
            require(result.line >= 1 && result.line <= lineEnds + 2);
            continue;
        }
        const QByteArray json = QJsonDocument(result.values).toJson(QJsonDocument::Compact);
        // A character of text is at most six in JSON, a value beside its text at most 32.
        require(json.size() <= 6 * (YamlMaximumText + FrontmatterMaximumSize) + 32 * YamlMaximumNodes);
        require(QJsonDocument::fromJson(json).isObject());
    }
    return 0;
}
