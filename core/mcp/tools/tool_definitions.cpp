// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/tool_definitions.h"

#include "core/mcp/protocol/protocol.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

static QJsonObject property(const QString &type, const QString &description)
{
    return {{u"type"_s, type}, {u"description"_s, description}};
}

static QJsonObject typed(const QString &type)
{
    return {{u"type"_s, type}};
}

static QJsonObject listOf(const QJsonObject &items)
{
    return {{u"type"_s, u"array"_s}, {u"items"_s, items}};
}

static QJsonObject object(const QJsonObject &properties, const QStringList &required)
{
    return {
        {u"type"_s, u"object"_s}, {u"properties"_s, properties}, {u"required"_s, QJsonArray::fromStringList(required)}};
}

static QJsonObject documentSchema()
{
    return object({{u"path"_s, typed(u"string"_s)},
                   {u"type"_s, typed(u"string"_s)},
                   {u"size"_s, property(u"integer"_s, u"Bytes"_s)},
                   {u"uri"_s, typed(u"string"_s)},
                   {u"text"_s, typed(u"string"_s)}},
                  {u"path"_s, u"type"_s, u"size"_s, u"uri"_s});
}

/// `language`: that of the skills, if it is known.
static QJsonObject findInput(int defaultTopK, const QString &language)
{
    QJsonObject topK = property(
        u"integer"_s, u"How many skills to return at most (1 to 100; what is above counts as 100). More may be less "
                      "relevant."_s);
    topK.insert(u"default"_s, defaultTopK);
    topK.insert(u"minimum"_s, 1);
    QJsonObject listDocuments =
        property(u"boolean"_s, u"List each skill's documents (scripts, references, assets), too"_s);
    listDocuments.insert(u"default"_s, true);
    const QString asked =
        u"What you want to do, in words: goal, context, field. For example 'find out why a Python API "
        "call fails' or 'fill in a PDF form'. Write it in %1: the skills are written in %1."_s;
    return object(
        {{u"task_description"_s, property(u"string"_s, asked.arg(language.isEmpty() ? u"English"_s : language))},
         {u"top_k"_s, topK},
         {u"list_documents"_s, listDocuments}},
        {u"task_description"_s});
}

static QJsonObject findOutput()
{
    QJsonObject score = property(u"number"_s, u"0 to 1"_s);
    return object({{u"skills"_s, listOf(object({{u"name"_s, typed(u"string"_s)},
                                                {u"score"_s, score},
                                                {u"source"_s, typed(u"string"_s)},
                                                {u"description"_s, typed(u"string"_s)},
                                                {u"uri"_s, typed(u"string"_s)},
                                                {u"content"_s, typed(u"string"_s)},
                                                {u"truncated"_s, typed(u"boolean"_s)},
                                                {u"documents"_s, listOf(documentSchema())}},
                                               {u"name"_s, u"score"_s, u"source"_s, u"description"_s, u"uri"_s,
                                                u"content"_s, u"truncated"_s}))}},
                  {u"skills"_s});
}

static QJsonObject readInput(bool inPortions)
{
    // No type of two: some clients refuse that. Null is taken for "not given" all the same.
    const QJsonObject path = property(
        u"string"_s, u"A document's path, or a pattern: %1'scripts/run.py', 'scripts/*.py', 'references/*'. "
                     "Without it, the answer lists all documents."_s.arg(inPortions ? u"'SKILL.md', "_s : QString()));
    QJsonObject base64 = property(u"boolean"_s, u"Send images themselves; otherwise only their address"_s);
    base64.insert(u"default"_s, false);
    QJsonObject properties{
        {u"skill_name"_s, property(u"string"_s, u"The skill's name, as find_helpful_skills gives it"_s)},
        {u"document_path"_s, path},
        {u"include_base64"_s, base64}};
    if (inPortions) {
        const auto place = [](const QString &description) {
            QJsonObject number = property(u"integer"_s, description);
            number.insert(u"default"_s, 1);
            number.insert(u"minimum"_s, 1);
            return number;
        };
        properties.insert(u"from_line"_s, place(u"The line to read on from, as the answer that was cut says"_s));
        properties.insert(u"from_character"_s, place(u"The character in that line, where a line was cut"_s));
    }
    return object(properties, {u"skill_name"_s});
}

static QJsonObject readOutput()
{
    return object({{u"skill"_s, typed(u"string"_s)},
                   {u"found"_s, property(u"boolean"_s, u"Whether there is a skill of that name"_s)},
                   {u"documents"_s, listOf(documentSchema())}},
                  {u"skill"_s, u"found"_s, u"documents"_s});
}

static QJsonObject listOutput()
{
    return object({{u"total"_s, typed(u"integer"_s)},
                   {u"complete"_s, property(u"boolean"_s, u"False while skills are still being read"_s)},
                   {u"skills"_s, listOf(object({{u"name"_s, typed(u"string"_s)},
                                                {u"description"_s, typed(u"string"_s)},
                                                {u"source"_s, typed(u"string"_s)},
                                                {u"uri"_s, typed(u"string"_s)},
                                                {u"documents"_s, typed(u"integer"_s)}},
                                               {u"name"_s, u"description"_s, u"source"_s, u"uri"_s, u"documents"_s}))}},
                  {u"total"_s, u"complete"_s, u"skills"_s});
}

/// `output`: empty if the tool answers in text alone.
static QJsonObject tool(QLatin1StringView name, const QString &title, const QString &description,
                        const QJsonObject &input, const QJsonObject &output, const QString &version)
{
    QJsonObject tool{{u"name"_s, QString(name)}, {u"description"_s, description}, {u"inputSchema"_s, input}};
    if (version >= BatchVersion) {
        tool.insert(u"annotations"_s, QJsonObject{{u"title"_s, title},
                                                  {u"readOnlyHint"_s, true},
                                                  {u"destructiveHint"_s, false},
                                                  {u"idempotentHint"_s, true},
                                                  {u"openWorldHint"_s, false}});
    }
    if (version >= StructuredVersion) {
        tool.insert(u"title"_s, title);
        if (!output.isEmpty())
            tool.insert(u"outputSchema"_s, output);
    }
    return tool;
}

static QJsonObject findTool(const QJsonObject &input, const QJsonObject &output, const QString &version)
{
    return tool(FindTool, u"Find the most helpful skill for any task"_s,
                u"Call this FIRST whenever a task needs knowledge of a field beyond common sense, before searching, "
                "coding or anything else, even when you feel sure. It searches a library of proven skills and returns "
                "the most relevant ones with step-by-step guidance and best practices."_s,
                input, output, version);
}

QJsonArray originalTools(const QString &version, int defaultTopK)
{
    return {findTool(findInput(defaultTopK, {}), findOutput(), version),
            tool(ReadTool, u"Open skill documents and assets"_s,
                 u"Use after finding a skill, to read its scripts, references and assets. Takes a path or a pattern "
                 "such as 'scripts/*.py'. Returns text, or images on request, and never runs anything. Read only what "
                 "the current step needs."_s,
                 readInput(false), readOutput(), version),
            tool(ListTool, u"List available skills"_s,
                 u"Returns every loaded skill with its description, source and number of documents, to explore or to "
                 "debug. For a task, prefer find_helpful_skills."_s,
                 object({}, {}), listOutput(), version)};
}

QJsonArray briefTools(const QString &version, int defaultTopK, const QString &language)
{
    const QJsonObject from = property(u"string"_s, u"The name to begin with; without it, the first"_s);
    return {findTool(findInput(defaultTopK, language), {}, version),
            tool(ReadTool, u"Open skill documents and assets"_s,
                 u"Use after finding a skill, to read its SKILL.md, scripts, references and assets. Takes a path or a "
                 "pattern such as 'scripts/*.py'. Returns text, in portions if it is long, or images on request, and "
                 "never runs anything. Read only what the current step needs."_s,
                 readInput(true), {}, version),
            tool(ListTool, u"List available skills"_s,
                 u"Returns the skills by name, a line each, in portions if there are many. For a task, prefer "
                 "find_helpful_skills."_s,
                 object({{u"from"_s, from}}, {}), {}, version)};
}
