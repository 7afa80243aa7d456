// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/session_seal.h"

#include "core/mcp/protocol/secret.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>

static constexpr qsizetype NonceSize = 16;
static constexpr qsizetype CodeSize = 32;
// Proxies and servers bound the length of headers, ours among them.
static constexpr qsizetype LongestName = 60, LongestVersion = 30;
static constexpr auto Encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

static QByteArray randomBytes(qsizetype count)
{
    std::array<quint32, 8> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), qsizetype(bits.size()));
    return QByteArray(reinterpret_cast<const char *>(bits.data()), count);
}

static QString cut(const QString &text, qsizetype limit)
{
    QString shorter = text.left(limit);
    if (shorter.size() < text.size() && shorter.back().isHighSurrogate())
        shorter.chop(1);
    return shorter;
}

SessionSeal::SessionSeal(QByteArray key)
    : m_key(std::move(key))
{
}

QByteArray SessionSeal::newKey()
{
    return randomBytes(KeySize);
}

QByteArray SessionSeal::codeOf(const QByteArray &content) const
{
    // The words in front: should the key ever seal something else, neither passes for the other.
    return QMessageAuthenticationCode::hash("session 1:" + content, m_key, QCryptographicHash::Sha256);
}

QByteArray SessionSeal::seal(const SessionFacts &facts) const
{
    const QJsonArray list{facts.protocolVersion, cut(facts.clientName, LongestName),
                          cut(facts.clientVersion, LongestVersion)};
    const QByteArray content = randomBytes(NonceSize) + QJsonDocument(list).toJson(QJsonDocument::Compact);
    return (codeOf(content) + content).toBase64(Encoding);
}

std::optional<SessionFacts> SessionSeal::open(const QByteArray &id) const
{
    if (id.size() > LongestId)
        return std::nullopt;
    const QByteArray sealed = QByteArray::fromBase64(id, Encoding);
    if (sealed.size() <= CodeSize + NonceSize)
        return std::nullopt;
    const QByteArray content = sealed.sliced(CodeSize);
    // The same bytes can be written in more than one way; only the one that was given out counts.
    if (!isSameSecret(sealed.first(CodeSize), codeOf(content)) || sealed.toBase64(Encoding) != id)
        return std::nullopt;
    const QJsonArray list = QJsonDocument::fromJson(content.sliced(NonceSize)).array();
    return SessionFacts{list.at(0).toString(), list.at(1).toString(), list.at(2).toString()};
}
