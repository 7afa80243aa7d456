// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

/// What the fake was told to do: --name=value or --name value, the last one wins.
class Options
{
public:
    /// Reads, in this order: the file `PROGRAM.args` (one argument a line), FAKE_BACKEND_ARGS (split at blanks, or at
    /// newlines when it has any), the command line. Ends the program with a message when an option is unknown.
    void read(const std::string &program, const std::vector<std::string> &arguments);

    [[nodiscard]] bool has(const std::string &name) const { return m_values.count(name) > 0; }
    [[nodiscard]] std::string text(const std::string &name, const std::string &otherwise = {}) const;
    [[nodiscard]] double number(const std::string &name, double otherwise = 0) const;
    [[nodiscard]] int integer(const std::string &name, int otherwise = 0) const;

private:
    void take(const std::vector<std::string> &arguments, bool strict);

    std::map<std::string, std::string> m_values;
};

/// The text of --help.
extern const char *const helpText;
