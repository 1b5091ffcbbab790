#include "feed.hpp"

#include <algorithm>

#include <divan/json/write.hpp>

namespace demo {

void Watcher::put(const std::string& about, std::string text) {
    if (!about.empty()) std::erase_if(news_, [&](const News& old) { return old.about == about; });
    if (news_.size() >= kMost) return end();
    news_.push_back({about, std::move(text)});
    changed_.tell();
}

asio::awaitable<std::optional<std::string>> Watcher::next() {
    while (news_.empty() && !ended_) co_await changed_.wait();
    if (ended_) co_return std::nullopt;
    std::optional<std::string> text{std::move(news_.front().text)};
    news_.pop_front();
    co_return text;
}

void Watcher::end() {
    ended_ = true;
    changed_.tell();
}

void Feed::publish(std::string_view event, const divan::json::Object& data, const std::string& about) {
    std::erase_if(watchers_, [](const auto& watcher) { return watcher.expired(); });
    if (watchers_.empty()) return;
    const std::string text = event_text(event, data);
    for (const auto& weak : watchers_)
        if (const auto watcher = weak.lock()) watcher->put(about, text);
}

std::shared_ptr<Watcher> Feed::watch() {
    auto watcher = std::make_shared<Watcher>(executor_);
    watchers_.push_back(watcher);
    return watcher;
}

void Feed::end() {
    for (const auto& weak : watchers_)
        if (const auto watcher = weak.lock()) watcher->end();
}

std::size_t Feed::watchers() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(watchers_, [](const auto& weak) { return !weak.expired(); }));
}

std::string event_text(std::string_view event, const divan::json::Object& data) {
    return "event: " + std::string{event} + "\ndata: " + divan::json::write(divan::json::Value(data)) +
           "\n\n";
}

}  // namespace demo
