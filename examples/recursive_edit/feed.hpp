#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>

#include "signal.hpp"

namespace demo {

/// What one browser has not been sent yet. Bounded: news of the same thing replace older ones, and a browser
/// that falls too far behind is let go; it comes back and begins with a fresh picture of everything.
class Watcher {
public:
    explicit Watcher(asio::any_io_executor executor) : changed_{executor} {}

    /// `about`: what the news is about, e.g. "preview s1"; empty when each of them counts.
    void put(const std::string& about, std::string text);
    asio::awaitable<std::optional<std::string>> next();  ///< nothing at the end
    void end();

private:
    struct News {
        std::string about, text;
    };
    static constexpr std::size_t kMost = 200;

    Signal changed_;
    std::deque<News> news_;
    bool ended_ = false;
};

/// Tells all browsers, as server-sent events.
class Feed {
public:
    explicit Feed(asio::any_io_executor executor) : executor_{executor} {}

    void publish(std::string_view event, const divan::json::Object& data, const std::string& about = {});
    std::shared_ptr<Watcher> watch();
    void end();
    std::size_t watchers() const;

private:
    asio::any_io_executor executor_;
    std::vector<std::weak_ptr<Watcher>> watchers_;
};

/// One event in the form that EventSource reads.
std::string event_text(std::string_view event, const divan::json::Object& data);

}  // namespace demo
