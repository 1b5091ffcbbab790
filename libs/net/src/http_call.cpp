#include "http_call.hpp"

#include <algorithm>

#include <divan/base/crash_point.hpp>
#include <divan/base/text.hpp>

#include <divan/net/redirect.hpp>
#include "header_text.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

constexpr std::size_t kBodyBuffer = 128 * 1024;
constexpr std::size_t kKeptOfRefusal = 64 * 1024;  // of a body that the sink is not to have
constexpr std::chrono::seconds kLastWord{2};       // for a reply that came before the request was all sent

std::size_t buffer_size(const IncomingHead& head) {
    if (!head.content_length) return kBodyBuffer;
    return static_cast<std::size_t>(std::min<std::uint64_t>(kBodyBuffer, *head.content_length));
}

bool is_secret(std::string_view name) {
    const std::string low = to_lower(name);
    return low == "authorization" || low == "cookie" || low == "proxy-authorization";
}

}  // namespace

HttpCall::HttpCall(std::shared_ptr<ClientState> state, HttpRequest request, RequestBody& body,
                   const BodySink* sink, Deadline deadline)
    : state_{std::move(state)},
      request_{std::move(request)},
      body_{body},
      sink_{sink},
      guard_{state_->executor(), deadline} {
    state_->enter(guard_);
}

HttpCall::~HttpCall() { state_->leave(guard_); }

asio::awaitable<Result<HttpReply>> HttpCall::run() {
    Place place;
    place.origin = state_->config().origin;
    place.target = place.origin.path + request_.target;
    for (int redirects = 0;; ++redirects) {
        auto reply = co_await visit(place);
        if (!reply || !is_safe() || redirects >= state_->config().max_redirects) co_return std::move(reply);
        auto next = redirect_of(*reply, place.origin, place.target);
        if (!next) co_return std::move(reply);
        place.home = same_origin(next->origin, state_->config().origin);
        place.origin = std::move(next->origin);
        place.target = std::move(next->target);
    }
}

asio::awaitable<Result<HttpReply>> HttpCall::visit(const Place& place) {
    for (bool fresh = false;; fresh = true) {
        Try state;
        auto reply = co_await attempt(place, fresh, state);
        if (reply) co_return std::move(reply);
        if (!may_send_again(reply.error(), state)) co_return judge(std::move(reply).error(), state);
    }
}

/// Only a kept connection may have died before the request; a fresh one that breaks is news. A request
/// without side effects may be read twice, any other only if no byte of it left.
bool HttpCall::may_send_again(const Error& error, const Try& state) const {
    if (error.code != Errc::connection_lost || !state.kept || state.answered) return false;
    return is_safe() || !state.sent;
}

Result<HttpReply> HttpCall::judge(Error error, const Try& state) const {
    if (error.code == Errc::connection_lost && state.sent && !is_safe()) {
        error.message = "the request was sent, but its reply was lost: " + error.message;
        error.code = Errc::in_doubt;
        error.hint = "ask the server whether it took the request before sending it again";
    }
    return fail(std::move(error)
                    .with("request", request_.method + " " + request_.target)
                    .with("server", state_->config().origin.authority())
                    .with("sent", state.sent ? "yes" : "no"));
}

asio::awaitable<Result<HttpReply>> HttpCall::attempt(const Place& place, bool fresh, Try& state) {
    Result<Leased> leased = fail(Errc::connect_failed, "no connection was made");
    if (place.home)
        leased = co_await state_->lease(fresh, guard_);
    else
        leased = co_await state_->connect_elsewhere(place.origin, guard_);
    if (!leased) co_return fail(std::move(leased).error());
    state.kept = leased->kept;
    const TransportPtr transport = leased->transport;
    auto sent = co_await send(*transport, place, state);
    if (!sent && sent.error().code != Errc::connection_lost) co_return fail(std::move(sent).error());
    if (!sent && !state.sent) co_return fail(std::move(sent).error());
    // A server may refuse a body it has not read to its end, and close: its answer is worth more than the
    // broken pipe.
    const Deadline first_byte = sent ? kNever : within(kLastWord);
    auto incoming = co_await receive_head(transport, first_byte, state);
    if (!incoming && !sent) co_return fail(std::move(sent).error());
    if (!incoming) co_return fail(std::move(incoming).error());
    auto reply = co_await receive_body(**incoming);
    if (reply && sent && place.home && (*incoming)->complete() && (*incoming)->head().keep_alive)
        state_->give_back(transport);
    else
        transport->cut(Errc::connection_lost);
    co_return std::move(reply);
}

Result<std::string> HttpCall::head_for(const Place& place) const {
    HttpHeaders headers;
    headers.add("Host", place.origin.authority());
    for (const auto& [name, value] : request_.headers.fields())
        if (place.home || !is_secret(name)) headers.add(name, value);
    if (!headers.contains("User-Agent")) headers.add("User-Agent", "divan");
    if (!headers.contains("Accept")) headers.add("Accept", "*/*");
    if (body_.bytes() > 0 || !is_safe()) headers.set("Content-Length", std::to_string(body_.bytes()));
    if (place.home)
        for (const auto& [name, value] : state_->credentials().fields()) headers.set(name, value);
    return request_head(request_.method, place.target, headers);
}

asio::awaitable<Result<void>> HttpCall::send(Transport& transport, const Place& place, Try& state) {
    auto head = head_for(place);
    if (!head) {
        transport.cut(Errc::connection_lost);
        co_return fail(std::move(head).error());
    }
    const std::uint64_t before = transport.bytes_written;
    auto sent = co_await body_.write(transport, state_->config().stall_timeout, std::move(*head));
    state.sent = transport.bytes_written > before;
    if (sent && request_.method == "POST") crash_point("CP8");
    if (!sent && sent.error().code != Errc::connection_lost) transport.cut(Errc::connection_lost);
    co_return std::move(sent);
}

asio::awaitable<Result<std::unique_ptr<Incoming>>> HttpCall::receive_head(const TransportPtr& transport,
                                                                          Deadline first_byte, Try& state) {
    IncomingLimits limits;
    limits.stall = state_->config().stall_timeout;
    limits.whole_head = limits.stall;
    limits.first_byte = first_byte;
    const auto kind = request_.method == "HEAD" ? MessageKind::reply_without_body : MessageKind::reply;
    for (;;) {
        auto incoming = std::make_unique<Incoming>(transport, kind, limits);
        const Deadline before = transport->last_read;
        auto found = co_await incoming->read_head();
        state.answered = state.answered || transport->last_read != before;
        if (!found) co_return fail(std::move(found).error());
        if (!*found) {
            transport->cut(Errc::connection_lost);
            co_return fail(Errc::connection_lost, "the server closed the connection without an answer");
        }
        // 100 Continue and its like announce the real reply; 101 would change the protocol, which nobody
        // asked for.
        const int status = incoming->head().status;
        if (status >= 200) co_return std::move(incoming);
        if (status == 101) co_return fail(Errc::malformed_reply, "the server changed the protocol unasked");
    }
}

asio::awaitable<Result<HttpReply>> HttpCall::receive_body(Incoming& incoming) {
    HttpReply reply{incoming.head().status};
    reply.headers = incoming.head().headers;
    const bool to_sink = sink_ != nullptr && reply.ok();
    const std::size_t limit = sink_ != nullptr ? kKeptOfRefusal : state_->config().max_reply_bytes;
    std::string buffer(buffer_size(incoming.head()), '\0');
    while (!incoming.complete()) {
        auto count = co_await incoming.read_some(buffer);
        if (!count) co_return fail(std::move(count).error().with("status", std::to_string(reply.status)));
        const auto piece = std::string_view{buffer}.substr(0, *count);
        if (to_sink) {
            auto taken = (*sink_)(std::as_bytes(std::span{piece.data(), piece.size()}));
            if (!taken) co_return fail(std::move(taken).error());
            continue;
        }
        const bool fits = piece.size() <= limit - reply.body.size();
        reply.body.append(piece.substr(0, limit - reply.body.size()));
        if (fits) continue;
        if (sink_ != nullptr) break;  // the beginning of a refusal says enough
        co_return fail(
            Error{Errc::malformed_reply, "the reply is longer than " + std::to_string(limit) + " bytes"});
    }
    co_return std::move(reply);
}

}  // namespace divan::net
