#include <divan/client/blocking.hpp>

#include <atomic>

#include "blocking_loop.hpp"

namespace divan {

BlockingSubscription::BlockingSubscription(std::shared_ptr<BlockingLoop> loop, Subscription subscription)
    : loop_{std::move(loop)}, subscription_{std::move(subscription)} {}

BlockingSubscription& BlockingSubscription::operator=(BlockingSubscription&& other) noexcept {
    reset();
    loop_ = std::move(other.loop_);
    subscription_ = std::move(other.subscription_);
    return *this;
}

void BlockingSubscription::reset() {
    if (loop_ && subscription_) loop_->on_loop([this] { subscription_.reset(); });
    loop_.reset();
}

BlockingRun::BlockingRun(std::shared_ptr<BlockingLoop> loop, Run run)
    : loop_{std::move(loop)}, run_{std::move(run)}, prompt_id_{run_.prompt_id()} {}

Result<RunResult> BlockingRun::wait() const {
    auto promise = std::make_shared<std::promise<Result<RunResult>>>();
    auto future = promise->get_future();
    const auto settle = [](Run run,
                           std::shared_ptr<std::promise<Result<RunResult>>> to) -> asio::awaitable<void> {
        auto result = co_await run.result();
        to->set_value(std::move(result));
    };
    auto spawned = loop_->spawn(settle(run_, promise));
    if (spawned) return future.get();
    Result<RunResult> result = fail(std::move(spawned).error());
    loop_->on_loop([&] {
        if (const auto* ended = run_.ended()) result = *ended;
    });
    return result;
}

void BlockingRun::cancel() {
    loop_->on_loop([this] { run_.cancel(); });
}

bool BlockingRun::done() const {
    bool done = false;
    loop_->on_loop([&] { done = run_.done(); });
    return done;
}

RunProgress BlockingRun::progress() const {
    RunProgress progress;
    loop_->on_loop([&] { progress = run_.progress(); });
    return progress;
}

std::optional<RunProfile> BlockingRun::profile() const {
    std::optional<RunProfile> profile;
    loop_->on_loop([&] { profile = run_.profile(); });
    return profile;
}

BlockingSubscription BlockingRun::watch(RunEvents events) const {
    Subscription subscription;
    loop_->on_loop([&] { subscription = run_.watch(std::move(events)); });
    return BlockingSubscription{loop_, std::move(subscription)};
}

BlockingClient::BlockingClient(ConnectionConfig config, const Logger* log)
    : loop_{std::make_shared<BlockingLoop>(std::move(config), log)} {}

BlockingClient::~BlockingClient() { loop_->stop(); }

Connection& BlockingClient::connection() { return loop_->connection; }
Result<void> BlockingClient::spawn(asio::awaitable<void> task) { return loop_->spawn(std::move(task)); }

Result<void> BlockingClient::open(std::chrono::milliseconds limit) {
    return call<void>([=](Connection& connection) { return connection.open(within(limit)); });
}

Result<BlockingRun> BlockingClient::start(RunRequest request, RunEvents events,
                                          std::chrono::milliseconds limit) {
    struct Start {
        RunRequest request;
        RunEvents events;
        Start(RunRequest r, RunEvents e) : request{std::move(r)}, events{std::move(e)} {}
    };
    auto parts = std::make_shared<Start>(std::move(request), std::move(events));
    const auto begin = [](Connection& connection, std::shared_ptr<Start> start,
                          Deadline deadline) -> asio::awaitable<Result<Run>> {
        co_return start_run(connection, std::move(start->request), std::move(start->events), deadline);
    };
    auto started = call<Run>([=](Connection& connection) { return begin(connection, parts, within(limit)); });
    if (!started) return fail(std::move(started).error());
    return BlockingRun{loop_, std::move(*started)};
}

Result<BlockingRun> BlockingClient::attach(AttachRequest request, RunEvents events,
                                           std::chrono::milliseconds limit) {
    if (auto allowed = loop_->may_wait(); !allowed) return fail(std::move(allowed).error());
    std::optional<Run> run;
    loop_->on_loop(
        [&] { run = attach_run(connection(), std::move(request), std::move(events), within(limit)); });
    return BlockingRun{loop_, std::move(*run)};
}

Result<ServerFacts> BlockingClient::ready(ReadyPolicy policy, std::chrono::milliseconds limit) {
    return call<ServerFacts>(
        [=](Connection& connection) { return divan::ready(connection, policy, within(limit)); });
}

ConnectionState BlockingClient::state() const {
    ConnectionState state{};
    loop_->on_loop([&] { state = loop_->connection.state(); });
    return state;
}

void BlockingClient::reconnect() {
    loop_->on_loop([this] { connection().reconnect(); });
}

void BlockingClient::abort_reconnect() {
    loop_->on_loop([this] { connection().abort_reconnect(); });
}

BlockingSubscription BlockingClient::listen(std::function<Subscription(Connection&)> how) {
    Subscription subscription;
    loop_->on_loop([&] { subscription = how(connection()); });
    return BlockingSubscription{loop_, std::move(subscription)};
}

Result<RunResult> BlockingClient::run(RunRequest request, RunEvents events, std::chrono::milliseconds limit) {
    auto started = start(std::move(request), std::move(events), limit);
    if (!started) return fail(std::move(started).error());
    return started->wait();
}

Result<std::vector<SavedFile>> BlockingClient::save_outputs(RunResult result, SaveOptions options,
                                                            std::chrono::milliseconds limit) {
    return call<std::vector<SavedFile>>([&](Connection& connection) {
        return divan::save_outputs(connection, std::move(result), std::move(options), within(limit));
    });
}

Result<protocol::SubmitReply> BlockingClient::submit(protocol::SubmitRequest request,
                                                     std::chrono::milliseconds limit) {
    return call<protocol::SubmitReply>(
        [&](Connection& connection) { return divan::submit(connection, std::move(request), within(limit)); });
}

Result<protocol::Queue> BlockingClient::queue(std::chrono::milliseconds limit) {
    return call<protocol::Queue>(
        [=](Connection& connection) { return divan::queue(connection, within(limit)); });
}

Result<std::optional<protocol::HistoryEntry>> BlockingClient::history(protocol::PromptId prompt,
                                                                      std::chrono::milliseconds limit) {
    return call<std::optional<protocol::HistoryEntry>>(
        [=](Connection& connection) { return divan::history(connection, prompt, within(limit)); });
}

Result<void> BlockingClient::interrupt(protocol::PromptId prompt, std::chrono::milliseconds limit) {
    return call<void>(
        [=](Connection& connection) { return divan::interrupt(connection, prompt, within(limit)); });
}

Result<protocol::SystemStats> BlockingClient::system_stats(std::chrono::milliseconds limit) {
    return call<protocol::SystemStats>(
        [=](Connection& connection) { return divan::system_stats(connection, within(limit)); });
}

Result<NodeCatalogue> BlockingClient::object_info(std::chrono::milliseconds limit) {
    return call<NodeCatalogue>(
        [=](Connection& connection) { return divan::object_info(connection, within(limit)); });
}

Result<StoredFile> BlockingClient::upload_image(Upload upload, std::chrono::milliseconds limit) {
    return call<StoredFile>([&](Connection& connection) {
        return divan::upload_image(connection, std::move(upload), within(limit));
    });
}

}  // namespace divan
