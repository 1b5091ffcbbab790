#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/protocol/history.hpp>

/// Errors of all: as in queue.hpp.
namespace divan {

/// Nothing while the prompt waits or runs, for unknown ids, after a deletion and after a restart of the
/// server.
asio::awaitable<Result<std::optional<protocol::HistoryEntry>>> history(Connection& connection,
                                                                       protocol::PromptId prompt,
                                                                       Deadline deadline);

struct HistoryPage {
    std::optional<std::int64_t> max_items;  ///< without `offset`: the newest ones
    std::optional<std::int64_t> offset;     ///< from the oldest, 0 first; ComfyUI 0.3.60 and newer

    HistoryPage() = default;
};

/// Oldest first.
asio::awaitable<Result<std::vector<protocol::HistoryEntry>>> history(Connection& connection, HistoryPage page,
                                                                     Deadline deadline);

/// POST /history: forgets everything that has ended, other people's prompts too. Files stay.
asio::awaitable<Result<void>> clear_history(Connection& connection, Deadline deadline);
/// Unknown ids are ignored.
asio::awaitable<Result<void>> delete_from_history(Connection& connection,
                                                  std::vector<protocol::PromptId> prompts, Deadline deadline);

}  // namespace divan
