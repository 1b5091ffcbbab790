#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <divan/json/value.hpp>

#include "support/server_client.hpp"

namespace divan::engine::testing {

/// A place where the engine answers otherwise than the recorded ComfyUI, and why. The list is part of the
/// documentation.
struct Difference {
    std::string_view request;  ///< "GET /path", as recorded
    enum class Kept {
        shape,    ///< the same members of the same kinds; values differ
        nothing,  ///< only the status and the type of the body
        status,   ///< only the status
    } kept;
    std::string_view reason;
};

/// Plays recorded scenarios against an engine: opens the same sockets, sends the same requests, each after
/// the messages that the recording has before it, and compares what comes back. Prompt ids are matched as
/// they are given out; timestamps, random names, installation paths and tracebacks are not compared, and what
/// Python keeps in sets (the order of errors, `executed`, `current_outputs`) is compared as sets.
class Replay {
public:
    Replay(EngineStage& stage, std::vector<Difference> differences)
        : stage_{stage}, differences_{std::move(differences)} {}

    /// Adds a failure to the running test for everything that differs.
    void play(const std::string& scenario);

private:
    struct Ear {
        std::unique_ptr<Listener> listener;
        std::vector<json::Value> expected;
    };
    void step(const json::Value& step);
    void open(const json::Value& step);
    void close(const std::string& name);
    void request(const json::Value& step);
    net::HttpReply exchange(const json::Value& step);
    void compare_reply(const json::Value& step, const net::HttpReply& reply);
    void compare_body(const json::Value& step, const net::HttpReply& reply);
    void compare_messages(const std::string& name, Ear& ear);
    void catch_up();
    void learn_id(const json::Value& step, const net::HttpReply& reply);
    const Difference* difference(const std::string& request) const;
    std::string to_ours(std::string text) const;

    EngineStage& stage_;
    std::vector<Difference> differences_;
    std::map<std::string, std::string> ours_;    ///< recorded prompt id → ours
    std::map<std::string, std::string> theirs_;  ///< and back
    std::map<std::string, Ear> ears_;
    std::string where_;
};

}  // namespace divan::engine::testing
