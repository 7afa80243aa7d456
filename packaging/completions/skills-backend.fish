# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
# Made from the table of options of skills-backend; do not edit.
complete -c skills-backend -f
complete -c skills-backend -l host -x -d 'the address to listen on; 127.0.0.1, this machine only'
complete -c skills-backend -l port -x -d 'the port to listen on; 8765, and 0 takes any free one'
complete -c skills-backend -l config -r -F -d 'the JSON file with the sources of skills; $XDG_CONFIG_HOME/skills-tray/skills.json, which is written at the first start'
complete -c skills-backend -l example-config -d 'print an example of such a file'
complete -c skills-backend -l stdio -d 'serve over standard input and output instead'
complete -c skills-backend -l allowed-host -x -d 'a further name that clients may call this server by, without a port'
complete -c skills-backend -l allowed-origin -x -d 'a further origin whose pages may use this server, such as https://example.com'
complete -c skills-backend -l no-activity -d 'do not remember tool calls for /activity'
complete -c skills-backend -l verbose -s v -d 'log details too'
complete -c skills-backend -l version -d 'print the version'
complete -c skills-backend -l help -s h -d 'print this help'
