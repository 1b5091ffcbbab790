#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>

#include "signal.hpp"

namespace demo {

/// One ComfyUI server. It takes one round at a time, so that the rest waits with us, where every server can
/// take it.
struct Lane {
    std::unique_ptr<divan::Connection> connection;
    divan::Subscription status;
    std::string name;
    bool busy = false;
    std::string problem;  ///< why it is set aside; empty while it is well
    divan::Deadline aside_until{};
    std::int64_t queue = 0;  ///< running and waiting there, other people's prompts too
    std::uint64_t done = 0, failed = 0;
    std::chrono::milliseconds last{0}, total{0};

    bool free(divan::Deadline now) const { return !busy && now >= aside_until; }
};

/// Gives rounds to servers: first come, first served; among free servers, to the one with the shortest queue.
class Lanes {
public:
    Lanes(asio::any_io_executor executor, const std::vector<divan::ConnectionConfig>& servers);

    /// Waits for a free server. nullptr when `given_up` says so first.
    asio::awaitable<Lane*> take(std::function<bool()> given_up);
    void give_back(Lane& lane, std::chrono::milliseconds took, const divan::Error* error);
    void look_again() { changed_.tell(); }  ///< time has passed, or somebody gave up
    void close();

    divan::json::Object stats();

private:
    Lane* best_free();

    Signal changed_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::deque<std::uint64_t> waiting_;  // tickets, oldest first
    std::uint64_t next_ticket_ = 0;
    std::deque<divan::Deadline> finished_;  // within the last minute
};

}  // namespace demo
