#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include <divan/client/catalogue.hpp>
#include <divan/client/connection.hpp>
#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/run.hpp>
#include <divan/client/save_outputs.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/upload.hpp>

namespace divan {

class BlockingClient;

/// The thread, its event loop and the connection; lives as long as the client or one of its runs.
class BlockingLoop;

/// A run that is on its way behind a BlockingClient. Threads: any.
class BlockingRun {
public:
    const protocol::PromptId& prompt_id() const { return prompt_id_; }
    /// Waits for the end, which comes by the run's own deadline. Any number of times.
    Result<RunResult> wait() const;
    /// Returns once the cancel is on its way. No callback of this run is called afterwards.
    void cancel();

private:
    friend class BlockingClient;
    BlockingRun(std::shared_ptr<BlockingLoop> loop, Run run);
    std::shared_ptr<BlockingLoop> loop_;
    Run run_;
    protocol::PromptId prompt_id_;
};

/// The same operations for programs without an event loop. It owns one thread, on which every callback is
/// called; a callback must not call back into the client (that is answered with `invalid_argument`, not with
/// a deadlock) and must not throw. Threads: any, several at once.
class BlockingClient {
public:
    /// `log` is borrowed.
    explicit BlockingClient(ConnectionConfig config, const Logger* log = nullptr);
    /// Ends what is on its way with `cancelled`; no callback is called afterwards.
    ~BlockingClient();
    BlockingClient(const BlockingClient&) = delete;
    BlockingClient& operator=(const BlockingClient&) = delete;

    Result<void> open(std::chrono::milliseconds limit);
    Result<RunResult> run(RunRequest request, RunEvents events, std::chrono::milliseconds limit);
    Result<BlockingRun> start(RunRequest request, RunEvents events, std::chrono::milliseconds limit);
    Result<std::vector<SavedFile>> save_outputs(RunResult result, SaveOptions options,
                                                std::chrono::milliseconds limit);
    Result<protocol::SubmitReply> submit(protocol::SubmitRequest request, std::chrono::milliseconds limit);
    Result<protocol::Queue> queue(std::chrono::milliseconds limit);
    Result<std::optional<protocol::HistoryEntry>> history(protocol::PromptId prompt,
                                                          std::chrono::milliseconds limit);
    Result<void> interrupt(protocol::PromptId prompt, std::chrono::milliseconds limit);
    Result<protocol::SystemStats> system_stats(std::chrono::milliseconds limit);
    Result<NodeCatalogue> object_info(std::chrono::milliseconds limit);
    Result<StoredFile> upload_image(Upload upload, std::chrono::milliseconds limit);

    /// Any other operation, e.g. `ping`; see `operation`'s own errors, and `cancelled` when the client ends
    /// meanwhile.
    template <class T>
    Result<T> call(std::function<asio::awaitable<Result<T>>(Connection&)> operation);

private:
    /// Errors: `cancelled` when the client is ending, `invalid_argument` from its own thread.
    Result<void> spawn(asio::awaitable<void> task);
    Connection& connection();
    template <class T>
    static asio::awaitable<void> settle(std::function<asio::awaitable<Result<T>>(Connection&)> operation,
                                        std::shared_ptr<std::promise<Result<T>>> promise,
                                        Connection& connection);

    std::shared_ptr<BlockingLoop> loop_;
};

template <class T>
asio::awaitable<void> BlockingClient::settle(std::function<asio::awaitable<Result<T>>(Connection&)> operation,
                                             std::shared_ptr<std::promise<Result<T>>> promise,
                                             Connection& connection) {
    try {
        auto result = co_await operation(connection);
        promise->set_value(std::move(result));
    } catch (...) {
        promise->set_exception(std::current_exception());  // for the thread that waits
    }
}

template <class T>
Result<T> BlockingClient::call(std::function<asio::awaitable<Result<T>>(Connection&)> operation) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    auto spawned = spawn(settle<T>(std::move(operation), std::move(promise), connection()));
    if (!spawned) return fail(std::move(spawned).error());
    return future.get();
}

}  // namespace divan
