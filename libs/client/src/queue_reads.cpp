#include "queue_reads.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

#include <divan/net/before.hpp>

#include "connection_core.hpp"
#include "http_call.hpp"

namespace divan {

struct QueueReads::Batch {
    explicit Batch(asio::any_io_executor executor) : done{std::move(executor), kNever} {}
    asio::steady_timer done;  // never fires: cancelled when the result is there
    std::optional<QueueReading> result;
};

asio::awaitable<QueueReading> QueueReads::read(std::shared_ptr<ConnectionCore> core, Deadline deadline) {
    QueueReads& reads = core->queue_reads;
    if (!reads.next_) reads.next_ = std::make_shared<Batch>(core->executor);
    const std::shared_ptr<Batch> batch = reads.next_;
    if (!std::exchange(reads.serving_, true)) asio::co_spawn(core->executor, serve(core), rethrow);
    co_return co_await net::before(deadline, wait(batch));
}

asio::awaitable<void> QueueReads::serve(std::shared_ptr<ConnectionCore> core) {
    QueueReads& reads = core->queue_reads;
    while (const std::shared_ptr<Batch> batch = std::exchange(reads.next_, nullptr)) {
        batch->result = co_await read_once(core);
        const QueueReading& reading = *batch->result;
        if (reading) {
            const protocol::Queue& queue = (*reading)->queue;
            core->runs.tell_all([&](RunListener& run) { run.on_queue(**reading); });
            core->note_polled_status(static_cast<std::int64_t>(queue.running.size() + queue.pending.size()));
        }
        batch->done.cancel();
    }
    reads.serving_ = false;
}

asio::awaitable<QueueReading> QueueReads::read_once(std::shared_ptr<ConnectionCore> core) {
    auto sight = std::make_shared<QueueSight>();
    sight->asked_at = std::chrono::steady_clock::now();
    net::HttpRequest request{"GET", "/queue"};
    const net::HttpRequest head = request;
    auto reply = co_await core->http.exchange(std::move(request), within(core->config.read_timeout));
    if (!reply) co_return fail(with_request(std::move(reply).error(), core->config, head));
    if (!reply->ok()) co_return fail(with_request(unexpected_status_error(*reply), core->config, head));
    auto queue = protocol::parse_queue(reply->body);
    if (!queue) co_return fail(with_request(std::move(queue).error(), core->config, head));
    sight->queue = std::move(*queue);
    co_return std::shared_ptr<const QueueSight>{std::move(sight)};
}

asio::awaitable<QueueReading> QueueReads::wait(std::shared_ptr<Batch> batch) {
    while (!batch->result) {
        co_await batch->done.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none && !batch->result)
            co_return fail(Errc::cancelled, "waiting for the queue was cancelled");
    }
    co_return *batch->result;
}

}  // namespace divan
