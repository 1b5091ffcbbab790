#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/base/log.hpp>
#include <divan/gateway/config.hpp>

namespace divan::app {

/// What holds for every command. Filled in this order, later wins: defaults, the configuration file, the
/// environment, flags. docs/configuration.md lists every key and variable.
struct Settings {
    std::vector<std::string>
        servers;            ///< [server] urls; COMFYUI_SERVER_URL or COMFYUI_SERVER_ADDRESS; --server
    std::string client_id;  ///< [server] client_id; COMFYUI_CLIENT_ID; empty: a random one
    std::string basic_auth, bearer_token;  ///< [server] basic, bearer; DIVAN_BASIC, DIVAN_BEARER
    std::vector<std::string> headers;      ///< [server] headers ("Name: value"); --header
    std::string comfy_org_api_key;         ///< [server] comfy_org_api_key; DIVAN_COMFY_ORG_API_KEY
    std::filesystem::path ca_file;         ///< [server] ca_file
    std::filesystem::path
        output_folder;  ///< [folders] output; COMFYUI_OUTPUT_DIR; empty: see `output_folder_of`
    std::filesystem::path workflow_folder;  ///< [folders] workflows; COMFYUI_WORKFLOW_DIR
    std::filesystem::path backup_folder;    ///< [folders] backups; COMFYUI_BACKUP_DIR; empty: no backups
    std::filesystem::path temp_folder;      ///< [folders] temp; COMFYUI_TEMP_DIR; empty: the system's
    std::filesystem::path models_file;      ///< [engine] models: costs of the stand-in models
    std::chrono::milliseconds timeout{0};   ///< [run] timeout; 0: the command's own default
    LogLevel log_level = LogLevel::warn;    ///< [log] level; COMFYUI_LOG_LEVEL
    std::filesystem::path log_folder;  ///< [log] folder; DIVAN_LOG_DIR; `divan serve` writes a file a day
    gateway::GatewayConfig gateway;    ///< [gateway], [[servers]], [limits], [jobs], [retention], [webhooks]
    std::chrono::milliseconds drain{30'000};  ///< [gateway] drain: what a stop may take
};

/// One thing that is wrong with a configuration.
struct SettingProblem {
    std::string where;    ///< "divan.toml:3: server.ulrs"
    std::string message;  ///< "unknown key"
    std::string hint;
};

/// Reads `file`, or the first of ./divan.toml and $XDG_CONFIG_HOME/divan/divan.toml that exists, then the
/// environment. Errors: `invalid_argument` with every problem of the file at once.
Result<Settings> read_settings(const std::optional<std::filesystem::path>& file);

/// Where a process stands.
struct Surroundings {
    std::filesystem::path working_folder, home;  ///< `home`: HOME, may be empty
    bool may_write = true;                       ///< into the working folder

    Surroundings() = default;
    static Surroundings now();
};
/// Where results are saved: the configured folder ("~" and "~/…" are below HOME), else "output" in the
/// working folder; where nothing can be written there, or that is "/" (a service), "divan/output" below HOME.
std::filesystem::path output_folder_of(const Settings& settings,
                                       const Surroundings& surroundings = Surroundings::now());

/// The parts of `read_settings`, for tests.
std::vector<SettingProblem> apply_toml(std::string_view text, const std::string& name, Settings& settings);
std::vector<SettingProblem> apply_environment(const std::function<const char*(const char*)>& variable,
                                              Settings& settings);

}  // namespace divan::app
