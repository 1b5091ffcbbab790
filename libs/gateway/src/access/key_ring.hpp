#pragma once

#include <map>
#include <memory>
#include <string>

#include <divan/base/clock.hpp>
#include <divan/store/keys.hpp>

namespace divan::gateway {

namespace asio = boost::asio;

/// Keys as the store has them, each read anew when it is older than `life`: so a key that was revoked
/// anywhere works nowhere for longer than that. While one request reads a key again, the others use the old
/// one, as long as it may live. Threads: one event loop.
class KeyRing {
public:
    KeyRing(store::Store& store, std::chrono::milliseconds life) : store_{store}, life_{life} {}

    using Known = std::shared_ptr<const store::FoundKey>;
    /// nullptr: there is no such key. Revoked and expired ones are found too.
    asio::awaitable<Result<Known>> find(std::string id);
    /// It has changed: the next one who asks reads it.
    void forget(const std::string& id) { entries_.erase(id); }

private:
    struct Entry {
        Known key;
        Deadline read_again{}, stale{};
        bool being_read = false;
    };
    void keep(const std::string& id, const Known& key, Deadline read_at);

    store::Store& store_;
    std::chrono::milliseconds life_;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace divan::gateway
