#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>

namespace divan::gateway {

/// The answers that go on for long (event streams): counted for each owner, and all told when the service
/// ends. Threads: the event loop's.
class OpenStreams {
public:
    /// Held for as long as a stream is open. Outlives nothing: the streams are shared with it.
    using Ticket = std::shared_ptr<void>;
    /// Nothing when the owner has `most` open already. `wake` is called when the service ends, and no more
    /// after the ticket has gone.
    Ticket open(const std::string& owner, int most, std::function<void()> wake);
    void wake_all();
    int of(const std::string& owner) const;

private:
    struct State {
        std::map<std::string, int> counts;
        std::list<std::function<void()>> wakes;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace divan::gateway
