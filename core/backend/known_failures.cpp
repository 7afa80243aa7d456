// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/known_failures.h"

#include <QCoreApplication>
#include <QRegularExpression>

static QString tr(const char *text)
{
    return QCoreApplication::translate("KnownFailures", text);
}

static bool has(const QString &text, const char *words)
{
    return text.contains(QLatin1String(words), Qt::CaseInsensitive);
}

static KnownFailure known(const QString &text, const QString &title, const QString &remedy,
                          const QList<Remedy> &remedies)
{
    return {.text = text,
            .trouble = {.title = title, .text = remedy, .remedies = remedies},
            .fatal = true,
            .portTaken = false};
}

static std::optional<KnownFailure> mcpTooNew(const QString &output)
{
    if (!has(output, "No module named 'mcp.server.fastmcp'"))
        return std::nullopt;
    return known(tr("The backend does not work with version 2 of its library mcp"),
                 tr("The backend was started with version 2 of its library mcp, and needs version 1."),
                 tr("Choose claude-skills-mcp in the settings, or add --with \"mcp<2\" to your own uvx command."),
                 {Remedy::OpenSettings, Remedy::ShowError});
}

static std::optional<KnownFailure> wrongPython(const QString &output)
{
    // uv while resolving, uv without a matching interpreter, and pip.
    static const QRegularExpression words(
        QStringLiteral("Python version \\([0-9.]+\\) does not satisfy Python|No interpreter found for Python|"
                       "requires a different Python|requires-python"));
    if (!words.match(output).hasMatch())
        return std::nullopt;
    return known(tr("The backend needs Python 3.12"), tr("The backend needs Python 3.12, and was given another one."),
                 tr("Add --python 3.12 to the uvx command: uv then brings that version with it."),
                 {Remedy::OpenSettings, Remedy::ShowError});
}

static std::optional<KnownFailure> brokenPython(const QString &output)
{
    if (!has(output, "Failed to inspect Python interpreter"))
        return std::nullopt;
    return known(tr("The Python that uv found does not work"),
                 tr("uv looked for Python 3.12 and found one that does not work."),
                 tr("Repair or remove it (the error says where it is); uv then uses another one or brings its own."),
                 {Remedy::TryAgain, Remedy::ShowError});
}

static std::optional<KnownFailure> noSolution(const QString &output)
{
    if (!has(output, "No solution found"))
        return std::nullopt;
    if (has(output, "network was disabled") || has(output, "network connectivity is disabled") ||
        has(output, "was not found in the cache"))
        return known(tr("The backend's packages are not on this computer, and the network is not used"),
                     tr("uv is told to stay offline, and has not downloaded the backend before."),
                     tr("Allow it to use the network (UV_OFFLINE, --offline), then try again."),
                     {Remedy::TryAgain, Remedy::OpenSettings, Remedy::ShowError});
    return known(tr("uv found no packages that fit together for the backend"),
                 tr("uv found no packages that fit together for the backend."),
                 tr("Look at the extra arguments in the settings; the error names the package that does not fit."),
                 {Remedy::OpenSettings, Remedy::ShowError});
}

static std::optional<KnownFailure> downloadFailed(const QString &output)
{
    static const QRegularExpression words(QStringLiteral("error: (?:Request failed|Failed to (?:fetch|download))"));
    if (!words.match(output).hasMatch())
        return std::nullopt;
    KnownFailure failure =
        known(tr("uv could not download what the backend needs"), tr("uv could not download what the backend needs."),
              tr("Is the network there? The error names the address that could not be reached."),
              {Remedy::TryAgain, Remedy::ShowError});
    failure.fatal = false; // the network may come back meanwhile
    return failure;
}

static std::optional<KnownFailure> portLost(const QString &output, int port)
{
    if (!has(output, "address already in use"))
        return std::nullopt;
    KnownFailure failure = known(tr("Port %1 was taken by another program").arg(port),
                                 tr("Another program took port %1 while the backend was starting.").arg(port),
                                 tr("Skills Tray does not end programs it did not start."), {Remedy::UseAnotherPort});
    failure.fatal = false;
    failure.portTaken = true;
    return failure;
}

// The built-in backend never falls back to its defaults: it names the entry and ends.
static std::optional<KnownFailure> badConfig(const QString &output)
{
    static const QRegularExpression entry(QStringLiteral(
        "(/[^:]*): ((?:entry \\d+ of )?\"[a-z_]+\" (?:has to be|needs|has a) .+?)(?= \\d{4}-\\d\\d-\\d\\d |$)"));
    const QRegularExpressionMatch match = entry.match(output);
    if (!match.hasMatch())
        return std::nullopt;
    return known(tr("The backend does not accept its config: %1").arg(match.captured(2)),
                 tr("The backend does not accept its config."),
                 tr("In %1, %2.").arg(match.captured(1), match.captured(2)),
                 {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError});
}

std::optional<KnownFailure> knownStartFailure(const QStringList &lastLines, int port)
{
    // Sentences are wrapped over lines, so they are looked for in one long line.
    const QString output = lastLines.join(u' ').simplified();
    if (auto failure = mcpTooNew(output))
        return failure;
    if (auto failure = wrongPython(output)) // before the resolver's general words, which come with it
        return failure;
    if (auto failure = brokenPython(output))
        return failure;
    if (auto failure = noSolution(output))
        return failure;
    if (auto failure = downloadFailed(output))
        return failure;
    if (auto failure = badConfig(output))
        return failure;
    return portLost(output, port);
}

static std::optional<KnownFailure> modelMissing(const QString &output, bool builtinIsThere)
{
    const bool model = has(output, "huggingface.co") || has(output, "them in the cached files");
    if (!model)
        return std::nullopt;
    if (builtinIsThere)
        return known(tr("No skills: the search model could not be downloaded"),
                     tr("It could not reach the network, and the model is not in its cache."),
                     tr("Try again when you are online, or use the built-in backend, which needs no model."),
                     {Remedy::TryAgain, Remedy::UseBuiltin, Remedy::ShowError});
    return known(tr("No skills: the search model could not be downloaded"),
                 tr("It could not reach the network, and the model is not in its cache."),
                 tr("Try again when you are online."), {Remedy::TryAgain, Remedy::ShowError});
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
        return known(tr("No skills: GitHub does not accept the token in the config"),
                     tr("GitHub does not accept the token in the config."),
                     tr("Put a valid one there, or none: public repositories need none."),
                     {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError});
    if (has(cause, "rate limit") || has(cause, "403") || has(cause, "limit of requests"))
        return known(tr("No skills: GitHub refuses further requests for now"),
                     tr("GitHub allows only a few requests an hour without a token."),
                     tr("Try again in an hour, or put a GitHub token into the config."),
                     {Remedy::TryAgain, Remedy::OpenConfig, Remedy::ShowError});
    if (has(cause, "404") || has(cause, "no such repository"))
        return known(tr("No skills: a GitHub source does not exist"), tr("GitHub does not know %1.").arg(place),
                     tr("Correct or remove this source in the config."),
                     {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError});
    return known(tr("No skills: GitHub could not be reached"),
                 tr("The skills were to come from GitHub, which could not be reached."),
                 tr("Try again when you are online, or add a folder with skills to the config."),
                 {Remedy::TryAgain, Remedy::OpenConfig, Remedy::ShowError});
}

static std::optional<KnownFailure> folderMissing(const QString &output)
{
    static const QRegularExpression folder(QStringLiteral("Local path (.+?) does not exist"));
    const QRegularExpressionMatch match = folder.match(output);
    if (!match.hasMatch())
        return std::nullopt;
    return known(tr("No skills: the folder %1 does not exist").arg(match.captured(1)),
                 tr("The skills were to come from the folder %1, which does not exist.").arg(match.captured(1)),
                 tr("Make the folder, or name another one in the config."),
                 {Remedy::OpenConfig, Remedy::TryAgain, Remedy::ShowError});
}

std::optional<KnownFailure> knownCauseOfNoSkills(const QStringList &lines, bool builtinIsThere)
{
    const QString output = lines.join(u' ').simplified();
    auto failure = modelMissing(output, builtinIsThere);
    if (!failure)
        failure = gitHubFailed(output);
    if (!failure)
        failure = folderMissing(output);
    if (failure)
        failure->fatal = false; // it runs, and may find them later
    return failure;
}
