#include "server/http_face.hpp"

#include <charconv>

#include <divan/base/files.hpp>
#include <divan/net/before.hpp>

#include "faults/reply_faults.hpp"
#include "server/general_rules.hpp"

namespace divan::engine {

namespace asio = boost::asio;

namespace {

Request head_of(const net::HttpExchange& exchange) {
    Request request;
    request.method = exchange.request().method;
    request.path = exchange.path();
    request.query = exchange.query();
    request.headers = exchange.request().headers;
    return request;
}

bool carries_body(const Request& request) {
    return request.method == "POST" || request.method == "PUT" || request.method == "PATCH" ||
           request.method == "DELETE";
}

std::size_t announced_bytes(const Error& error, std::size_t limit) {
    const auto text = error.fact("body_bytes");
    std::size_t bytes = limit + 1;
    std::from_chars(text.data(), text.data() + text.size(), bytes);
    return bytes;
}

std::string place_of(const Request& request) {
    return request.method + " " + std::string{without_api_prefix(request.path)};
}

bool is_socket_path(std::string_view path) { return path == "/ws" || path == "/api/ws"; }

asio::awaitable<void> send(net::HttpExchange& exchange, Answer answer) {
    if (answer.file.empty()) {
        co_await exchange.reply(std::move(answer.reply));
        co_return;
    }
    co_await exchange.send_file(std::move(answer.reply), std::move(answer.file), answer.offset, answer.bytes);
}

}  // namespace

bool HttpFace::origin_ok(const Request& request) const {
    const auto host = request.headers.find("Host"), origin = request.headers.find("Origin");
    return !rules_.cors_origin.empty() || !host || !origin || origin_allowed(*host, *origin);
}

Answer HttpFace::answer_to(Request& request) const {
    Answer answer;
    if (!origin_ok(request))
        answer = empty_answer(403);
    else if (request.method == "OPTIONS")
        answer = empty_answer(200);
    else
        answer = router_.run(request);
    if (!answer.returned) return answer;
    add_cache_control(answer.reply, net::percent_decode(request.path));
    if (!rules_.cors_origin.empty()) add_cors(answer.reply, rules_.cors_origin);
    return answer;
}

asio::awaitable<void> HttpFace::handle(net::HttpExchange& exchange) {
    Request request = head_of(exchange);
    if (is_socket_path(request.path) && request.method == "GET")
        co_await handle_upgrade(exchange, std::move(request));
    else
        co_await handle_route(exchange, std::move(request));
}

asio::awaitable<void> HttpFace::handle_upgrade(net::HttpExchange& exchange, Request request) {
    if (!origin_ok(request)) {
        auto refusal = empty_answer(403);
        co_await exchange.reply(std::move(refusal.reply));
        co_return;
    }
    if (!exchange.wants_upgrade()) {
        auto refusal =
            text_answer(400, "No WebSocket UPGRADE hdr: None\n Can \"Upgrade\" only to \"WebSocket\".");
        co_await exchange.reply(std::move(refusal.reply));
        co_return;
    }
    const auto fault = faults_.on_connect();
    const bool deaf = fault && fault->effect == Effect::deaf;
    if (fault && !deaf) {
        const bool goes_on = co_await strike_before(exchange, *fault);
        if (!goes_on) co_return;
    }
    auto socket = co_await exchange.upgrade();
    if (!socket) co_return;
    co_await hub_.serve(std::move(*socket), request.asked_or("clientId", ""), deaf);
}

asio::awaitable<void> HttpFace::handle_route(net::HttpExchange& exchange, Request request) {
    const auto fault = faults_.on_route(place_of(request));
    if (fault && strikes_before(fault->effect)) {
        const bool goes_on = co_await strike_before(exchange, *fault);
        if (!goes_on) co_return;
    }
    if (carries_body(request)) {
        auto body = co_await exchange.read_body(rules_.max_body_bytes);
        if (!body && body.error().code != Errc::invalid_argument) co_return exchange.abort();
        if (!body) {
            auto refusal =
                too_large(rules_.max_body_bytes, announced_bytes(body.error(), rules_.max_body_bytes));
            co_await exchange.reply(std::move(refusal.reply));
            co_return;
        }
        request.body = std::move(*body);
    }
    Answer answer = answer_to(request);
    co_await answer_with(exchange, std::move(answer), fault);
}

asio::awaitable<bool> HttpFace::strike_before(net::HttpExchange& exchange, Fault fault) {
    if (fault.effect == Effect::delay || fault.effect == Effect::hang) {
        const bool waited = co_await net::sleep_until(within(fault.span));
        if (waited && fault.effect == Effect::delay) co_return true;
        exchange.abort();
    } else if (fault.effect == Effect::status) {
        auto refusal = text_answer(fault.status, fault.text);
        co_await exchange.reply(std::move(refusal.reply));
    } else {
        exchange.abort();
        if (fault.effect != Effect::reset) on_fatal_(fault);
    }
    co_return false;
}

asio::awaitable<void> HttpFace::answer_with(net::HttpExchange& exchange, Answer answer,
                                            std::optional<Fault> fault) {
    if (!fault || strikes_before(fault->effect)) {
        co_await send(exchange, std::move(answer));
        co_return;
    }
    if (fault->effect == Effect::accept_then_reset) co_return exchange.abort();
    make_whole(answer);
    change_reply(answer.reply, *fault, faults_);
    if (fault->effect == Effect::slow || fault->effect == Effect::cut)
        co_await send_badly(exchange, std::move(answer.reply), *fault);
    else
        co_await send(exchange, std::move(answer));
}

}  // namespace divan::engine
