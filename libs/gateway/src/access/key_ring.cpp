#include "access/key_ring.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kMostKept = 4'096;

}  // namespace

asio::awaitable<Result<KeyRing::Known>> KeyRing::find(std::string id) {
    const auto now = std::chrono::steady_clock::now();
    const auto known = entries_.find(id);
    if (known != entries_.end() && now < known->second.stale) {
        if (now < known->second.read_again || known->second.being_read) co_return known->second.key;
        known->second.being_read = true;
    }
    auto found = co_await store::find_key(store_, id);
    const auto again = entries_.find(id);
    if (!found || !*found) {
        if (again != entries_.end()) again->second.being_read = false;
        if (!found) co_return fail(std::move(found).error());
        co_return Known{};  // not kept: strangers name as many as they like
    }
    auto key = std::make_shared<const store::FoundKey>(std::move(**found));
    keep(id, key, now);
    co_return Known{std::move(key)};
}

void KeyRing::keep(const std::string& id, const Known& key, Deadline read_at) {
    if (entries_.size() >= kMostKept)
        std::erase_if(entries_, [read_at](const auto& entry) { return entry.second.stale <= read_at; });
    if (entries_.size() >= kMostKept) entries_.clear();
    Entry entry;
    entry.key = key;
    entry.stale = read_at + life_;
    // Its own end comes to the moment, not a while later.
    if (key->is_valid() && key->key.expires_at)
        entry.stale = std::min(entry.stale, read_at + (*key->key.expires_at - key->now));
    entry.read_again = read_at + (entry.stale - read_at) / 2;
    entries_[id] = std::move(entry);
}

}  // namespace divan::gateway
