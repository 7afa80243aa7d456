// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLoggingCategory>

/// What the skills room has to tell the people who read the backend's log.
Q_DECLARE_LOGGING_CATEGORY(skillsLog)
