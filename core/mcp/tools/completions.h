// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"
#include "core/mcp/tools/resource_index.h"

class SkillPrompts;

/// completion/complete: the values that an argument of a prompt or of a resource template can take, as far as it is
/// typed (server/utilities/completion).
[[nodiscard]] RpcOutcome complete(const QJsonObject &params, const SkillPrompts &prompts,
                                  const ResourceIndex &resources);
