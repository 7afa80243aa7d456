// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/fake_backend/health.h"
#include "tests/fake_backend/life.h"
#include "tests/fake_backend/options.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

static int nthOf(const std::string &list, int poll)
{
    std::vector<int> values;
    std::istringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');)
        values.push_back(std::atoi(word.c_str()));
    return values.empty() ? 0 : values[std::min<size_t>(static_cast<size_t>(poll - 1), values.size() - 1)];
}

static std::string jsonString(const std::string &text)
{
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json += '\\';
        json += c;
    }
    return json + '"';
}

LoadState loadState(const Options &options, int poll, double secondsListening)
{
    const double seconds = options.number("load-seconds");
    LoadState state;
    state.total = options.integer("skills", 12);
    state.complete = secondsListening >= seconds;
    state.loaded = state.complete ? state.total : static_cast<int>(state.total * secondsListening / seconds);
    if (options.has("counts"))
        state.loaded = nthOf(options.text("counts"), poll);
    if (options.text("health") == "flip" && poll == 2)
        state.complete = false;
    return state;
}

std::string healthBody(const Options &options, const LoadState &state)
{
    std::string errors;
    std::istringstream stream(options.text("update-errors"));
    for (std::string text; std::getline(stream, text, '|');)
        errors += (errors.empty() ? "" : ",") + jsonString(text);

    std::string json = "{\"status\":\"ok\",\"version\":" + jsonString(options.text("version-text", "1.0.6"));
    json += ",\"skills_loaded\":" + std::to_string(state.loaded);
    json += ",\"models_loaded\":";
    json += state.complete || state.loaded > 0 ? "true" : "false";
    json += ",\"loading_complete\":";
    json += state.complete ? "true" : "false";
    json += ",\"auto_update_enabled\":true,\"next_update_check\":\"2026-11-22T19:00:00\",\"last_update_check\":null,"
            "\"github_api_calls_this_hour\":0,\"github_api_limit\":60,\"github_authenticated\":false";
    if (options.has("skills-total"))
        json += ",\"skills_total\":" + std::to_string(state.total);
    if (options.has("own-backend"))
        json += ",\"backend\":\"skills-tray\"";
    return json + ",\"update_errors\":[" + errors + "]}";
}

static std::string replaced(std::string json, const std::string &from, const std::string &to)
{
    const size_t at = json.find(from);
    return at == std::string::npos ? json : json.replace(at, from.size(), to);
}

std::string oddBody(const std::string &mode, const Options &options, const LoadState &state)
{
    const std::string good = healthBody(options, state);
    const std::string count = "\"skills_loaded\":" + std::to_string(state.loaded);
    if (mode == "invalid-json")
        return "{\"status\":\"ok\",";
    if (mode == "array")
        return "[" + good + "]";
    if (mode == "null")
        return "null";
    if (mode == "empty")
        return {};
    if (mode == "bom")
        return "\xef\xbb\xbf" + good;
    if (mode == "deep")
        return std::string(60000, '[');
    if (mode == "string-count")
        return replaced(good, count, "\"skills_loaded\":\"12\"");
    if (mode == "fraction")
        return replaced(good, count, "\"skills_loaded\":2.7");
    if (mode == "nan")
        return replaced(good, count, "\"skills_loaded\":NaN");
    if (mode == "huge-number")
        return replaced(good, count, "\"skills_loaded\":1e300");
    if (mode == "negative")
        return replaced(good, count, "\"skills_loaded\":-5");
    if (mode == "huge-count")
        return replaced(good, count, "\"skills_loaded\":1000000000000");
    if (mode == "string-complete")
        return replaced(good, "\"loading_complete\":true", "\"loading_complete\":\"true\"");
    if (mode == "missing-keys")
        return "{\"status\":\"ok\"}";
    if (mode == "duplicate")
        return replaced(good, count, "\"skills_loaded\":1," + count);
    if (mode == "many-keys") {
        std::string many = "{";
        for (int i = 0; i < 3000; ++i)
            many += "\"unknown" + std::to_string(i) + "\":0,";
        return many + good.substr(1);
    }
    return good;
}

std::string fileText(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream whole;
    whole << file.rdbuf();
    return whole.str();
}
