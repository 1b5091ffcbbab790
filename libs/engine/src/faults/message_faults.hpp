#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <vector>

#include "execution/messages.hpp"
#include "faults/fault_board.hpp"
#include "server/frame.hpp"

namespace divan::engine {

/// Lets messages through to the sockets, or does to them what the plan says. Encodes them on the way.
/// Threads: safe; the order of one thread is kept.
class MessageFaults {
public:
    struct Passed {
        Frame frame;
        std::chrono::milliseconds delay{0};  ///< it goes out that much later; others may overtake it
        bool cut = false;                    ///< then cut the sockets it was for
    };
    /// What has to be done beyond sending; never called under a lock.
    using OnFatal = std::function<void(const Fault&)>;

    explicit MessageFaults(FaultBoard& board) : board_{board} {}
    void on_fatal(OnFatal callback) { on_fatal_ = std::move(callback); }

    /// In the order in which they are to go out.
    std::vector<Passed> pass(OutMessage message);
    /// True while a message is held back.
    bool holds();
    /// What a `reorder` fault still holds back because nothing followed.
    std::optional<Frame> release();

private:
    void remember(const OutMessage& message);
    std::vector<Passed> tampered(OutMessage message, const Fault& fault);
    std::vector<Passed> with_held(std::vector<Passed> out, const std::optional<Fault>& fault);

    FaultBoard& board_;
    OnFatal on_fatal_;
    std::mutex mutex_;
    std::optional<Frame> held_;
};

/// Text that is no JSON any more, but as long as before.
void corrupt(std::string& text);

}  // namespace divan::engine
