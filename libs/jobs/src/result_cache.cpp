#include "result_cache.hpp"

namespace divan::durable {

std::optional<JobId> ResultCache::find(const std::string& key) {
    const auto entry = entries_.find(key);
    if (entry == entries_.end()) return std::nullopt;
    uses_.splice(uses_.begin(), uses_, entry->second.use);
    return entry->second.job;
}

void ResultCache::add(const std::string& key, const JobId& job) {
    if (key.empty() || most_ == 0) return;
    forget(key);
    if (entries_.size() >= most_) forget(uses_.back());
    uses_.push_front(key);
    entries_.emplace(key, Entry{job, uses_.begin()});
}

void ResultCache::forget(const std::string& key) {
    const auto entry = entries_.find(key);
    if (entry == entries_.end()) return;
    const auto use = entry->second.use;
    entries_.erase(entry);
    uses_.erase(use);
}

bool ResultCache::lead(const std::string& key, const JobId& job) {
    return leaders_.try_emplace(key, Leader{job, {}}).second;
}

void ResultCache::await_leader(const std::string& key, std::function<void()> done) {
    if (const auto leader = leaders_.find(key); leader != leaders_.end())
        leader->second.waiting.push_back(std::move(done));
}

void ResultCache::finish(const std::string& key, const JobId& job) {
    const auto leader = leaders_.find(key);
    if (leader == leaders_.end() || leader->second.job != job) return;
    const auto waiting = std::move(leader->second.waiting);
    leaders_.erase(leader);
    for (const auto& done : waiting) done();
}

}  // namespace divan::durable
