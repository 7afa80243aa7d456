// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/frontmatter.h"

#include "core/skills/reading/yaml_reader.h"

#include <QStringDecoder>

static Frontmatter broken(int line, const QString &error)
{
    return {.values = {}, .body = {}, .error = error, .line = line, .oddity = {}};
}

static bool isFence(const QByteArray &line)
{
    return line.startsWith("---") && line.mid(3).trimmed().isEmpty();
}

/// Where the line that begins at `start` ends, its line end included. A lone \r ends none: YAML and people agree.
static qsizetype endOfLine(const QByteArray &bytes, qsizetype start)
{
    const qsizetype end = bytes.indexOf('\n', start);
    return end < 0 ? bytes.size() : end + 1;
}

static int lineAt(const QByteArray &bytes, qsizetype offset)
{
    return int(bytes.left(offset).count('\n')) + 1;
}

static QString withPlainLineEnds(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace(u'\r', u'\n');
    return text.trimmed();
}

Frontmatter readFrontmatter(const QByteArray &file)
{
    const bool hasMark = file.startsWith("\xEF\xBB\xBF");
    const qsizetype begin = hasMark ? 3 : 0;
    const qsizetype yamlBegin = endOfLine(file, begin);
    if (!isFence(file.mid(begin, yamlBegin - begin)) || yamlBegin >= file.size())
        return broken(1, QStringLiteral("it does not begin with frontmatter between two lines \"---\""));

    qsizetype yamlEnd = yamlBegin;
    qsizetype bodyBegin = -1;
    while (yamlEnd < file.size() && yamlEnd - yamlBegin <= FrontmatterMaximumSize) {
        const qsizetype next = endOfLine(file, yamlEnd);
        if (isFence(file.mid(yamlEnd, next - yamlEnd))) {
            bodyBegin = next;
            break;
        }
        yamlEnd = next;
    }
    if (yamlEnd - yamlBegin > FrontmatterMaximumSize)
        return broken(1, QStringLiteral("its frontmatter is larger than 64 KiB"));
    if (bodyBegin < 0)
        return broken(1, QStringLiteral("its frontmatter has no second line \"---\""));

    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString body = decoder.decode(file.mid(bodyBegin));
    const QByteArray yaml = file.mid(yamlBegin, yamlEnd - yamlBegin);
    QStringDecoder yamlDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString yamlText = yamlDecoder.decode(yaml);
    if (decoder.hasError() || yamlDecoder.hasError()) {
        qsizetype offset = 0; // of the first line that is not UTF-8
        while (offset < file.size()) {
            const qsizetype next = endOfLine(file, offset);
            QStringDecoder line(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            const QString ignored = line.decode(file.mid(offset, next - offset));
            if (line.hasError())
                break;
            offset = next;
        }
        return broken(lineAt(file, offset), QStringLiteral("it is not UTF-8"));
    }

    const YamlReading reading = readYaml(yaml);
    if (!reading.error.isEmpty())
        return broken(reading.line + 1, QStringLiteral("its frontmatter cannot be read: %1").arg(reading.error));
    Frontmatter result{
        .values = reading.values, .body = withPlainLineEnds(body), .error = {}, .line = 0, .oddity = reading.oddity};
    if (hasMark)
        result.oddity = QStringLiteral("SKILL.md begins with a byte order mark");
    return result;
}
