#include "run_outcome.hpp"

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

namespace divan {
namespace {

constexpr std::size_t kKeptBytes = std::size_t{64} << 10;

std::string seconds(std::chrono::milliseconds span) {
    return fmt::format("{:g} s", std::chrono::duration<double>(span).count());
}

std::string hint_for(const protocol::ExecutionError& error) {
    const std::string text = to_lower(error.exception_type + error.exception_message);
    const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
    if (says("outofmemory") || says("out of memory") || says("allocation on device"))
        return "the GPU's memory is full: free it (POST /free), or use a smaller picture, batch or model";
    if (says("no space left") || says("errno 28")) return "the server's disk is full";
    if (says("unauthorized") || says("api key")) return "the node needs a comfy.org API key";
    return {};
}

Error failed_without_reason() {
    return Error{Errc::execution_failed, "the server reports a failure without a reason",
                 "its log may say more"};
}

Error interrupted_error(const protocol::HistoryEntry& entry, bool cancel_wanted) {
    if (cancel_wanted) return cancelled_error(true);
    Error error{Errc::interrupted, "the prompt was interrupted on the server, not by us"};
    if (const auto* interruption = protocol::interruption_of(entry)) {
        error.context.emplace_back("node", interruption->node.str());
        error.context.emplace_back("node_class", interruption->node_type);
    }
    return error;
}

/// The whole message as JSON, without its larger parts where it would be too long to keep.
std::string body_of(const protocol::ExecutionError& raised) {
    protocol::ExecutionError kept = raised;
    std::string body = json::write_python(protocol::data_of(kept));
    if (body.size() > kKeptBytes) {
        kept.current_inputs = kept.current_outputs = nullptr;
        body = json::write_python(protocol::data_of(kept));
    }
    if (body.size() > kKeptBytes) {
        kept.traceback.clear();
        kept.executed.clear();
        body = json::write_python(protocol::data_of(kept));
    }
    return body.size() <= kKeptBytes ? body : std::string{};
}

}  // namespace

Error error_of(const protocol::ExecutionError& raised) {
    Error error{Errc::execution_failed,
                fmt::format("node {} ({}) raised {}", raised.node.str(), raised.node_type,
                            raised.exception_type.empty() ? "an error" : raised.exception_type)};
    error.hint = hint_for(raised);
    error.server_text = trim(raised.exception_message);
    error.server_body = body_of(raised);
    error.context.emplace_back("node", raised.node.str());
    error.context.emplace_back("node_class", raised.node_type);
    error.context.emplace_back("exception", raised.exception_type);
    return error;
}

std::optional<Error> error_in(const protocol::HistoryEntry& entry, bool cancel_wanted) {
    switch (protocol::verdict(entry)) {
        case protocol::Verdict::success:
            return std::nullopt;
        case protocol::Verdict::interrupted:
            return interrupted_error(entry, cancel_wanted);
        case protocol::Verdict::failed:
            break;
    }
    const auto* raised = protocol::error_of(entry);
    return raised ? error_of(*raised) : failed_without_reason();
}

Error cancelled_error(bool confirmed) {
    if (confirmed) return Error{Errc::cancelled, "the prompt was cancelled"};
    return Error{Errc::cancelled, "the prompt was cancelled, but the server still works on it",
                 "it stops when the node it computes returns"}
        .with("confirmed", "no");
}

Error lost_error(bool had_started) {
    return Error{Errc::prompt_lost,
                 "the server lost the prompt: it is neither in its queue nor in its history",
                 "the server was restarted, or somebody deleted the prompt: run it again"}
        .with("started", had_started ? "yes" : "no");
}

Error deadline_error(bool had_started) {
    return Error{Errc::timeout,
                 had_started ? "the deadline passed while the prompt ran"
                             : "the deadline passed before the prompt ran",
                 "allow more time"}
        .with("limit", "whole");
}

Error not_started_error(std::chrono::milliseconds limit) {
    return Error{Errc::timeout, fmt::format("the prompt waited longer than {} for its turn", seconds(limit)),
                 "the server's queue is long, or its worker is dead"}
        .with("limit", "start");
}

Error silence_error(std::chrono::milliseconds limit) {
    return Error{Errc::timeout,
                 fmt::format("the prompt runs, but nothing was heard of it for {}", seconds(limit)),
                 "the node hangs, or the server's worker is dead: see its log"}
        .with("limit", "silence");
}

Error slow_node_error(const NodeId& node, std::chrono::milliseconds limit) {
    return Error{Errc::timeout, fmt::format("node {} made no step for {}", node.str(), seconds(limit)),
                 "it hangs, or needs more time: raise the limit for a node"}
        .with("node", node.str())
        .with("limit", "node");
}

Error unreachable_error(const Error& last, std::chrono::milliseconds limit) {
    Error error = last;
    error.message =
        fmt::format("the server gave no readable answer for {}: {}", seconds(limit), last.message);
    if (error.hint.empty()) error.hint = "the prompt may have ended well meanwhile: ask its history later";
    error.context.emplace_back("limit", "unreachable");
    return error;
}

}  // namespace divan
