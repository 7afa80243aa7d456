// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/bench/original_ranking.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <cstdio>

using namespace Qt::StringLiterals;

bool OriginalRanking::ask(const std::shared_ptr<const SkillSet> &skills, const QStringList &questions)
{
    const QString folder = qEnvironmentVariable("SKILLS_REAL_BACKEND");
    QFile config(folder + u"/skills.json"_s);
    if (folder.isEmpty() || !config.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "Without the original: SKILLS_REAL_BACKEND does not name its folder\n");
        return false;
    }
    use(skills);
    const QString model = QJsonDocument::fromJson(config.readAll()).object().value("embedding_model"_L1).toString();
    QJsonArray described;
    for (const auto &skill : skills->skills)
        described.append(QJsonArray{skill->name, skill->description});
    const QJsonObject asked{{u"skills"_s, described}, {u"questions"_s, QJsonArray::fromStringList(questions)}};
    QProcess python;
    python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    python.start(folder + u"/venv/bin/python"_s, {QStringLiteral(BENCH_ORIGINAL_SEARCH), model});
    python.write(QJsonDocument(asked).toJson(QJsonDocument::Compact));
    python.closeWriteChannel();
    if (!python.waitForFinished(600'000) || python.exitCode() != 0)
        return false;
    const QList<QByteArray> lines = python.readAllStandardOutput().trimmed().split('\n');
    for (qsizetype i = 0; i < lines.size() && i < questions.size(); ++i) {
        QStringList &names = m_answers[questions.at(i)];
        const QJsonArray found = QJsonDocument::fromJson(lines.at(i)).array();
        for (const QJsonValue name : found)
            names.append(name.toString());
    }
    return lines.size() == questions.size();
}

QList<RankedSkill> OriginalRanking::search(const QString &question, int limit) const
{
    QList<RankedSkill> ranked;
    const QStringList names = m_answers.value(question).mid(0, limit);
    for (const QString &name : names)
        ranked.append({m_skills->find(name), 0});
    return ranked;
}
