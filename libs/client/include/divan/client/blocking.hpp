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
#include <divan/client/readiness.hpp>
#include <divan/client/run.hpp>
#include <divan/client/save_outputs.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/upload.hpp>

namespace divan {

class BlockingClient;

/// The thread, its event loop and the connection; lives as long as the client or one of its runs.
class BlockingLoop;

/// Keeps a listener on for as long as it lives. After `reset` no call of the listener is on its way, and none
/// begins; only a listener that resets itself is still in its call. Threads: any, one at a time.
class BlockingSubscription {
public:
    BlockingSubscription() = default;
    BlockingSubscription(std::shared_ptr<BlockingLoop> loop, Subscription subscription);
    BlockingSubscription(BlockingSubscription&&) noexcept = default;
    BlockingSubscription& operator=(BlockingSubscription&& other) noexcept;
    ~BlockingSubscription() { reset(); }
    void reset();
    explicit operator bool() const { return static_cast<bool>(subscription_); }

private:
    std::shared_ptr<BlockingLoop> loop_;
    Subscription subscription_;
};

/// A run that is on its way behind a BlockingClient. Threads: any.
class BlockingRun {
public:
    const protocol::PromptId& prompt_id() const { return prompt_id_; }
    /// Waits for the end, which comes by the run's own deadline. Any number of times, after the client's end
    /// too.
    Result<RunResult> wait() const;
    /// Returns once the cancel is on its way. No callback that the run was begun with is called afterwards.
    void cancel();
    bool done() const;
    RunProgress progress() const;
    /// As `Run::profile`.
    std::optional<RunProfile> profile() const;
    /// One more listener, as `Run::watch`; it is called on the client's thread.
    [[nodiscard]] BlockingSubscription watch(RunEvents events) const;

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
    /// Follows a prompt that was sent before, as `attach_run`.
    Result<BlockingRun> attach(AttachRequest request, RunEvents events, std::chrono::milliseconds limit);
    Result<ServerFacts> ready(ReadyPolicy policy, std::chrono::milliseconds limit);
    ConnectionState state() const;
    void reconnect();
    void abort_reconnect();
    /// Listens to the connection: `client.listen([](Connection& it) { return it.on_state(print); })`.
    [[nodiscard]] BlockingSubscription listen(std::function<Subscription(Connection&)> how);
    /// Messages of one kind, as `Connection::on`.
    template <class Event>
    [[nodiscard]] BlockingSubscription on(std::function<void(const Event&)> listener) {
        return listen([listener = std::move(listener)](Connection& connection) {
            return connection.on<Event>(listener);
        });
    }
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
