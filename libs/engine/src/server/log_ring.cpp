#include "server/log_ring.hpp"

#include <utility>
#include <vector>

namespace divan::engine {

namespace {

/// The size that ComfyUI assumes when it has no terminal.
json::Object terminal_size() { return {{"cols", 80}, {"rows", 24}}; }

}  // namespace

json::Object LogRing::to_json(const Entry& entry) { return {{"t", entry.time}, {"m", entry.text}}; }

std::string LogRing::now() const {
    std::string time = to_rfc3339(clock_.utc());
    if (time.ends_with('Z')) time.pop_back();
    return time + "000";  // Python's isoformat has microseconds and, without a zone, no Z
}

void LogRing::add(std::string_view line) {
    std::vector<OutMessage> news;
    {
        const std::lock_guard lock{mutex_};
        entries_.push_back({now(), std::string{line} + "\n"});
        if (entries_.size() > kLines) entries_.pop_front();
        const bool tell_size = !subscribers_.empty() && !std::exchange(size_told_, true);
        for (const auto& client : subscribers_) {
            json::Object data{{"entries", json::Array{to_json(entries_.back())}}};
            data["size"] = tell_size ? json::Value(terminal_size()) : json::Value{};
            news.emplace_back("logs", std::move(data), client);
        }
    }
    for (auto& message : news) sink_.send(std::move(message));
}

std::string LogRing::text() const {
    const std::lock_guard lock{mutex_};
    std::string all;
    for (const Entry& entry : entries_) all += entry.time + " - " + entry.text;
    return all;
}

json::Value LogRing::raw() const {
    const std::lock_guard lock{mutex_};
    json::Array entries;
    for (const Entry& entry : entries_) entries.push_back(to_json(entry));
    return json::Object{{"entries", std::move(entries)}, {"size", terminal_size()}};
}

void LogRing::subscribe(const std::string& client, bool enabled) {
    const std::lock_guard lock{mutex_};
    if (enabled)
        subscribers_.insert(client);
    else
        subscribers_.erase(client);
}

void LogRing::clear() {
    const std::lock_guard lock{mutex_};
    entries_.clear();
    subscribers_.clear();
    size_told_ = false;
}

}  // namespace divan::engine
