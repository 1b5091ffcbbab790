#pragma once

#include <gtest/gtest.h>

#include <divan/client/run_tracker.hpp>

namespace divan {

using namespace std::chrono_literals;
using protocol::PromptId;

inline const PromptId kId{"p-1"};

/// A tracker and a clock that moves only when told to.
struct Story {
    explicit Story(RunLimits limits = {}) : tracker{kId, limits, time} {}

    NextAction tell(const TrackerEvent& event) { return tracker.on(event, time); }
    NextAction hear(const protocol::ServerMessage& message) { return tell(Heard{&message}); }
    NextAction after(std::chrono::milliseconds span) {
        time += span;
        return tracker.next(time);
    }
    NextAction queue(std::optional<protocol::QueuePlace> place, std::size_t prompts = 1) {
        return tell(QueueRead{place, prompts});
    }
    NextAction absent() {
        queue(std::nullopt, 0);
        return tell(HistoryRead{});
    }
    void accept() {
        tell(SocketUp{});
        tell(Submitting{});
        hear(protocol::Status{1, ""});
        tell(Accepted{kId});
    }
    void run() {
        accept();
        hear(protocol::ExecutionStart{kId, 1});
    }

    Deadline time{std::chrono::hours{1}};
    RunTracker tracker;
};

using Entry = std::shared_ptr<const protocol::HistoryEntry>;

inline Entry ended(const std::string& status, const protocol::ServerMessage& last) {
    protocol::HistoryEntry entry;
    entry.id = kId;
    entry.status.emplace();
    entry.status->status_str = status;
    entry.status->completed = status == "success";
    entry.status->messages.push_back(last);
    return std::make_shared<const protocol::HistoryEntry>(std::move(entry));
}
inline Entry succeeded() { return ended("success", protocol::ExecutionSuccess{kId, 5}); }

inline protocol::ExecutionError raised() {
    protocol::ExecutionError error;
    error.prompt = kId;
    error.node = NodeId{"3"};
    error.node_type = "KSampler";
    error.exception_type = "torch.cuda.OutOfMemoryError";
    error.timestamp = 5;
    return error;
}

template <class Action>
bool is(const NextAction& action) {
    return std::holds_alternative<Action>(action);
}

/// How long a Wait lasts; nothing for every other action.
inline std::optional<std::chrono::milliseconds> pause(const NextAction& action, const Story& story) {
    const auto* wait = std::get_if<Wait>(&action);
    if (!wait) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(wait->until - story.time);
}

inline Errc code_of(const NextAction& action) {
    const auto* finish = std::get_if<Finish>(&action);
    return finish && finish->error ? finish->error->code : Errc{};
}
inline bool is_success(const NextAction& action) {
    const auto* finish = std::get_if<Finish>(&action);
    return finish && !finish->error && finish->entry;
}

}  // namespace divan
