#pragma once

#include <memory>
#include <mutex>

#include <divan/client/blocking.hpp>

#include "delivery.hpp"

namespace divan::capi {

class RunCore;

/// What a client's handle, its runs and its results share; ends with the last of them. Threads: any.
class ClientCore {
public:
    ClientCore(ConnectionConfig config, LogLevel level, Logger::Sink log);

    BlockingClient& blocking() { return client_; }
    const protocol::ClientId& client_id() const {
        return client_id_;
    }  ///< that the options named; may be empty
    /// Ends what is on its way; every later call is answered with `cancelled`.
    Result<> close();
    /// The thread that delivers events, which begins at the first call.
    std::shared_ptr<DeliveryInbox> delivery_inbox();

    Result<> start(std::shared_ptr<RunCore> core, RunRequest request, std::chrono::milliseconds limit);
    Result<> attach(std::shared_ptr<RunCore> core, AttachRequest request, std::chrono::milliseconds limit);
    Result<> cancel(std::shared_ptr<RunCore> core);

private:
    const Logger log_;
    const protocol::ClientId client_id_;
    BlockingClient client_;
    std::mutex mutex_;
    std::unique_ptr<DeliveryThread> delivery_;
};

}  // namespace divan::capi
