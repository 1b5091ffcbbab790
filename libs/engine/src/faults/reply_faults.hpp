#pragma once

#include <boost/asio/awaitable.hpp>

#include <divan/net/http_server.hpp>

#include "faults/fault_board.hpp"
#include "server/answer.hpp"

namespace divan::engine {

/// True for the effects that strike before the request is looked at (reset, status, delay, hang, exit …).
bool strikes_before(Effect effect);

/// Reads the piece of a file that an answer stands for into its body.
void make_whole(Answer& answer);

/// What happens to a finished reply: another status, broken or short bytes, other ids, entries that come
/// late.
void change_reply(net::HttpReply& reply, const Fault& fault, const FaultBoard& board);

/// `slow` and `cut`: Content-Length is right, the bytes come slowly, or only the first of them.
boost::asio::awaitable<void> send_badly(net::HttpExchange& exchange, net::HttpReply reply, Fault fault);

}  // namespace divan::engine
