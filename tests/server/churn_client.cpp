// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "churn_client.h"

#include "changing_skills.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;

static constexpr int InvalidParams = -32602;
static constexpr int ResourceNotFound = -32002;
static constexpr int InternalError = -32603;

static QString digestOf(const QByteArray &bytes)
{
    return u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

ChurnClient::ChurnClient(quint16 port)
    : m_connection(port)
    , m_session(openSession(m_connection))
    , m_stream(port)
{
    if (m_session.isEmpty() || m_stream.get("/mcp", mcpHeaders(m_session)).status != 200)
        fail(u"no session or no stream"_s);
}

bool ChurnClient::hearsOfChanges()
{
    return m_stream.seesWithin("notifications/resources/list_changed", 60'000);
}

void ChurnClient::fail(const QString &what)
{
    if (m_fault.isEmpty())
        m_fault = what;
}

ChurnClient::Answer ChurnClient::ask(const QByteArray &method, const QJsonObject &params)
{
    const RawAnswer answer =
        m_connection.post("/mcp",
                          R"({"jsonrpc":"2.0","id":)" + QByteArray::number(++m_lastId) + R"(,"method":")" + method +
                              R"(","params":)" + QJsonDocument(params).toJson(QJsonDocument::Compact) + '}',
                          mcpHeaders(m_session));
    ++m_seen[method];
    if (answer.status != 200 || answer.json().value(u"id"_s).toInt() != m_lastId)
        fail(QString::fromUtf8(method + ": HTTP status " + QByteArray::number(answer.status) + ", " +
                               answer.body.left(200)));
    const QJsonObject error = answer.json().value(u"error"_s).toObject();
    return {answer.json().value(u"result"_s).toObject(), error.value(u"code"_s).toInt(),
            error.value(u"message"_s).toString()};
}

QJsonObject ChurnClient::call(const QString &tool, const QJsonObject &arguments)
{
    const Answer answer = ask("tools/call", {{u"name"_s, tool}, {u"arguments"_s, arguments}});
    if (answer.error != 0)
        fail(tool + u": "_s + answer.message);
    return answer.result;
}

bool ChurnClient::askForEverything()
{
    ++m_round;
    listByTool();
    find();
    if (!m_names.isEmpty())
        readByTool(m_names.at((m_round * 7) % m_names.size()));
    const QMap<QString, QJsonObject> entries = list();
    if (!entries.isEmpty())
        verify(std::next(entries.begin(), (m_round * 5) % entries.size())->value(u"uri"_s).toString());
    return m_fault.isEmpty();
}

void ChurnClient::listByTool()
{
    const QJsonObject result = call(u"list_skills"_s, {});
    const QJsonObject structured = result.value(u"structuredContent"_s).toObject();
    const QString text = result.value(u"content"_s).toArray().first().toObject().value(u"text"_s).toString();
    const QJsonArray skills = structured.value(u"skills"_s).toArray();
    if (structured.value(u"total"_s).toInt() != skills.size() || skills.isEmpty())
        fail(u"list_skills counts %1 of %2"_s.arg(structured.value(u"total"_s).toInt()).arg(skills.size()));
    m_names.clear();
    for (const QJsonValue skill : skills) {
        const QString name = skill[u"name"].toString();
        const QString description = skill[u"description"].toString();
        if (description != ChangingSkills::description(name, ChangingSkills::revisionOf(description)))
            fail(u"list_skills, %1: %2"_s.arg(name, description));
        if (!text.contains(description))
            fail(u"list_skills: its text is of another moment than its structure"_s);
        m_names << name;
    }
    if (QSet<QString>(m_names.begin(), m_names.end()).size() != m_names.size())
        fail(u"list_skills: the same name twice"_s);
}

void ChurnClient::find()
{
    const QJsonObject result =
        call(u"find_helpful_skills"_s, {{u"task_description"_s, u"weigh rivers against invoices"_s}, {u"top_k"_s, 5}});
    const QJsonArray skills = result.value(u"structuredContent"_s)[u"skills"].toArray();
    if (skills.isEmpty())
        fail(u"find_helpful_skills: nothing found"_s);
    double before = 1;
    for (const QJsonValue skill : skills) {
        const QString name = skill[u"name"].toString();
        const QString description = skill[u"description"].toString();
        const int revision = ChangingSkills::revisionOf(description);
        if (description != ChangingSkills::description(name, revision))
            fail(u"find_helpful_skills, %1: %2"_s.arg(name, description));
        const QString content = skill[u"content"].toString();
        if (content.endsWith(u"has just changed; ask again."_s))
            ++m_seen["changed meanwhile"];
        else if (content != ChangingSkills::content(name, revision))
            fail(u"find_helpful_skills, %1 of revision %2: its content is not whole: %3"_s.arg(name).arg(revision).arg(
                content.right(60)));
        const double score = skill[u"score"].toDouble(-1);
        if (score < 0 || score > before)
            fail(u"find_helpful_skills: score %1 after %2"_s.arg(score).arg(before));
        before = score;
    }
}

void ChurnClient::readByTool(const QString &name)
{
    const QJsonObject result =
        call(u"read_skill_document"_s, {{u"skill_name"_s, name}, {u"document_path"_s, u"notes.md"_s}});
    const QString said = result.value(u"content"_s).toArray().first().toObject().value(u"text"_s).toString();
    if (result.value(u"isError"_s).toBool()) {
        ++m_seen["changed meanwhile"];
        if (!said.contains(u"has just changed; ask again"_s))
            fail(u"read_skill_document: "_s + said.left(200));
        return;
    }
    const QJsonArray documents = result.value(u"structuredContent"_s)[u"documents"].toArray();
    if (documents.isEmpty()) {
        ++m_seen["gone"];
        return;
    }
    const QString text = documents.first()[u"text"].toString();
    if (text != QString::fromUtf8(ChangingSkills::notes(name, ChangingSkills::revisionOf(text))))
        fail(u"read_skill_document, %1: not whole: %2 … %3"_s.arg(name, text.left(60), text.right(60)));
    ++m_seen["documents whole"];
}

void ChurnClient::checkEntry(const QJsonObject &entry)
{
    const QJsonObject frontmatter = entry.value(u"frontmatter"_s).toObject();
    const QString name = frontmatter.value(u"name"_s).toString();
    const QString description = frontmatter.value(u"description"_s).toString();
    const int revision = ChangingSkills::revisionOf(description);
    if (description != ChangingSkills::description(name, revision))
        fail(u"An entry of %1: %2"_s.arg(name, description));
    const QString uri = entry.value(u"uri"_s).toString();
    const QByteArray whole = ChangingSkills::skillMd(name, revision);
    for (const QJsonValue file : entry.value(u"resources"_s).toArray()) {
        if (file[u"uri"].toString() == uri &&
            (file[u"digest"].toString() != digestOf(whole) || file[u"size"].toInteger() != whole.size()))
            fail(u"An entry of %1, revision %2: the digest is not of that revision"_s.arg(name).arg(revision));
    }
}

QMap<QString, QJsonObject> ChurnClient::list()
{
    QMap<QString, QJsonObject> entries;
    QJsonObject params;
    do {
        const Answer answer = ask("skills/list", params);
        if (answer.error != 0)
            fail(u"skills/list: "_s + answer.message);
        for (const QJsonValue entry : answer.result.value(u"skills"_s).toArray()) {
            checkEntry(entry.toObject());
            entries.insert(entry[u"frontmatter"][u"name"].toString(), entry.toObject());
        }
        params.insert(u"cursor"_s, answer.result.value(u"nextCursor"_s));
    } while (params.value(u"cursor"_s).isString() && m_fault.isEmpty());
    return entries;
}

void ChurnClient::verify(const QString &uri)
{
    const Answer answer = ask("skills/get", {{u"uri"_s, uri}});
    if (answer.error == InvalidParams) {
        ++m_seen["gone"];
        return;
    }
    if (answer.error != 0)
        fail(u"skills/get: "_s + answer.message);
    const QJsonObject entry = answer.result.value(u"skill"_s).toObject();
    checkEntry(entry);
    for (const QJsonValue file : entry.value(u"resources"_s).toArray())
        verifyFile(uri, entry, file.toObject());
}

void ChurnClient::verifyFile(const QString &skillUri, const QJsonObject &entry, const QJsonObject &file)
{
    const QString uri = file.value(u"uri"_s).toString();
    const Answer answer = ask("resources/read", {{u"uri"_s, uri}});
    if (answer.error == ResourceNotFound || answer.error == InternalError) {
        ++m_seen[answer.error == InternalError ? "changed meanwhile" : "gone"];
        if (answer.error == InternalError && !answer.message.contains(u"just changed; ask again"_s))
            fail(u"resources/read: "_s + answer.message);
        return;
    }
    if (answer.error != 0)
        fail(u"resources/read: "_s + answer.message);
    const QByteArray bytes =
        answer.result.value(u"contents"_s).toArray().first().toObject().value(u"text"_s).toString().toUtf8();
    if (digestOf(bytes) == file.value(u"digest"_s).toString() && bytes.size() == file.value(u"size"_s).toInteger()) {
        ++m_seen["digests verified"];
        return;
    }
    // It changed after the entry was made; then the entry says so from now on.
    ++m_seen["changed meanwhile"];
    const Answer now = ask("skills/get", {{u"uri"_s, skillUri}});
    if (now.error != InvalidParams && now.result.value(u"skill"_s).toObject() == entry)
        fail(u"resources/read, %1: other bytes than the entry's digest names, and the entry stays"_s.arg(uri));
}
