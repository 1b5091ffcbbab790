#pragma once

#include <memory>
#include <mutex>

#include <boost/asio/steady_timer.hpp>

namespace divan::net {

namespace asio = boost::asio;

/// What a coroutine that waits and the thread that works for it share. The timer belongs to the coroutine:
/// the thread may touch it only while the coroutine is there, which it is while `timer_` is set.
class BlockingWait {
public:
    /// The coroutine is there from now until the `Presence` ends, in whatever way it goes.
    class Presence {
    public:
        Presence(BlockingWait& wait, asio::steady_timer& timer) : wait_{wait} { wait_.set(&timer); }
        ~Presence() { wait_.set(nullptr); }
        Presence(const Presence&) = delete;
        Presence& operator=(const Presence&) = delete;

    private:
        BlockingWait& wait_;
    };

    bool waited_for();
    bool done();  ///< then what the thread wrote before can be read
    static void finish(const std::shared_ptr<BlockingWait>& self);  ///< of the thread, once

private:
    void set(asio::steady_timer* timer);

    std::mutex mutex_;
    asio::steady_timer* timer_ = nullptr;
    bool done_ = false;
};

}  // namespace divan::net
