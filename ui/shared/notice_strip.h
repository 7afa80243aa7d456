// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QToolButton;
class TextBlock;

/// One sentence of news that the user can dismiss.
class NoticeStrip : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeStrip(QWidget *parent = nullptr);

    /// Comes after what is still shown.
    void addText(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshColours();

    TextBlock *m_text;
    QToolButton *m_close;
    bool m_refreshing = false;
};
