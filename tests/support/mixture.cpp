// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/support/mixture.h"

#include <QCoreApplication>
#include <QEventLoop>

Mixture::Mixture(const std::shared_ptr<const SkillSet> &skills, const QString &modelFile)
    : meaning(modelFile, {})
{
    words.use(skills);
    while (words.isBusy())
        QCoreApplication::processEvents();
    meaning.use(skills);
    QEventLoop loop;
    QObject::connect(&meaning, &MeaningIndex::finished, &loop, &QEventLoop::quit);
    QObject::connect(&meaning, &MeaningIndex::failed, &loop, [&loop] { loop.exit(1); });
    meaning.start();
    hasMeaning = loop.exec() == 0;
}

QString Mixture::model()
{
    return QStringLiteral(SKILLS_SOURCE_DIR "/resources/model/minilm-int8.bin");
}
