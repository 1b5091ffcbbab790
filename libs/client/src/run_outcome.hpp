#pragma once

#include <chrono>
#include <optional>

#include <divan/base/error.hpp>
#include <divan/protocol/history.hpp>

/// The ends of a run in words.
namespace divan {

/// Nothing for a success. An interruption is `cancelled` when we asked for it, else `interrupted`.
std::optional<Error> error_in(const protocol::HistoryEntry& entry, bool cancel_wanted);
Error error_of(const protocol::ExecutionError& error);

Error cancelled_error(bool confirmed);
Error lost_error(bool had_started);
Error deadline_error(bool had_started);
Error not_started_error(std::chrono::milliseconds limit);
Error silence_error(std::chrono::milliseconds limit);
Error slow_node_error(const NodeId& node, std::chrono::milliseconds limit);
Error unreachable_error(const Error& last, std::chrono::milliseconds limit);

}  // namespace divan
