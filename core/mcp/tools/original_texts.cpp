// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/original_texts.h"

#include <QRegularExpression>
#include <QStringList>

#include <array>
#include <charconv>

using namespace Qt::StringLiterals;

/// Decimals as Python's format() writes them: exact ties go to the even digit, whatever the locale.
static QString fixed(double value, int decimals)
{
    std::array<char, 64> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return QString::fromLatin1(buffer.data(), end.ptr - buffer.data());
}

static QString kilobytes(qint64 bytes)
{
    return fixed(double(bytes) / 1024, 1) + " KB"_L1;
}

static QString line(char c)
{
    return QString(80, QLatin1Char(c));
}

/// What the original says while it still reads; empty when everything is read.
static QString loadingText(const LoadProgress &progress)
{
    if (progress.complete)
        return {};
    if (progress.loaded == 0)
        return u"[LOADING: Skills are being loaded in the background, please wait...]\n"_s;
    return u"[LOADING: %1/%2 skills loaded, indexing in progress...]\n"_s.arg(progress.loaded)
        .arg(std::max(progress.found, progress.loaded));
}

QList<SkillFile> documentsOf(const Skill &skill)
{
    QList<SkillFile> documents;
    std::copy_if(skill.files.begin(), skill.files.end(), std::back_inserter(documents),
                 [](const SkillFile &file) { return file.isDocument; });
    return documents;
}

QString documentType(const SkillFile &file)
{
    return file.isText ? u"text"_s : u"image"_s;
}

QString shortSource(const QString &source)
{
    static const QRegularExpression Repository(u"github\\.com/([^/]+/[^/]+)"_s);
    const QRegularExpressionMatch match = Repository.match(source);
    return match.hasMatch() ? match.captured(1) : source;
}

std::optional<QString> cutTo(const QString &text, int limit)
{
    qsizetype end = 0;
    for (int count = 0; count < limit && end < text.size(); ++count)
        end += text[end].isHighSurrogate() && end + 1 < text.size() ? 2 : 1;
    return end < text.size() ? std::optional(text.first(end)) : std::nullopt;
}

QString decodedText(const QByteArray &bytes)
{
    QString text = QString::fromUtf8(bytes);
    if (bytes.startsWith("\xef\xbb\xbf") && !text.startsWith(QChar(QChar::ByteOrderMark)))
        text.prepend(QChar(QChar::ByteOrderMark));
    return text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
}

static void appendDocumentLines(QStringList &parts, const QList<SkillFile> &documents)
{
    for (const SkillFile &file : documents) {
        parts << u"  - "_s + file.path + " ("_L1 + documentType(file) + ", "_L1 + kilobytes(file.shownSize) + u')';
    }
}

QString foundText(const QString &question, const QList<RankedSkill> &results, bool listDocuments,
                  std::optional<int> maxContentChars, const LoadProgress &progress)
{
    const QString loading = loadingText(progress);
    if (results.isEmpty()) {
        if (!progress.complete && progress.loaded == 0)
            return loading + "No skills loaded yet. Please wait for skills to load and try again."_L1;
        return u"No relevant skills found for the given task description."_s;
    }
    QStringList parts;
    if (!loading.isEmpty())
        parts << loading;
    parts << u"Found "_s + QString::number(results.size()) + " relevant skill(s) for: '"_L1 + question + "'\n"_L1;
    int number = 0;
    for (const RankedSkill &result : results) {
        const Skill &skill = *result.skill;
        parts << u'\n' + line('=') << u"\nSkill "_s + QString::number(++number) + ": "_L1 + skill.name
              << u"\nRelevance Score: "_s + fixed(result.score, 4) << u"\nSource: "_s + skill.source
              << u"\nDescription: "_s + skill.description;
        const QList<SkillFile> documents = documentsOf(skill);
        if (!documents.isEmpty()) {
            parts << u"\nAdditional Documents: "_s + QString::number(documents.size()) + " file(s)"_L1;
            if (listDocuments) {
                parts << u"\nAvailable Documents:"_s;
                appendDocumentLines(parts, documents);
            }
        }
        parts << u'\n' + line('-') << u"\nFull Content:\n"_s;
        const QString content = skill.content.trimmed();
        const auto cut = maxContentChars ? cutTo(content, *maxContentChars) : std::nullopt;
        if (cut) {
            parts << *cut + "..."_L1
                  << u"\n\n[Content truncated at "_s + QString::number(*maxContentChars) +
                         " characters. View full skill at: "_L1 + skill.source + u']';
        } else {
            parts << content;
        }
        parts << u'\n' + line('=') + u'\n';
    }
    return parts.join(u'\n');
}

QString listText(const SkillSet &skills, const LoadProgress &progress)
{
    const QString loading = loadingText(progress);
    if (skills.skills.isEmpty()) {
        return progress.complete ? u"No skills currently loaded."_s
                                 : loading + "No skills loaded yet. Please wait for skills to load."_L1;
    }
    QStringList parts;
    if (!loading.isEmpty())
        parts << loading;
    parts << u"Total skills loaded: "_s + QString::number(skills.skills.size()) + u'\n' << line('=') << u"\n"_s;
    int number = 0;
    for (const auto &skill : skills.skills) {
        const auto documents = std::count_if(skill->files.begin(), skill->files.end(),
                                             [](const SkillFile &file) { return file.isDocument; });
        parts << QString::number(++number) + ". "_L1 + skill->name << u"   Description: "_s + skill->description
              << u"   Source: "_s + shortSource(skill->source)
              << u"   Documents: "_s + QString::number(documents) + " file(s)"_L1 << QString();
    }
    return parts.join(u'\n');
}

QString unknownSkillText(const QString &skill, const LoadProgress &progress)
{
    return loadingText(progress) + u"Skill '"_s + skill +
           "' not found. Please use find_helpful_skills to find valid skill names."_L1;
}

QString documentListText(const QString &skill, const QList<SkillFile> &documents)
{
    if (documents.isEmpty())
        return u"Skill '"_s + skill + "' has no additional documents."_L1;
    QStringList parts{u"Available documents for skill '"_s + skill + "':\n"_L1};
    appendDocumentLines(parts, documents);
    return parts.join(u'\n');
}

QString noMatchText(const QString &skill, const QString &pattern)
{
    return u"No documents matching '"_s + pattern + "' found in skill '"_L1 + skill + "'."_L1;
}

QString documentText(const ReadDocument &document, bool withImage)
{
    if (document.file.isText)
        return u"Document: "_s + document.file.path + "\n\n"_L1 + line('=') + "\n\n"_L1 + document.text;
    QStringList parts{u"Image: "_s + document.file.path + u'\n'};
    if (document.tooLarge) {
        parts << u"Size: "_s + kilobytes(document.file.shownSize) + " (exceeds limit)"_L1
              << u"\nURL: "_s + document.uri;
    } else if (document.isNoImage) {
        parts << u"(Not sent: its bytes are no image)"_s << u"\nURL: "_s + document.uri;
    } else if (withImage) {
        parts << u"(The image follows)"_s << u"\n\nAlternatively, access via URL: "_s + document.uri;
    } else {
        parts << u"URL: "_s + document.uri << u"\n(Set include_base64=true to get base64-encoded content)"_s;
    }
    return parts.join(u'\n');
}

QString documentsText(const QString &pattern, const QList<ReadDocument> &documents, bool withImages)
{
    QStringList parts{u"Found "_s + QString::number(documents.size()) + " documents matching '"_L1 + pattern +
                      "':\n"_L1};
    for (const ReadDocument &document : documents) {
        parts << u'\n' + line('=') << u"\nDocument: "_s + document.file.path
              << u"\nType: "_s + documentType(document.file) << u"\nSize: "_s + kilobytes(document.file.shownSize);
        if (document.file.isText) {
            parts << u"\nContent:"_s << line('-') << u'\n' + document.text;
        } else if (document.tooLarge) {
            parts << u"\n(Size exceeds limit)"_s << u"\nURL: "_s + document.uri;
        } else {
            if (document.isNoImage)
                parts << u"\n(Not sent: its bytes are no image)"_s;
            else if (withImages)
                parts << u"\n(The image follows)"_s;
            parts << u"\nURL: "_s + document.uri;
        }
        parts << u'\n' + line('=');
    }
    return parts.join(u'\n');
}
