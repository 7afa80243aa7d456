// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

/// Finds the first place where a text is not JSON.
///
/// Qt's parser accepts more than the Python backend does (raw line breaks in texts, "1.", any escape sequence) and
/// tells the place only roughly.
class JsonSyntax
{
public:
    explicit JsonSyntax(QByteArrayView json);

    [[nodiscard]] bool isGood();
    [[nodiscard]] qsizetype offset() const; // of the first fault, in bytes
    [[nodiscard]] QString cause() const;

private:
    bool value(int depth);
    bool object(int depth);
    bool list(int depth);
    bool text();
    bool escape();
    bool number();
    bool digits();
    bool word(QByteArrayView name);
    bool fail(const QString &cause);
    bool failAt(qsizetype offset, const QString &cause);
    bool failAtValue();
    void skipSpace();
    [[nodiscard]] char next() const; // NUL at the end, and nowhere else in JSON

    QByteArrayView m_json;
    qsizetype m_at = 0;
    qsizetype m_faultAt = 0;
    QString m_cause;
};
