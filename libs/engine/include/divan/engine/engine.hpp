#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <divan/base/error.hpp>
#include <divan/base/log.hpp>

namespace divan::engine {

struct EngineConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: a free one
    std::filesystem::path
        base;  ///< holds input/ output/ temp/ user/; empty: a temporary folder, removed at the end
    std::filesystem::path
        models_file;  ///< costs and names of stand-in models (TOML); empty: the built-in list, near zero cost
    std::filesystem::path faults_file;           ///< fault plan (TOML); empty: none
    bool fault_control = false;                  ///< the route POST /divan/faults exists
    bool test_nodes = false;                     ///< the Trap* nodes exist
    bool previews = true;                        ///< ComfyUI's `--preview-method auto`
    std::string cache = "classic";               ///< "classic", "none" or "lru:N"
    std::size_t max_upload_bytes = 104'857'600;  ///< ComfyUI's default, 100 MiB
    std::string cors_origin;  ///< ComfyUI's `--enable-cors-header`; empty: the origin check is on
    bool multi_user = false;
    /// What /system_stats says, for tests of how a program meets an older server. The protocol stays that of
    /// 0.3.64.
    std::string comfyui_version = "0.3.64";
    /// Called instead of ending the process when a fault asks for `exit` (in-process use). Empty: `_exit(1)`.
    std::function<void()> on_exit_fault;

    EngineConfig() = default;
};

/// A ComfyUI-compatible server on its own threads: the protocol of ComfyUI 0.3.64, image nodes for real,
/// model nodes as stand-ins (docs/engine.md). Threads: all members may be called from any one thread.
class Engine {
public:
    explicit Engine(EngineConfig config, const Logger& log);
    ~Engine();  ///< as `stop`
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Errors: `io_failed` (port in use, folder not writable), `invalid_argument` (models or faults file).
    Result<void> start();
    std::uint16_t port() const;
    std::string url() const;  ///< "http://127.0.0.1:8188"
    void stop();

    std::uint64_t prompts_run() const;  ///< prompts that began to execute; for tests that count

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace divan::engine
