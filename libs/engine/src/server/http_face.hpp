#pragma once

#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include <divan/net/http_server.hpp>

#include "faults/fault_board.hpp"
#include "server/answer.hpp"
#include "server/hub.hpp"
#include "server/router.hpp"

namespace divan::engine {

/// Between sockets and routes: reads a request, applies the rules that hold for every path (comfyui-protocol
/// §1.1), runs the route, does what the fault plan says, and writes the answer. Threads: the event loop only.
class HttpFace {
public:
    struct Rules {
        std::string cors_origin;  ///< empty: the origin check is on
        std::size_t max_body_bytes = 0;
        Rules() = default;
    };
    using OnFatal = std::function<void(const Fault&)>;

    HttpFace(const Router& router, Hub& hub, FaultBoard& faults, Rules rules, OnFatal on_fatal)
        : router_{router},
          hub_{hub},
          faults_{faults},
          rules_{std::move(rules)},
          on_fatal_{std::move(on_fatal)} {}

    boost::asio::awaitable<void> handle(net::HttpExchange& exchange);

private:
    boost::asio::awaitable<void> handle_upgrade(net::HttpExchange& exchange, Request request);
    boost::asio::awaitable<void> handle_route(net::HttpExchange& exchange, Request request);
    /// False when the connection is finished with: nothing more to answer.
    boost::asio::awaitable<bool> strike_before(net::HttpExchange& exchange, Fault fault);
    boost::asio::awaitable<void> answer_with(net::HttpExchange& exchange, Answer answer,
                                             std::optional<Fault> fault);
    Answer answer_to(Request& request) const;
    bool origin_ok(const Request& request) const;

    const Router& router_;
    Hub& hub_;
    FaultBoard& faults_;
    Rules rules_;
    OnFatal on_fatal_;
};

}  // namespace divan::engine
