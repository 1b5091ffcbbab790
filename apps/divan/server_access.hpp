#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/engine/engine.hpp>

#include "event_loop.hpp"
#include "program.hpp"

namespace divan::app {

/// The servers a command talks to: the configured ones, or the embedded engine when there are none.
class ServerAccess {
public:
    /// Without servers: starts the engine in this process and says so in one line.
    /// Errors: `invalid_argument` (a bad URL or header), `io_failed` (the engine).
    static Result<ServerAccess> open(const Program& program, const Settings& settings);

    const std::vector<ConnectionConfig>& servers() const { return servers_; }
    bool embedded() const { return engine_ != nullptr; }
    const Logger& log() const { return *log_; }

private:
    ServerAccess() = default;
    std::unique_ptr<Logger> log_;
    std::unique_ptr<engine::Engine> engine_;
    std::vector<ConnectionConfig> servers_;
};

/// A server by its URL, with the settings' credentials. Errors: `invalid_argument` (a bad URL or header).
Result<ConnectionConfig> connection_of(const std::string& url, const Settings& settings);

/// Asks the first server one thing. Errors: as `ServerAccess::open` and the call itself.
template <class T>
Result<T> ask(const Program& program, const Settings& settings,
              const std::function<asio::awaitable<Result<T>>(Connection&)>& question) {
    const auto access = ServerAccess::open(program, settings);
    if (!access) return fail(access.error());
    asio::io_context io{1};
    Connection connection{io.get_executor(), access->servers().front(), &access->log()};
    return run_to_end<T>(io, question(connection));
}

}  // namespace divan::app
