// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/options.h"

#include "core/mcp/transport/own_host.h"

#include <QCommandLineParser>
#include <QDir>

using namespace Qt::StringLiterals;

static const auto HelpText = QLatin1StringView(
    R"(Usage: skills-backend [OPTIONS]
Serves skills to AI clients over the Model Context Protocol, at http://HOST:PORT/mcp.

  --host HOST       address to listen on (default: 127.0.0.1, this machine only)
  --port PORT       port to listen on (default: 8765; 0: any free one)
  --config FILE     JSON file with the sources of skills
                    (default: $XDG_CONFIG_HOME/skills-tray/skills.json, written at the first start)
  --example-config  print an example of such a file
  --stdio           serve over standard input and output instead
  --allowed-host HOST
                    a further name that clients may call this server by (repeatable)
  --allowed-origin ORIGIN
                    a further origin, as https://example.com, whose pages may use this server (repeatable)
  --no-activity     do not remember tool calls for /activity
  -v, --verbose     log details too
  --version         print the version
  -h, --help        print this help
)");

QString helpText()
{
    return HelpText;
}

static QString absolutePath(const QString &file)
{
    if (file == "~"_L1 || file.startsWith("~/"_L1))
        return QDir::cleanPath(QDir::homePath() + file.mid(1));
    return QDir::cleanPath(QDir::current().absoluteFilePath(file));
}

OptionsResult readOptions(const QStringList &arguments)
{
    const QCommandLineOption host(u"host"_s, {}, u"HOST"_s);
    const QCommandLineOption port(u"port"_s, {}, u"PORT"_s);
    const QCommandLineOption config(u"config"_s, {}, u"FILE"_s);
    const QCommandLineOption example(u"example-config"_s), stdio(u"stdio"_s), noActivity(u"no-activity"_s);
    const QCommandLineOption allowedHost(u"allowed-host"_s, {}, u"HOST"_s),
        allowedOrigin(u"allowed-origin"_s, {}, u"ORIGIN"_s);
    const QCommandLineOption verbose(QStringList{u"v"_s, u"verbose"_s}), version(u"version"_s),
        help(QStringList{u"h"_s, u"help"_s});
    QCommandLineParser parser;
    parser.addOptions(
        {host, port, config, example, stdio, allowedHost, allowedOrigin, noActivity, verbose, version, help});

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
    else if (parser.isSet(help))
        options.act = Options::Act::PrintHelp;
    else if (parser.isSet(version))
        options.act = Options::Act::PrintVersion;
    else if (parser.isSet(example))
        options.act = Options::Act::PrintExampleConfig;
    if (!result.error.isEmpty() || options.act != Options::Act::Serve)
        return result;

    options.host = parser.isSet(host) ? parser.value(host) : u"127.0.0.1"_s;
    if (options.host.isEmpty())
        result.error = u"Bad value for --host: it is empty"_s;
    if (parser.isSet(port)) {
        bool isNumber = false;
        options.port = parser.value(port).toUShort(&isNumber);
        if (!isNumber)
            result.error = u"Bad value for --port: '%1' is not a number from 0 to 65535"_s.arg(parser.value(port));
    }
    if (parser.isSet(config)) {
        if (parser.value(config).isEmpty())
            result.error = u"Bad value for --config: it is empty"_s;
        options.config = absolutePath(parser.value(config));
    }
    options.allowedHosts = parser.values(allowedHost);
    options.allowedOrigins = parser.values(allowedOrigin);
    for (const QString &name : std::as_const(options.allowedHosts)) {
        if (!OwnHost::isHost(name))
            result.error = u"Bad value for --allowed-host: '%1' is not a name or address without a port"_s.arg(name);
    }
    for (const QString &name : std::as_const(options.allowedOrigins)) {
        if (!OwnHost::isOrigin(name))
            result.error =
                u"Bad value for --allowed-origin: '%1' is not an origin such as https://example.com"_s.arg(name);
    }
    options.verbose = parser.isSet(verbose);
    options.overStdio = parser.isSet(stdio);
    options.activity = !parser.isSet(noActivity);
    if (options.overStdio && (parser.isSet(host) || parser.isSet(port)))
        result.error = u"--stdio goes without --host and --port"_s;
    return result;
}
