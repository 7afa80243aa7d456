// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/overrides.h"

Settings Overrides::appliedTo(Settings settings) const
{
    settings.useKind(kind.value_or(settings.kind));
    if (program) {
        settings.command = program->first();
        settings.arguments = program->mid(1);
    }
    settings.arguments += moreArguments;
    if (kind == BackendKind::ClaudeSkillsMcp)
        settings.downloadAllowed = true;
    settings.host = host.value_or(settings.host);
    settings.port = port.value_or(settings.port);
    settings.config = config.value_or(settings.config);
    return settings;
}
