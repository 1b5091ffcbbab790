#include "client_core.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "arguments.hpp"
#include "run_core.hpp"

namespace divan::capi {
namespace {

using Operation = std::function<asio::awaitable<Result<void>>(Connection&)>;

asio::awaitable<void> follow(Run run, std::shared_ptr<RunCore> core) {
    auto outcome = co_await run.result();
    core->end(std::move(outcome));
}

/// `begin` starts the run on the client's thread; the coroutine that follows it needs nobody who waits.
asio::awaitable<Result<void>> begin_run(Connection& connection, std::shared_ptr<RunCore> core,
                                        std::function<Run(RunEvents)> begin) {
    if (connection.state() == ConnectionState::closed)
        co_return fail(Errc::cancelled, "the client is closed");
    const Run run = begin(core->listen());
    core->hold(run);
    asio::co_spawn(connection.executor(), follow(run, std::move(core)), asio::detached);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> cancel_run(std::shared_ptr<RunCore> core) {
    core->cancel();
    co_return Result<void>{};
}

asio::awaitable<Result<void>> close_connection(Connection& connection) {
    connection.close();
    co_return Result<void>{};
}

}  // namespace

ClientCore::ClientCore(ConnectionConfig config, LogLevel level, Logger::Sink log)
    : log_{level, std::move(log)}, client_id_{config.client_id}, client_{std::move(config), &log_} {}

Result<> ClientCore::close() {
    return client_.call<void>([](Connection& connection) { return close_connection(connection); });
}

std::shared_ptr<DeliveryInbox> ClientCore::delivery_inbox() {
    const std::lock_guard lock{mutex_};
    if (!delivery_) delivery_ = std::make_unique<DeliveryThread>();
    return delivery_->inbox();
}

Result<> ClientCore::start(std::shared_ptr<RunCore> core, RunRequest request,
                           std::chrono::milliseconds limit) {
    return client_.call<void>([&](Connection& connection) {
        std::function<Run(RunEvents)> begin = [&connection, &request, limit](RunEvents events) {
            return start_run(connection, std::move(request), std::move(events), deadline_after(limit));
        };
        return begin_run(connection, std::move(core), std::move(begin));
    });
}

Result<> ClientCore::attach(std::shared_ptr<RunCore> core, AttachRequest request,
                            std::chrono::milliseconds limit) {
    return client_.call<void>([&](Connection& connection) {
        std::function<Run(RunEvents)> begin = [&connection, &request, limit](RunEvents events) {
            return attach_run(connection, std::move(request), std::move(events), deadline_after(limit));
        };
        return begin_run(connection, std::move(core), std::move(begin));
    });
}

Result<> ClientCore::cancel(std::shared_ptr<RunCore> core) {
    return client_.call<void>([&](Connection&) { return cancel_run(std::move(core)); });
}

}  // namespace divan::capi
