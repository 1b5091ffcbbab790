#pragma once

#include <divan/client/connection.hpp>
#include <divan/protocol/submit.hpp>

namespace divan {

/// POST /prompt, once. Returns as soon as the server accepted the graph, not when it ran. An empty client id
/// is filled with the connection's, an API key of the configuration is added. Errors: connect_failed (nothing
/// was sent), in_doubt (sent, but no valid answer came, 5xx too: ask queue and history for the prompt id
/// before sending again), prompt_rejected (facts `node`, `node_class`, `input`, `reason`), unauthorized,
/// unexpected_status. An acceptance of a part only is a success here: look at `node_errors`.
asio::awaitable<Result<protocol::SubmitReply>> submit(Connection& connection, protocol::SubmitRequest request,
                                                      Deadline deadline);

/// What an answer to POST /prompt means. Pure.
Result<protocol::SubmitReply> read_submit_reply(const net::HttpReply& reply);

}  // namespace divan
