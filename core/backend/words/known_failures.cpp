// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/words/known_failures.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

static QString tr(const char *text)
{
    return QCoreApplication::translate("KnownFailures", text);
}

static bool has(const QString &text, const char *words)
{
    return text.contains(QLatin1String(words), Qt::CaseInsensitive);
}

static bool matches(const QString &text, const QRegularExpression &words)
{
    return words.match(text).hasMatch();
}

FailureWords wordsOf(KnownCause cause, const QStringList &found, bool builtinIsThere)
{
    const QString first = found.value(0);
    switch (cause) {
    case KnownCause::McpTooNew:
        return {.cause = tr("The backend was started with version 2 of its library mcp, and needs version 1"),
                .answer = {},
                .advice =
                    tr("Choose claude-skills-mcp in the settings, or add --with \"mcp<2\" to your own uvx command."),
                .remedies = {Remedy::OpenSettings, Remedy::ShowError}};
    case KnownCause::WrongPython:
        return {.cause = tr("The backend needs Python 3.12, and was given another one"),
                .answer = {},
                .advice = tr("Add --python 3.12 to the uvx command: uv then brings that version with it."),
                .remedies = {Remedy::OpenSettings, Remedy::ShowError}};
    case KnownCause::BrokenPython:
        return {.cause = tr("The Python that uv found does not work"),
                .answer = {},
                .advice = tr("Repair or remove it (the error says where it is); uv then uses another one or brings its "
                             "own."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::Offline:
        return {.cause = tr("The backend's packages are not on this computer, and the network is not used"),
                .answer = {},
                .advice =
                    tr("uv is told to stay offline: allow it the network (UV_OFFLINE, --offline), then try again."),
                .remedies = {Remedy::TryAgain, Remedy::OpenSettings, Remedy::ShowError}};
    case KnownCause::NoSolution:
        return {.cause = tr("uv found no packages that fit together for the backend"),
                .answer = {},
                .advice = tr("Look at the extra arguments in the settings; the error names the package that does not "
                             "fit."),
                .remedies = {Remedy::OpenSettings, Remedy::ShowError}};
    case KnownCause::NoSpace:
        return {.cause = tr("No space was left on the disk for what the backend needs"),
                .answer = {},
                .advice = tr("Make room: claude-skills-mcp needs several GB. UV_CACHE_DIR puts them elsewhere."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::ReadOnly:
        return {.cause = tr("The backend cannot write where it has to, because the file system is read-only"),
                .answer = {},
                .advice = tr("The error names the place. UV_CACHE_DIR puts what uv downloads elsewhere."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::Certificate:
        return {.cause = tr("The certificate of the server to download from is not trusted"),
                .answer = {},
                .advice = tr("Where a proxy opens encrypted connections, let uv trust what the system trusts: set "
                             "UV_NATIVE_TLS=1, or SSL_CERT_FILE."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::ProxyPassword:
        return {.cause = tr("The proxy wants a user name and a password"),
                .answer = {},
                .advice = tr("Put them into https_proxy, as http://USER:PASSWORD@HOST:PORT, and log in again."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::CacheHeld:
        return {.cause = tr("uv could not have its cache to itself"),
                .answer = {},
                .advice = tr("Another uv may be at work: wait for it. A cache on a network drive can be put elsewhere "
                             "with UV_CACHE_DIR."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::DownloadFailed:
        return {.cause = tr("uv could not download what the backend needs"),
                .answer = {},
                .advice = tr("Is the network there? The error names the address that could not be reached."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::BadVariable:
        return {.cause = tr("The backend does not accept %1, a variable of its environment").arg(first),
                .answer = {},
                .advice = tr("Take it out of the environment that Skills Tray is started with, and start Skills Tray "
                             "again."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::ModelAtStart:
        return {.cause = tr("The backend's search model is not on this computer, and could not be downloaded"),
                .answer = {},
                .advice =
                    tr("Try again when you are online. If it was downloaded before, HF_HUB_OFFLINE=1 lets it start "
                       "without asking."),
                .remedies = {Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::ConfigEntry:
        return {.cause = tr("The backend does not accept its config: %1").arg(found.value(1)),
                .answer = {},
                .advice = tr("Correct %1, then try again.").arg(withTilde(first)),
                .remedies = {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::PortLost:
        return {.cause = tr("Port %1 was taken by another program").arg(first),
                .answer = {},
                .advice = tr("Skills Tray does not end programs it did not start."),
                .remedies = {Remedy::UseAnotherPort}};
    case KnownCause::ModelMissing:
        return {.cause = tr("No skills: the search model could not be downloaded"),
                .answer = tr("It could not reach the network, and the model is not in its cache."),
                .advice = builtinIsThere
                              ? tr("Try again when you are online, or use the built-in backend, which brings "
                                   "its model with it.")
                              : tr("Try again when you are online."),
                .remedies = builtinIsThere ? QList{Remedy::TryAgain, Remedy::UseBuiltin, Remedy::ShowError}
                                           : QList{Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::TokenRefused:
        return {.cause = tr("No skills: GitHub does not accept the token in the config"),
                .answer = tr("Nothing is read from GitHub with it."),
                .advice = tr("Put a valid one there, or none: public repositories need none."),
                .remedies = {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::GitHubLimit:
        return {.cause = tr("No skills: GitHub refuses further requests for now"),
                .answer = tr("GitHub allows only a few requests an hour without a token."),
                .advice = tr("Try again in an hour, or put a GitHub token into the config."),
                .remedies = {Remedy::TryAgain, Remedy::OpenConfig, Remedy::ShowError}};
    case KnownCause::NoRepository:
        return {.cause = tr("No skills: a GitHub source does not exist"),
                .answer = tr("GitHub does not know %1.").arg(first),
                .advice = tr("Correct or remove this source in the config."),
                .remedies = {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError}};
    case KnownCause::GitHubUnreachable:
        return {.cause = tr("No skills: GitHub could not be reached"),
                .answer = tr("The skills were to come from there."),
                .advice = tr("Try again when you are online, or add a folder with skills to the config."),
                .remedies = {Remedy::TryAgain, Remedy::OpenConfig, Remedy::ShowError}};
    case KnownCause::FolderMissing:
        return {.cause = tr("No skills: the folder %1 does not exist").arg(withTilde(first)),
                .answer = tr("The skills were to come from there."),
                .advice = tr("Make the folder, or name another one in the config."),
                .remedies = {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError}};
    }
    Q_UNREACHABLE();
}

static KnownFailure known(KnownCause cause, const QStringList &found = {}, bool builtinIsThere = false)
{
    return {.cause = cause, .words = wordsOf(cause, found, builtinIsThere), .fatal = true, .portTaken = false};
}

/// What may pass by itself.
static KnownFailure passing(KnownCause cause, const QStringList &found = {})
{
    KnownFailure failure = known(cause, found);
    failure.fatal = false;
    return failure;
}

static bool isMcpTooNew(const QString &output)
{
    static const QRegularExpression run(
        QStringLiteral("(?:FastMCP|MCPServer)\\.\\w+\\(\\) got an unexpected keyword argument '(?:host|port)'"));
    return has(output, "No module named 'mcp.server.fastmcp'") || matches(output, run);
}

static bool isWrongPython(const QString &output)
{
    // uv while resolving, uv without a matching interpreter, and pip.
    static const QRegularExpression words(
        QStringLiteral("Python version \\([0-9.]+\\) does not satisfy Python|No interpreter found for Python|"
                       "requires a different Python|requires-python"));
    return matches(output, words);
}

/// What uv names as the cause below its own words, which say little.
static std::optional<KnownFailure> systemFailure(const QString &output)
{
    static const QRegularExpression space(
        QStringLiteral("No space left on device|Disk quota exceeded|os error (?:28|122)\\)"));
    static const QRegularExpression certificate(
        QStringLiteral("invalid peer certificate|UnknownIssuer|CERTIFICATE_VERIFY_FAILED|certificate verify failed"));
    static const QRegularExpression proxy(
        QStringLiteral("proxy authorization required|Proxy Authentication Required|\\b407 Proxy"),
        QRegularExpression::CaseInsensitiveOption);
    if (matches(output, space))
        return known(KnownCause::NoSpace);
    if (has(output, "Read-only file system"))
        return known(KnownCause::ReadOnly);
    if (matches(output, certificate))
        return known(KnownCause::Certificate);
    if (matches(output, proxy))
        return known(KnownCause::ProxyPassword);
    if (has(output, "Could not acquire lock"))
        return passing(KnownCause::CacheHeld);
    return std::nullopt;
}

static bool isBrokenPython(const QString &output)
{
    return has(output, "Failed to inspect Python interpreter") || has(output, "Failed to query Python interpreter");
}

static std::optional<KnownFailure> noSolution(const QString &output)
{
    if (!has(output, "No solution found"))
        return std::nullopt;
    const bool isOffline = has(output, "network was disabled") || has(output, "network connectivity is disabled") ||
                           has(output, "was not found in the cache");
    return known(isOffline ? KnownCause::Offline : KnownCause::NoSolution);
}

static bool isDownloadFailed(const QString &output)
{
    static const QRegularExpression words(
        QStringLiteral("(?:error:|×) (?:Request failed|Failed to (?:fetch|download))"));
    return matches(output, words);
}

/// pydantic's words about the settings of the MCP library, which reads FASTMCP_… from the environment.
static std::optional<KnownFailure> badVariable(const QString &output, const QStringList &variables)
{
    static const QRegularExpression field(QStringLiteral("validation errors? for Settings (\\w+) Input should be"));
    const QRegularExpressionMatch match = field.match(output);
    if (!match.hasMatch())
        return std::nullopt;
    const QString name = match.captured(1).toUpper();
    const auto isIt = [&name](const QString &variable) { return variable == name || variable.endsWith(u'_' + name); };
    const auto variable = std::find_if(variables.begin(), variables.end(), isIt);
    return known(KnownCause::BadVariable,
                 {variable == variables.end() ? QStringLiteral("FASTMCP_") + name : *variable});
}

static bool isModelMissing(const QString &output)
{
    return has(output, "huggingface.co") || has(output, "them in the cached files");
}

// The built-in backend never falls back to its defaults: it names the entry and ends.
static std::optional<KnownFailure> badConfig(const QString &output)
{
    static const QRegularExpression entry(QStringLiteral(
        "(/[^:]*): ((?:entry \\d+ of )?\"[a-z_]+\" (?:has to be|needs|has a) .+?)(?= \\d{4}-\\d\\d-\\d\\d |$)"));
    const QRegularExpressionMatch match = entry.match(output);
    if (!match.hasMatch())
        return std::nullopt;
    return known(KnownCause::ConfigEntry, {match.captured(1), match.captured(2)});
}

static std::optional<KnownFailure> portLost(const QString &output, int port)
{
    if (!has(output, "address already in use"))
        return std::nullopt;
    KnownFailure failure = passing(KnownCause::PortLost, {QString::number(port)});
    failure.portTaken = true;
    return failure;
}

std::optional<KnownFailure> knownStartFailure(const QStringList &lastLines, int port, const QStringList &variables)
{
    // Sentences are wrapped over lines, so they are looked for in one long line.
    const QString output = lastLines.join(u' ').simplified();
    if (isMcpTooNew(output))
        return known(KnownCause::McpTooNew);
    if (auto failure = systemFailure(output)) // uv's general words come with it
        return failure;
    if (isWrongPython(output)) // before the resolver's general words, which come with it
        return known(KnownCause::WrongPython);
    if (isBrokenPython(output))
        return known(KnownCause::BrokenPython);
    if (auto failure = noSolution(output))
        return failure;
    if (isDownloadFailed(output))
        return passing(KnownCause::DownloadFailed); // the network may come back meanwhile
    if (auto failure = badVariable(output, variables))
        return failure;
    if (isModelMissing(output))
        return passing(KnownCause::ModelAtStart);
    if (auto failure = badConfig(output))
        return failure;
    return portLost(output, port);
}

static std::optional<KnownFailure> gitHubFailed(const QString &output)
{
    // The original's words, and the built-in backend's.
    static const QRegularExpression source(
        QStringLiteral("Error loading from GitHub (\\S+): (.*)|GitHub ([\\w.-]+/[\\w.-]+) ((?:cannot be|is not|does "
                       "not|takes too) .*)"));
    const QRegularExpressionMatch match = source.match(output);
    if (!match.hasMatch())
        return std::nullopt;
    const QString place = match.captured(1) + match.captured(3);
    const QString cause = match.captured(2) + match.captured(4);
    if (has(cause, "does not accept the token"))
        return known(KnownCause::TokenRefused);
    if (has(cause, "rate limit") || has(cause, "403") || has(cause, "limit of requests"))
        return known(KnownCause::GitHubLimit);
    if (has(cause, "404") || has(cause, "no such repository"))
        return known(KnownCause::NoRepository, {place});
    return known(KnownCause::GitHubUnreachable);
}

static std::optional<KnownFailure> folderMissing(const QString &output)
{
    static const QRegularExpression folder(QStringLiteral("Local path (.+?) does not exist"));
    const QRegularExpressionMatch match = folder.match(output);
    if (!match.hasMatch())
        return std::nullopt;
    return known(KnownCause::FolderMissing, {match.captured(1)});
}

std::optional<KnownFailure> knownCauseOfNoSkills(const QStringList &lines, bool builtinIsThere)
{
    const QString output = lines.join(u' ').simplified();
    std::optional<KnownFailure> failure;
    if (isModelMissing(output))
        failure = known(KnownCause::ModelMissing, {}, builtinIsThere);
    if (!failure)
        failure = gitHubFailed(output);
    if (!failure)
        failure = folderMissing(output);
    if (failure)
        failure->fatal = false; // it runs, and may find them later
    return failure;
}
