#include <divan/jobs/waiting.hpp>
#include <divan/json/write.hpp>
#include <divan/net/sse.hpp>

#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/job_facts.hpp"

// GET /api/v2/divan/jobs/{id}/events: the job's log from any position, as a list or as a stream.
namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLook = 1s;  // between looks at whether the service ends
constexpr std::chrono::milliseconds kQuiet =
    15s;  // without an event, before a comment keeps the connection open

/// Where the reader has got to: what a browser sends by itself counts more than the address it began with.
Answer<std::int64_t> position_asked(Call& call) {
    auto after = number_asked(call, "after", 0, std::numeric_limits<std::int64_t>::max());
    if (!after) return refuse(std::move(after).error());
    const auto last = call.header("Last-Event-ID");
    if (!last || last->empty()) return after->value_or(0);
    const bool digits = last->size() <= 18 && last->find_first_not_of("0123456789") == std::string::npos;
    if (!digits)
        return refuse(400, "invalid_request", "the Last-Event-ID is not one of ours: they are numbers");
    return std::stoll(*last);
}

bool wants_stream(const Call& call) {
    return call.header("Accept").value_or("").find("text/event-stream") != std::string::npos;
}

struct Reader {
    JobId job;
    std::optional<std::string> owner;
    std::int64_t seq = 0;

    Reader() = default;
};

/// True when there is nothing to come any more.
asio::awaitable<Result<bool>> at_the_end(Site& site, const Reader& reader) {
    auto job = co_await store::find_job(site.store, reader.job, reader.owner);
    if (!job) co_return fail(std::move(job).error());
    co_return store::is_final(job->phase) && job->last_event <= reader.seq;
}

asio::awaitable<Result<void>> write_events(Call& call, Reader& reader,
                                           const std::vector<store::Event>& events) {
    std::string frames;
    for (const store::Event& event : events) {
        net::SseEvent frame{std::to_string(event.seq), event.kind, json::write(event_view(event))};
        frames += net::sse_frame(frame);
        reader.seq = event.seq;
    }
    co_return co_await call.exchange().write(std::move(frames));
}

/// Each turn holds one page of events at most. A reader that does not take them is cut off by the server's
/// stall time-out, and goes on from its last event whenever it wants.
asio::awaitable<void> stream(Site& site, Call& call, Reader reader) {
    auto quiet_since = std::chrono::steady_clock::now();
    while (!site.stopping && !call.exchange().peer_gone()) {
        const bool allowed = co_await site.gatekeeper.still_valid(call.caller);
        if (!allowed) break;
        auto events = co_await durable::wait_for_events(site.store, reader.job, reader.owner, reader.seq,
                                                        within(kLook));
        const bool allowed = co_await site.gatekeeper.still_valid(call.caller);
        if (!allowed) break;
        if (!events) break;  // the store is away, or the job was removed: the reader comes back and is told
        Result<void> written;
        if (!events->empty())
            written = co_await write_events(call, reader, *events);
        else if (std::chrono::steady_clock::now() - quiet_since > kQuiet)
            written = co_await call.exchange().write(std::string{net::kSseComment});
        else
            continue;
        quiet_since = std::chrono::steady_clock::now();
        if (!written) co_return;
        auto ended = co_await at_the_end(site, reader);
        if (!ended || *ended) break;
    }
    co_await call.exchange().finish();
}

asio::awaitable<Answer<>> begin_stream(Site& site, Call& call, Reader reader) {
    const auto ticket = site.streams.open(call.caller.owner, call.caller.limits.streams, [] {});
    if (!ticket)
        co_return refuse(
            Refusal{429, "too_many_streams", "you have as many event streams open as you may"}.after(5s));
    net::HttpReply head{200, {}, "text/event-stream"};
    head.headers.set("Cache-Control", "no-store");
    head.headers.set("X-Accel-Buffering", "no");  // proxies such as nginx would keep events back
    if (call.method() == "HEAD") co_return co_await call.reply(std::move(head));
    auto begun = co_await call.begin(std::move(head));
    if (!begun) co_return Answer<>{};
    auto ended = co_await at_the_end(site, reader);
    if (ended && *ended)
        co_await call.exchange().finish();
    else
        co_await stream(site, call, std::move(reader));
    co_return Answer<>{};
}

asio::awaitable<Answer<>> show_events(Site& site, Call& call) {
    if (auto known = only_queries(call, {"after", "limit", "owner", "all"}); !known)
        co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto position = position_asked(call);
    if (!position) co_return refuse(std::move(position).error());
    auto limit = number_asked(call, "limit", 1, 1'000);
    if (!limit) co_return refuse(std::move(limit).error());
    Reader reader;
    reader.job = JobId{call.parameter("id")};
    reader.owner = std::move(*owner);
    reader.seq = *position;
    auto job = co_await store::find_job(site.store, reader.job, reader.owner);
    if (!job) co_return refuse(job.error());
    if (wants_stream(call)) co_return co_await begin_stream(site, call, std::move(reader));
    auto events = co_await store::events_after(site.store, reader.job, reader.seq,
                                               static_cast<int>(limit->value_or(1'000)));
    if (!events) co_return refuse(events.error());
    json::Array views;
    for (const store::Event& event : *events) views.emplace_back(event_view(event));
    json::Object answer;
    answer["events"] = std::move(views);
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_event_log_routes(Router& router, Site& site) {
    router.add("GET", "/api/v2/divan/jobs/{id}/events", Scope::read,
               [&site](Call& call) { return show_events(site, call); });
}

}  // namespace divan::gateway
