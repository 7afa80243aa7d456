// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/log_category.h"

Q_LOGGING_CATEGORY(skillsLog, "skills")
