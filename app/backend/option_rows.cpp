// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/option_rows.h"

using namespace Qt::StringLiterals;

const OptionTable &backendOptions()
{
    static const OptionTable table = {
        .program = "skills-backend"_L1,
        .context = "Options",
        .options = {
            {.id = int(BackendOption::Host),
             .name = "--host"_L1,
             .value = "HOST"_L1,
             .help = "the address to listen on; 127.0.0.1, this machine only"},
            {.id = int(BackendOption::Port),
             .name = "--port"_L1,
             .value = "PORT"_L1,
             .help = "the port to listen on; 8765, and 0 takes any free one"},
            {.id = int(BackendOption::Config),
             .name = "--config"_L1,
             .value = "FILE"_L1,
             .words = "FILE"_L1,
             .help = "the JSON file with the sources of skills; $XDG_CONFIG_HOME/skills-tray/skills.json, which is "
                     "written at the first start"},
            {.id = int(BackendOption::ExampleConfig),
             .name = "--example-config"_L1,
             .help = "print an example of such a file"},
            {.id = int(BackendOption::Stdio),
             .name = "--stdio"_L1,
             .help = "serve over standard input and output instead",
             .more = "For clients that start their servers themselves."},
            {.id = int(BackendOption::AllowedHost),
             .name = "--allowed-host"_L1,
             .value = "HOST"_L1,
             .help = "a further name that clients may call this server by, without a port",
             .more = "Names of this machine are always allowed.",
             .isRepeatable = true},
            {.id = int(BackendOption::AllowedOrigin),
             .name = "--allowed-origin"_L1,
             .value = "ORIGIN"_L1,
             .help = "a further origin whose pages may use this server, such as https://example.com",
             .more = "SCHEME:// is every origin of that scheme.",
             .isRepeatable = true},
            {.id = int(BackendOption::NoActivity),
             .name = "--no-activity"_L1,
             .help = "do not remember tool calls for /activity"},
            {.id = int(BackendOption::Verbose), .name = "--verbose"_L1, .alias = "-v"_L1, .help = "log details too"},
            {.id = int(BackendOption::Version), .name = "--version"_L1, .help = "print the version"},
            {.id = int(BackendOption::Help), .name = "--help"_L1, .alias = "-h"_L1, .help = "print this help"},
        }};
    return table;
}
