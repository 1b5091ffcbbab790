#pragma once

#include <vector>

#include <divan/client/connection.hpp>
#include <divan/protocol/queue.hpp>

/// Errors of all: connect_failed, connection_lost, in_doubt (POST), timeout, unauthorized, unexpected_status,
/// malformed_reply.
namespace divan {

asio::awaitable<Result<protocol::Queue>> queue(Connection& connection, Deadline deadline);
/// Everything that waits, other people's prompts too; the running one goes on.
asio::awaitable<Result<void>> clear_queue(Connection& connection, Deadline deadline);
/// Waiting prompts only; unknown ids are ignored. The server answers 200 either way: only `queue` proves it.
/// One call removes one entry for each id (ComfyUI 0.3.64).
asio::awaitable<Result<void>> delete_from_queue(Connection& connection,
                                                std::vector<protocol::PromptId> prompts, Deadline deadline);
/// Interrupts that prompt if it is the one that runs, and never another: servers before 0.3.57 would
/// interrupt whatever runs, so their version is asked for first. The server answers 200 either way. Errors:
/// also `not_supported` (such an old server), `invalid_argument` for an empty id.
asio::awaitable<Result<void>> interrupt(Connection& connection, protocol::PromptId prompt, Deadline deadline);
/// Interrupts whatever runs, whoever sent it.
asio::awaitable<Result<void>> interrupt_all(Connection& connection, Deadline deadline);

}  // namespace divan
