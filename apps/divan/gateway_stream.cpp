#include "gateway_stream.hpp"

#include <divan/net/before.hpp>

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kPause = 500ms;
constexpr int kMostFailures = 60;  // in a row, without an event: half a minute

bool may_pass(const Error& error) {
    switch (error.code) {
        case Errc::connect_failed:
        case Errc::connection_lost:
        case Errc::queue_full:
        case Errc::timeout:
            return true;
        default:
            return error.fact("status").starts_with("5");
    }
}

}  // namespace

asio::awaitable<Result<void>> read_stream(GatewayAccess& gateway, std::string target, std::string& last_id,
                                          EventListener listener, Deadline deadline) {
    net::HttpRequest request{"GET", std::move(target)};
    request.headers.set("Accept", "text/event-stream");
    if (!last_id.empty()) request.headers.set("Last-Event-ID", last_id);
    net::SseReader reader;
    net::BodySink sink = [&](std::span<const std::byte> bytes) -> Result<void> {
        const auto events = reader.feed({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        if (!events) return fail(events.error());
        for (const net::SseEvent& event : *events) {
            if (!event.id.empty()) last_id = event.id;
            listener(event);
        }
        return {};
    };
    auto reply = co_await gateway.http().download(std::move(request), std::move(sink), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!reply->ok()) co_return fail(refusal_error(reply->status, reply->headers, reply->body));
    co_return Result<void>{};
}

asio::awaitable<Result<void>> follow_log(GatewayAccess& gateway, std::string target, EventListener listener,
                                         std::function<bool()> ended, Deadline deadline) {
    std::string last_id;
    for (int failures = 0; !ended();) {
        const std::string before = last_id;
        auto read = co_await read_stream(gateway, target, last_id, listener, deadline);
        if (ended()) break;
        if (std::chrono::steady_clock::now() >= deadline)
            co_return fail(Errc::timeout, "the deadline passed first");
        if (!read && !may_pass(read.error())) co_return read;
        failures = last_id == before ? failures + 1 : 0;
        if (!read && failures > kMostFailures) co_return read;
        if (!co_await net::sleep_until(within(kPause))) co_return fail(Errc::cancelled, "stopped");
    }
    co_return Result<void>{};
}

}  // namespace divan::app
