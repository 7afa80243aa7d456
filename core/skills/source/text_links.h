// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>

/// The files directly below `folder` that are links to folders of skills, as git writes them where links cannot be
/// made: a text that is the path. The target by the file's name.
///
/// Only small files without a suffix are looked into; a word that may mean anything counts if a folder is there.
[[nodiscard]] QHash<QString, QString> textLinksIn(const QString &folder);
