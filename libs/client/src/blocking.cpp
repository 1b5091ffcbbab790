#include <divan/client/blocking.hpp>

#include <atomic>
#include <mutex>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "connection_core.hpp"

namespace divan {

class BlockingLoop {
public:
    BlockingLoop(ConnectionConfig config, const Logger* log)
        : connection{io_.get_executor(), std::move(config), log}, thread_{[this] { io_.run(); }} {}
    ~BlockingLoop() { stop(); }

    Result<void> spawn(asio::awaitable<void> task);
    Result<void> may_wait() const;
    void stop();
    asio::io_context& io() { return io_; }

private:
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};

public:
    Connection connection;

private:
    mutable std::mutex mutex_;
    bool stopping_ = false;
    std::thread thread_;
};

Result<void> BlockingLoop::may_wait() const {
    if (std::this_thread::get_id() != thread_.get_id()) return {};
    return fail(Errc::invalid_argument, "a callback of a BlockingClient called back into it",
                "do it from another thread, or after the callback");
}

Result<void> BlockingLoop::spawn(asio::awaitable<void> task) {
    if (auto allowed = may_wait(); !allowed) return allowed;
    const std::lock_guard lock{mutex_};
    if (stopping_) return fail(Errc::cancelled, "the client has ended");
    asio::co_spawn(io_, std::move(task), rethrow);
    return {};
}

void BlockingLoop::stop() {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return;
        stopping_ = true;
        asio::post(io_, [this] {
            connection.close();  // ends every operation, so that the loop runs dry
            work_.reset();
        });
    }
    thread_.join();
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
    if (!spawned) return fail(std::move(spawned).error());
    return future.get();
}

void BlockingRun::cancel() {
    std::promise<void> cancelled;
    auto future = cancelled.get_future();
    const auto stop = [](Run run, std::promise<void>& done) -> asio::awaitable<void> {
        run.cancel();
        done.set_value();
        co_return;
    };
    if (!loop_->may_wait()) return run_.cancel();  // from a callback: we are on the right thread
    if (loop_->spawn(stop(run_, cancelled))) future.get();
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
