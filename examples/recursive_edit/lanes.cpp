#include "lanes.hpp"

#include <algorithm>

namespace demo {

using namespace divan;
using namespace std::chrono_literals;

namespace {

Deadline now() { return std::chrono::steady_clock::now(); }

/// Failures that say something about the server, not about the workflow.
bool blames_the_server(const Error& error) {
    return error.code == Errc::connect_failed || error.code == Errc::connection_lost ||
           error.code == Errc::prompt_lost || error.code == Errc::unauthorized || error.code == Errc::timeout;
}

json::Object describe_lane(const Lane& lane) {
    const auto rounds = lane.done + lane.failed;
    json::Object object{{"name", lane.name}, {"busy", lane.busy}, {"queue", lane.queue}};
    object["done"] = lane.done;
    object["failed"] = lane.failed;
    object["last_ms"] = lane.last.count();
    object["average_ms"] = rounds == 0 ? 0 : lane.total.count() / static_cast<std::int64_t>(rounds);
    object["problem"] = lane.problem;
    return object;
}

}  // namespace

Lanes::Lanes(asio::any_io_executor executor, const std::vector<ConnectionConfig>& servers)
    : changed_{executor} {
    for (const ConnectionConfig& config : servers) {
        auto lane = std::make_unique<Lane>();
        lane->connection = std::make_unique<Connection>(executor, config);
        lane->name = lane->connection->server();
        lane->status = lane->connection->on_message([&lane = *lane](const protocol::ServerMessage& message) {
            const auto* status = std::get_if<protocol::Status>(&message);
            if (status && status->queue_remaining) lane.queue = *status->queue_remaining;
        });
        lanes_.push_back(std::move(lane));
    }
}

Lane* Lanes::best_free() {
    Lane* best = nullptr;
    for (const auto& lane : lanes_)
        if (lane->free(now()) && (!best || lane->queue < best->queue)) best = lane.get();
    return best;
}

asio::awaitable<Lane*> Lanes::take(std::function<bool()> given_up) {
    const auto ticket = next_ticket_++;
    waiting_.push_back(ticket);
    Lane* lane = nullptr;
    while (!given_up()) {
        if (waiting_.front() == ticket) lane = best_free();
        if (lane) break;
        co_await changed_.wait();
    }
    if (lane) lane->busy = true;
    std::erase(waiting_, ticket);
    changed_.tell();  // there is a new first in the line
    co_return lane;
}

void Lanes::give_back(Lane& lane, std::chrono::milliseconds took, const Error* error) {
    lane.busy = false;
    lane.problem.clear();
    if (error && blames_the_server(*error)) {
        lane.problem = error->message;
        lane.aside_until = now() + 10s;
    }
    if (!error || error->code != Errc::cancelled) {
        ++(error ? lane.failed : lane.done);
        lane.last = took;
        lane.total += took;
    }
    if (!error) finished_.push_back(now());
    changed_.tell();
}

void Lanes::close() {
    for (const auto& lane : lanes_) lane->connection->close();
    changed_.tell();
}

json::Object Lanes::stats() {
    std::erase_if(finished_, [](Deadline at) { return at < now() - 1min; });
    json::Array servers;
    std::uint64_t done = 0, failed = 0;
    int running = 0;
    for (const auto& lane : lanes_) {
        servers.push_back(describe_lane(*lane));
        done += lane->done;
        failed += lane->failed;
        running += lane->busy ? 1 : 0;
    }
    json::Object object{
        {"queue_depth", waiting_.size()}, {"running", running}, {"done", done}, {"failed", failed}};
    object["jobs_per_minute"] = finished_.size();
    object["servers"] = std::move(servers);
    return object;
}

}  // namespace demo
