// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "raw_http.h"

#include <QJsonArray>
#include <QMap>
#include <QString>

/// One client that asks a server with ChangingSkills for everything, again and again, and believes nothing.
///
/// Lives in any one thread; its first finding ends it.
class ChurnClient
{
public:
    explicit ChurnClient(quint16 port);

    /// Asks once in each way. False: see fault().
    [[nodiscard]] bool askForEverything();
    /// Whether its stream tells of a change, sooner or later.
    [[nodiscard]] bool hearsOfChanges();
    [[nodiscard]] QString fault() const { return m_fault; }
    /// How often something was seen.
    [[nodiscard]] QMap<QByteArray, int> seen() const { return m_seen; }

    /// All entries of skills/list by their name; what is wrong with one is a fault.
    [[nodiscard]] QMap<QString, QJsonObject> list();

private:
    struct Answer
    {
        QJsonObject result;
        int error = 0; // JSON-RPC's code; 0: none
        QString message;
    };
    [[nodiscard]] Answer ask(const QByteArray &method, const QJsonObject &params);
    [[nodiscard]] QJsonObject call(const QString &tool, const QJsonObject &arguments);
    void fail(const QString &what);

    void listByTool();
    void find();
    void readByTool(const QString &name);
    void checkEntry(const QJsonObject &entry);
    void verify(const QString &uri);
    void verifyFile(const QString &skillUri, const QJsonObject &entry, const QJsonObject &file);

    RawConnection m_connection;
    QByteArray m_session;
    RawConnection m_stream; // open, and seldom read
    QString m_fault;
    QMap<QByteArray, int> m_seen;
    QStringList m_names; // of the last list
    int m_lastId = 0;
    int m_round = 0;
};
