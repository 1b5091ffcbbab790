#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/engine/engine.hpp>
#include <divan/net/http_server.hpp>

#include "faults/fault_plan.hpp"

namespace divan::engine {

/// The parts of a running engine, wired: one thread for the event loop, one for the prompts. Started once.
/// Threads: one thread calls the members.
class Service {
public:
    Service(EngineConfig config, const Logger& log);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    Result<void> start();
    void stop();
    std::uint16_t port() const { return port_; }
    std::string url() const;
    std::uint64_t prompts_run() const;

private:
    /// Everything that needs the folders and the models, which `start` finds out.
    struct Running;

    Result<void> make_folders();
    void empty_temporary_folder() const;
    Result<FaultPlan> read_faults() const;
    Result<void> listen(std::uint16_t port);
    void add_routes();
    // The rest runs on the event loop.
    void on_fatal(const Fault& fault);
    void end_process();
    void restart_empty(std::chrono::milliseconds pause);
    void listen_again(std::chrono::milliseconds pause, int tries_left);

    EngineConfig config_;
    const Logger& log_;
    boost::asio::io_context io_{1};
    std::optional<TemporaryFolder> own_folder_;
    std::filesystem::path base_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Running> running_;
    std::unique_ptr<net::HttpServer> server_;
    std::thread loop_;
};

}  // namespace divan::engine
