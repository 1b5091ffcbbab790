#include "settings.hpp"

#include <cstdlib>
#include <map>

#include <divan/base/files.hpp>
#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

#include "gateway_settings.hpp"
#include "setters.hpp"

namespace divan::app {

namespace fs = std::filesystem;

namespace {

std::string set_log_level(const std::string& text, Settings& settings) {
    const auto level = parse_log_level(text);
    if (!level) return level.error().message + " (" + level.error().hint + ")";
    settings.log_level = *level;
    return {};
}

std::string log_level_from(const toml::node& node, Settings& settings) {
    const auto text = node.value<std::string>();
    return text ? set_log_level(*text, settings) : "a text is expected";
}

/// Every key that a configuration file may hold.
const std::map<std::string, Setter>& known_keys() {
    static const std::map<std::string, Setter> keys = [] {
        std::map<std::string, Setter> all{
            {"server.urls", texts([](Settings& s) -> auto& { return s.servers; })},
            {"server.client_id", text([](Settings& s) -> auto& { return s.client_id; })},
            {"server.basic", text([](Settings& s) -> auto& { return s.basic_auth; })},
            {"server.bearer", text([](Settings& s) -> auto& { return s.bearer_token; })},
            {"server.headers", texts([](Settings& s) -> auto& { return s.headers; })},
            {"server.comfy_org_api_key", text([](Settings& s) -> auto& { return s.comfy_org_api_key; })},
            {"server.ca_file", text([](Settings& s) -> auto& { return s.ca_file; })},
            {"folders.output", text([](Settings& s) -> auto& { return s.output_folder; })},
            {"folders.workflows", text([](Settings& s) -> auto& { return s.workflow_folder; })},
            {"folders.backups", text([](Settings& s) -> auto& { return s.backup_folder; })},
            {"folders.temp", text([](Settings& s) -> auto& { return s.temp_folder; })},
            {"engine.models", text([](Settings& s) -> auto& { return s.models_file; })},
            {"run.timeout", duration([](Settings& s) -> auto& { return s.timeout; })},
            {"log.level", log_level_from},
            {"log.folder", text([](Settings& s) -> auto& { return s.log_folder; })},
        };
        add_gateway_keys(all);
        return all;
    }();
    return keys;
}

std::string unknown_key_hint(const std::string& key) {
    std::vector<std::string> names;
    for (const auto& [name, setter] : known_keys()) names.push_back(name);
    const std::string meant = did_you_mean(key, names);
    return meant.empty() ? "docs/configuration.md lists the keys" : meant;
}

std::optional<fs::path> default_file() {
    if (fs::exists("divan.toml")) return "divan.toml";
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    const fs::path folder = config && *config ? fs::path{config}
                            : home            ? fs::path{home} / ".config"
                                              : fs::path{};
    const fs::path file = folder / "divan" / "divan.toml";
    return !folder.empty() && fs::exists(file) ? std::optional{file} : std::nullopt;
}

Error as_error(const std::vector<SettingProblem>& problems) {
    std::string text =
        problems.size() == 1 ? "the configuration has a problem" : "the configuration has problems";
    for (const SettingProblem& problem : problems)
        text += "\n  " + problem.where + ": " + problem.message +
                (problem.hint.empty() ? "" : " — " + problem.hint);
    return Error{Errc::invalid_argument, text};
}

}  // namespace

std::vector<SettingProblem> apply_toml(std::string_view text, const std::string& name, Settings& settings) {
    toml::table root;
    try {
        root = toml::parse(text, name);
    } catch (const toml::parse_error& error) {
        return {
            {name + ":" + std::to_string(error.source().begin.line), std::string{error.description()}, ""}};
    }
    std::vector<SettingProblem> problems;
    const auto take = [&](const std::string& key, const toml::node& node) {
        const auto known = known_keys().find(key);
        if (known == known_keys().end())
            problems.push_back({place_of(name, node, key), "unknown key", unknown_key_hint(key)});
        else if (std::string wrong = known->second(node, settings); !wrong.empty())
            problems.push_back({place_of(name, node, key), std::move(wrong), ""});
    };
    for (const auto& [section, content] : root) {
        const std::string prefix{section.str()};
        if (prefix == "servers") {
            for (SettingProblem& problem : apply_servers(content, name, settings))
                problems.push_back(std::move(problem));
            continue;
        }
        if (const auto* table = content.as_table())
            for (const auto& [key, node] : *table) take(prefix + "." + std::string{key.str()}, node);
        else
            take(prefix, content);
    }
    return problems;
}

std::vector<SettingProblem> apply_environment(const std::function<const char*(const char*)>& variable,
                                              Settings& settings) {
    const auto given = [&](const char* name) { return std::string{variable(name) ? variable(name) : ""}; };
    const auto take = [&](const char* name, auto& member) {
        if (std::string text = given(name); !text.empty()) member = std::move(text);
    };
    std::string servers = given("COMFYUI_SERVER_URL");
    if (servers.empty()) servers = given("COMFYUI_SERVER_ADDRESS");
    if (!servers.empty()) {
        settings.servers.clear();
        for (const auto& url : split(servers, ','))
            if (!trim(url).empty()) settings.servers.emplace_back(trim(url));
    }
    take("COMFYUI_CLIENT_ID", settings.client_id);
    take("COMFYUI_OUTPUT_DIR", settings.output_folder);
    take("COMFYUI_WORKFLOW_DIR", settings.workflow_folder);
    take("COMFYUI_BACKUP_DIR", settings.backup_folder);
    take("COMFYUI_TEMP_DIR", settings.temp_folder);
    take("DIVAN_BASIC", settings.basic_auth);
    take("DIVAN_BEARER", settings.bearer_token);
    take("DIVAN_COMFY_ORG_API_KEY", settings.comfy_org_api_key);
    take("DIVAN_DATA", settings.gateway.data_folder);
    take("DIVAN_DATABASE", settings.gateway.database);
    take("DIVAN_LOG_DIR", settings.log_folder);
    if (const std::string level = given("COMFYUI_LOG_LEVEL"); !level.empty())
        if (std::string wrong = set_log_level(level, settings); !wrong.empty())
            return {{"COMFYUI_LOG_LEVEL", std::move(wrong), ""}};
    return {};
}

Result<Settings> read_settings(const std::optional<fs::path>& wanted) {
    Settings settings;
    if (const auto file = wanted ? wanted : default_file()) {
        const auto text = read_file(*file);
        if (!text)
            return fail(Errc::invalid_argument, describe(text.error()), "check the name given with --config");
        if (const auto problems = apply_toml(*text, file->string(), settings); !problems.empty())
            return fail(as_error(problems));
    }
    const auto environment = [](const char* name) { return static_cast<const char*>(std::getenv(name)); };
    if (const auto problems = apply_environment(environment, settings); !problems.empty())
        return fail(as_error(problems));
    return settings;
}

}  // namespace divan::app
