// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/model_choice.h"

#include "core/skills/reading/home_path.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

ModelChoice chooseModel(const std::optional<QString> &asked, const QString &builtIn)
{
    if (!asked || *asked == "words"_L1)
        return {};
    if (*asked == "all-MiniLM-L6-v2"_L1 || *asked == "sentence-transformers/all-MiniLM-L6-v2"_L1)
        return {.path = builtIn, .error = {}};
    const QString folder = homePath(*asked);
    if (QFileInfo(folder).isDir())
        return {.path = folder, .error = {}};
    return {.path = {},
            .error = u"Cannot use the model %1: it is neither built in nor a folder. Searching by words alone"_s.arg(
                *asked)};
}
