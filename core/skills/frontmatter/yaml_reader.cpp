// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/yaml_reader.h"

#include "core/skills/frontmatter/yaml_scalar.h"

#include <QJsonArray>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

/// Builds JSON from the parser's events: no tree that an alias could make huge is ever made.
///
/// The parser offers no other way to stop it than an exception, so limits are thrown, and caught in readYaml().
class JsonBuilder : public YAML::EventHandler
{
public:
    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(mark, anchor, {QJsonValue::Null, {}, 1, 0});
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto known = m_anchors.find(anchor);
        if (known == m_anchors.end())
            throw YAML::ParserException(mark, "an alias stands inside of what it names");
        add(mark, 0, known->second);
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        const QString text = QString::fromStdString(value);
        const QJsonValue json = yamlScalar(tag, text, m_oddity);
        add(mark, anchor, {json, text, 1, qsizetype(value.size())});
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(mark, anchor, false);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(mark, anchor, true);
    }
    void OnMapEnd() override { close(); }

    [[nodiscard]] QJsonValue root() const { return m_root; }
    [[nodiscard]] QString oddity() const { return m_oddity; }
    [[nodiscard]] QHash<QString, QString> written() const { return m_written; }

private:
    struct Node
    {
        QJsonValue value = QJsonValue::Null;
        QString asWritten; // of a scalar: what it is called as a key
        int nodes = 1;
        qsizetype text = 0;
    };
    struct Container
    {
        YAML::Mark mark;
        YAML::anchor_t anchor = 0;
        bool isMap = false, hasKey = false;
        QString key;
        QJsonObject object;
        QJsonArray array;
        int nodes = 1;
        qsizetype text = 0;
    };

    void open(const YAML::Mark &mark, YAML::anchor_t anchor, bool isMap)
    {
        if (m_open.size() >= YamlMaximumDepth)
            throw YAML::ParserException(mark, "it is nested too deeply");
        if (!m_open.empty() && m_open.back().isMap && !m_open.back().hasKey)
            throw YAML::ParserException(mark, "a key has to be a text");
        Container container;
        container.mark = mark;
        container.anchor = anchor;
        container.isMap = isMap;
        m_open.push_back(container);
    }

    void close()
    {
        const Container done = m_open.back();
        m_open.pop_back();
        const QJsonValue value = done.isMap ? QJsonValue(done.object) : QJsonValue(done.array);
        add(done.mark, done.anchor, {value, {}, done.nodes, done.text});
    }

    void add(const YAML::Mark &mark, YAML::anchor_t anchor, const Node &node)
    {
        m_nodes += m_open.empty() ? 0 : node.value.isArray() || node.value.isObject() ? 1 : node.nodes;
        if (anchor)
            m_anchors[anchor] = node;
        if (m_open.empty()) {
            m_root = node.value;
            return;
        }
        Container &parent = m_open.back();
        parent.nodes += node.nodes;
        parent.text += node.text;
        if (parent.nodes > YamlMaximumNodes || m_nodes > YamlMaximumNodes || parent.text > YamlMaximumText)
            throw YAML::ParserException(mark, "it holds, or its aliases unfold to, too many values");
        if (!parent.isMap) {
            parent.array.append(node.value);
        } else if (!parent.hasKey) {
            takeKey(mark, parent, node);
        } else {
            parent.object.insert(parent.key, node.value);
            if (m_open.size() == 1)
                m_written.insert(parent.key, node.asWritten);
            parent.hasKey = false;
        }
    }

    void takeKey(const YAML::Mark &mark, Container &parent, const Node &node)
    {
        if (node.value.isArray() || node.value.isObject())
            throw YAML::ParserException(mark, "a key has to be a text");
        if (!node.value.isString())
            m_oddity = QStringLiteral("the frontmatter has a key that is not a text: %1").arg(node.asWritten);
        else if (node.asWritten == QStringLiteral("<<"))
            m_oddity = QStringLiteral("the frontmatter merges mappings by \"<<\"");
        // Of Qt 6.8 QJsonObject reads behind a null pointer where such a key is there already.
        parent.key = node.asWritten.isNull() ? QStringLiteral("") : node.asWritten;
        if (parent.object.contains(parent.key))
            m_oddity = QStringLiteral("the frontmatter has the key \"%1\" twice").arg(parent.key);
        parent.hasKey = true;
    }

    std::vector<Container> m_open;
    std::map<YAML::anchor_t, Node> m_anchors;
    QJsonValue m_root = QJsonValue::Undefined;
    QString m_oddity;
    QHash<QString, QString> m_written;
    int m_nodes = 0;
};

static YamlReading faulty(const QString &error, int line)
{
    YamlReading reading;
    reading.error = error;
    reading.line = line;
    return reading;
}

/// What the parser complains of, in words that people know who know no grammar.
static QString inWords(const std::string &fault)
{
    static constexpr std::pair<std::string_view, const char *> Words[] = {
        {"end of sequence flow not found", "a \"[\" is not closed, or something stands behind its \"]\""},
        {"end of map flow not found", "a \"{\" is not closed, or something stands behind its \"}\""},
        {"end of sequence not found", "a line is not indented as the entries of a list above it"},
        {"end of map not found", "a line is no \"key: value\", or is not indented as those above it"},
        {"illegal map value", "a text with a colon and a blank is not quoted"},
        {"illegal map key", "a \"?\" begins a text that is not quoted"},
        {"illegal block entry", "a \"- \" begins a text that is not quoted"},
        {"illegal flow end", "a \"]\" or \"}\" closes nothing"},
        {"illegal EOF in scalar", "a quotation mark is not closed"},
        {"illegal document indicator in scalar", "a quotation mark is not closed"},
        {"illegal tab when looking for indentation", "a tab indents a line"},
        {"alias not found after *", "a \"*\" begins a text that is not quoted"},
        {"anchor not found after &", "a \"&\" begins a text that is not quoted"},
        {"illegal character found while scanning alias", "a \"*\" begins a text that is not quoted"},
        {"illegal character found while scanning anchor", "a \"&\" begins a text that is not quoted"},
        {"unknown token", "a \"@\", \"`\", \"%\" or tab begins a text that is not quoted"},
        {"unknown escape character: ", "a \"\\\" in double quotes has to be doubled"},
        {"unexpected character in block scalar", "something stands behind a \"|\" or \">\""},
        {"the referenced anchor is not defined", "a \"*\" begins a text that is not quoted"},
    };
    for (const auto &[said, words] : Words) {
        if (fault.compare(0, said.size(), said) == 0)
            return QString::fromUtf8(words);
    }
    return QString::fromStdString(fault);
}

/// The line of the first level that is no "key: value", which the parser takes for a key without a value; 0: none.
static int looseLine(const QByteArray &yaml, const QJsonObject &values)
{
    const QStringList keys = values.keys();
    const bool mayBe =
        std::any_of(keys.begin(), keys.end(), [&](const QString &key) { return values.value(key).isNull(); });
    int number = 0;
    for (const QByteArray &line : mayBe ? yaml.split('\n') : QByteArrayList()) {
        ++number;
        const QString text = QString::fromUtf8(line).trimmed();
        if (!text.isEmpty() && values.contains(text) && values.value(text).isNull())
            return number;
    }
    return 0;
}

YamlReading readYaml(const QByteArray &yaml)
{
    if (yaml.size() > YamlMaximumText)
        return faulty(QStringLiteral("it is larger than 256 KiB"), 1);
    JsonBuilder builder;
    try {
        // Without the mark of a document's end the parser takes an open quotation for closed.
        std::istringstream stream(yaml.toStdString() + (yaml.endsWith('\n') ? "...\n" : "\n...\n"));
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            return faulty(QStringLiteral("it is empty"), 1);
        JsonBuilder another;
        if (parser.HandleNextDocument(another) && another.root() != QJsonValue::Null)
            return faulty(QStringLiteral("it is more than one document"), 1);
    } catch (const YAML::Exception &fault) {
        const int line = fault.mark.is_null() ? 1 : fault.mark.line + 1;
        return faulty(inWords(fault.msg), line);
    } catch (const std::exception &fault) {
        return faulty(QString::fromLocal8Bit(fault.what()), 1);
    }
    if (builder.root().isNull())
        return {}; // nothing but blanks and comments
    if (!builder.root().isObject())
        return faulty(QStringLiteral("it is not a list of \"key: value\""), 1);
    if (const int line = looseLine(yaml, builder.root().toObject()))
        return faulty(QStringLiteral("it is no \"key: value\""), line);
    YamlReading reading;
    reading.values = builder.root().toObject();
    reading.oddity = builder.oddity();
    reading.written = builder.written();
    return reading;
}
