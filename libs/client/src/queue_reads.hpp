#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/protocol/queue.hpp>

namespace divan {

namespace asio = boost::asio;

class ConnectionCore;

/// The queue of a server as of some moment after `asked_at`.
struct QueueSight {
    protocol::Queue queue;
    Deadline asked_at{};
};
using QueueReading = Result<std::shared_ptr<const QueueSight>>;

/// One GET /queue at a time for all runs of a connection: who asks while one is on its way shares the next
/// one, and what came is shown to every run (`RunListener::on_queue`). Threads: as the connection.
class QueueReads {
public:
    /// Errors: as `exchange_ok`; `timeout` when `deadline` passes first; `malformed_reply`.
    static asio::awaitable<QueueReading> read(std::shared_ptr<ConnectionCore> core, Deadline deadline);

private:
    struct Batch;  ///< those who wait for one reading
    static asio::awaitable<void> serve(std::shared_ptr<ConnectionCore> core);
    static asio::awaitable<QueueReading> read_once(std::shared_ptr<ConnectionCore> core);
    static asio::awaitable<QueueReading> wait(std::shared_ptr<Batch> batch);

    std::shared_ptr<Batch> next_;
    bool serving_ = false;
};

}  // namespace divan
