#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include <divan/base/clock.hpp>
#include <divan/json/value.hpp>

#include "execution/messages.hpp"

namespace divan::engine {

/// What ComfyUI would have printed: the last 300 lines, and the clients that want each new one at once as a
/// `logs` message (ComfyUI 0.3.64, app/logger.py and api_server/services/terminal_service.py). Threads: safe.
class LogRing {
public:
    LogRing(MessageSink& sink, const Clock& clock) : sink_{sink}, clock_{clock} {}

    /// One line, without its line break.
    void add(std::string_view line);

    std::string text() const;  ///< "<time> - <line>\n…" of all lines
    json::Value raw() const;   ///< {"entries": [{"t", "m"}], "size": {"cols", "rows"}}
    void subscribe(const std::string& client, bool enabled);
    void unsubscribe_lost(const std::string& client) { subscribe(client, false); }
    void clear();

private:
    struct Entry {
        std::string time, text;
    };
    static json::Object to_json(const Entry& entry);
    std::string now() const;

    static constexpr std::size_t kLines = 300;
    MessageSink& sink_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::deque<Entry> entries_;
    std::set<std::string> subscribers_;
    bool size_told_ = false;
};

}  // namespace divan::engine
