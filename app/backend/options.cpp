// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/options.h"

#include "app/backend/option_rows.h"
#include "core/mcp/transport/own_host.h"

#include <QCommandLineParser>
#include <QDir>

using namespace Qt::StringLiterals;

QString helpText()
{
    return u"Usage: skills-backend [OPTIONS]\n"
           "Serves skills to AI clients over the Model Context Protocol, at\nhttp://HOST:PORT/mcp.\n\n"_s +
           rowsForHelp(backendOptions());
}

static QString absolutePath(const QString &file)
{
    if (file == "~"_L1 || file.startsWith("~/"_L1))
        return QDir::cleanPath(QDir::homePath() + file.mid(1));
    return QDir::cleanPath(QDir::current().absoluteFilePath(file));
}

static QStringList namesOf(const OptionRow &row)
{
    QStringList names = {row.name.mid(2)};
    if (!row.alias.isEmpty())
        names += row.alias.mid(1);
    return names;
}

static QString nameOf(BackendOption option)
{
    for (const OptionRow &row : backendOptions().options) {
        if (row.id == int(option))
            return namesOf(row).first();
    }
    Q_UNREACHABLE();
}

OptionsResult readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    for (const OptionRow &row : backendOptions().options)
        parser.addOption(QCommandLineOption(namesOf(row), {}, row.value));
    const auto isSet = [&](BackendOption option) { return parser.isSet(nameOf(option)); };
    const auto value = [&](BackendOption option) { return parser.value(nameOf(option)); };

    OptionsResult result;
    Options &options = result.options;
    const bool isGood = parser.parse(QStringList{u"skills-backend"_s} + arguments);
    if (!isGood) {
        result.error = parser.errorText();
        if (result.error.endsWith(u'.'))
            result.error.chop(1);
        return result;
    }
    if (const QStringList left = parser.positionalArguments(); !left.isEmpty())
        result.error = u"Unexpected argument '%1'"_s.arg(left.first());
    else if (isSet(BackendOption::Help))
        options.act = Options::Act::PrintHelp;
    else if (isSet(BackendOption::Version))
        options.act = Options::Act::PrintVersion;
    else if (isSet(BackendOption::ExampleConfig))
        options.act = Options::Act::PrintExampleConfig;
    if (!result.error.isEmpty() || options.act != Options::Act::Serve)
        return result;

    options.host = isSet(BackendOption::Host) ? value(BackendOption::Host) : u"127.0.0.1"_s;
    if (options.host.isEmpty())
        result.error = u"Bad value for --host: it is empty"_s;
    if (isSet(BackendOption::Port)) {
        bool isNumber = false;
        options.port = value(BackendOption::Port).toUShort(&isNumber);
        if (!isNumber)
            result.error =
                u"Bad value for --port: '%1' is not a number from 0 to 65535"_s.arg(value(BackendOption::Port));
    }
    if (isSet(BackendOption::Config)) {
        if (value(BackendOption::Config).isEmpty())
            result.error = u"Bad value for --config: it is empty"_s;
        options.config = absolutePath(value(BackendOption::Config));
    }
    options.allowedHosts = parser.values(nameOf(BackendOption::AllowedHost));
    options.allowedOrigins = parser.values(nameOf(BackendOption::AllowedOrigin));
    for (const QString &name : std::as_const(options.allowedHosts)) {
        if (const QString fault = OwnHost::faultOfHost(name); !fault.isEmpty())
            result.error = u"Bad value for --allowed-host: "_s + fault;
    }
    for (const QString &name : std::as_const(options.allowedOrigins)) {
        if (const QString fault = OwnHost::faultOfOrigin(name); !fault.isEmpty())
            result.error = u"Bad value for --allowed-origin: "_s + fault;
    }
    options.verbose = isSet(BackendOption::Verbose);
    options.overStdio = isSet(BackendOption::Stdio);
    options.activity = !isSet(BackendOption::NoActivity);
    if (options.overStdio && (isSet(BackendOption::Host) || isSet(BackendOption::Port)))
        result.error = u"--stdio goes without --host and --port"_s;
    return result;
}
