// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/time_dialog.h"

#include "ui/shared/line_field.h"
#include "ui/log/log_time.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

// With the day only where the log has several.
static QString written(qint64 timeMs, bool withDay)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).toString(withDay ? u"yyyy-MM-dd HH:mm:ss"_s : u"HH:mm:ss"_s);
}

TimeDialog::TimeDialog(qint64 firstMs, qint64 lastMs, QWidget *parent)
    : QDialog(parent)
    , m_firstMs(firstMs)
    , m_lastMs(std::max(firstMs, lastMs))
    , m_text(new LineField(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Go to time"));
    const bool days =
        QDateTime::fromMSecsSinceEpoch(m_firstMs).date() != QDateTime::fromMSecsSinceEpoch(m_lastMs).date();
    auto *question =
        new QLabel(tr("&Time, from %1 to %2:").arg(written(m_firstMs, days), written(m_lastMs, days)), this);
    question->setBuddy(m_text);
    m_text->setText(written(m_lastMs, false));
    m_text->selectAll();
    m_text->setToolTip(tr("As 18:44, 18:44:02 or 18:44:02.101; before it a day, as 2026-11-22, if it is not the last"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Go"));

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(question);
    layout->addWidget(m_text);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    connect(buttons, &QDialogButtonBox::accepted, this, &TimeDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &TimeDialog::reject);
    connect(m_text, &QLineEdit::textEdited, this, [this] { explain({}); });
}

void TimeDialog::accept()
{
    const auto span = timeFromText(m_text->text(), m_lastMs);
    if (!span)
        return explain(tr("\u201c%1\u201d is no time. Write it as 18:44, 18:44:02 or 2026-11-22 18:44.")
                           .arg(m_text->text().trimmed()));
    if (span->endMs <= m_firstMs || span->fromMs > m_lastMs)
        return explain(tr("The log has no line of %1; it goes from %2 to %3.")
                           .arg(written(span->fromMs, true), written(m_firstMs, true), written(m_lastMs, true)));
    QDialog::accept();
    emit timeChosen(span->fromMs);
}

void TimeDialog::explain(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_text->setAccessibleDescription(problem);
    if (!problem.isEmpty())
        m_text->setFocus();
}
