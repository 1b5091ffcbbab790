#include "client_state.hpp"

#include <sys/socket.h>

#include <cerrno>

#include <divan/base/text.hpp>

#include "connect.hpp"
#include "stream_io.hpp"
#include "tls.hpp"

namespace divan::net {
namespace {

// aiohttp (the server of ComfyUI 0.3.64) drops idle connections after 75 s (web.py, `keepalive_timeout`);
// routers forget them without a word. A younger connection is likely to be alive.
constexpr std::chrono::seconds kIdleLimit{60};

/// True when nothing came in since the last reply: neither the end of the connection nor stray bytes.
bool still_quiet(Transport& transport) {
    if (!transport.open() || transport.has_unread()) return false;
    char byte = 0;
    const auto count = ::recv(transport.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

Credentials credentials_of(const Url& url) {
    if (url.user_info.empty()) return {};
    const auto colon = url.user_info.find(':');
    const std::string password = colon == std::string::npos ? "" : url.user_info.substr(colon + 1);
    return Credentials::basic(url.user_info.substr(0, colon), password);
}

ClientState::ClientState(asio::any_io_executor executor, HttpClientConfig config)
    : executor_{std::move(executor)}, config_{std::move(config)}, credentials_{config_.credentials} {
    if (credentials_.empty()) credentials_ = credentials_of(config_.origin);
}

TransportPtr ClientState::take_idle() {
    const Deadline oldest = std::chrono::steady_clock::now() - kIdleLimit;
    while (!idle_.empty()) {
        const Idle last = std::move(idle_.back());  // the one used last is the likeliest to live
        idle_.pop_back();
        if (last.since >= oldest && still_quiet(*last.transport)) return last.transport;
        last.transport->cut(Errc::connection_lost);
    }
    return nullptr;
}

asio::awaitable<Result<Leased>> ClientState::lease(bool fresh, CallGuard& guard) {
    if (TransportPtr kept = fresh ? nullptr : take_idle()) {
        guard.watch(kept);
        co_return Leased{std::move(kept), true};
    }
    co_return co_await connect_elsewhere(config_.origin, guard);
}

asio::awaitable<Result<Leased>> ClientState::connect_elsewhere(Url origin, CallGuard& guard) {
    ConnectOptions options;
    options.origin = std::move(origin);
    options.reach = config_.reach;
    options.timeout = config_.connect_timeout;
    if (options.origin.tls && !tls_) {
        auto made = make_tls_context(config_.ca_file);
        if (!made) co_return fail(std::move(made).error());
        tls_ = std::move(*made);
    }
    options.tls = tls_;
    auto transport = co_await connect(executor_, std::move(options), guard);
    if (!transport) co_return fail(std::move(transport).error());
    co_return Leased{std::move(*transport), false};
}

void ClientState::give_back(TransportPtr transport) {
    if (closed_ || !transport->open() || config_.idle_connections == 0) {
        transport->cut(Errc::connection_lost);
        return;
    }
    transport->expires_at(kNever);
    if (idle_.size() >= config_.idle_connections) {
        idle_.front().transport->cut(Errc::connection_lost);
        idle_.erase(idle_.begin());
    }
    idle_.push_back(Idle{std::move(transport), std::chrono::steady_clock::now()});
}

void ClientState::observe(const HttpRequest& request, std::string_view body, const Result<HttpReply>& reply,
                          Deadline begun) const {
    if (closed_ || !config_.observer) return;  // whom it would tell may be gone
    const auto took = std::chrono::steady_clock::now() - begun;
    config_.observer(
        HttpTraffic{request, body, reply, std::chrono::duration_cast<std::chrono::milliseconds>(took)});
}

void ClientState::close() {
    closed_ = true;
    for (const Idle& idle : idle_) idle.transport->cut(Errc::cancelled);
    idle_.clear();
    const auto calls = calls_;  // a call that ends takes itself off the list
    for (CallGuard* call : calls) call->cut(Errc::cancelled);
}

void ClientState::enter(CallGuard& call) {
    calls_.insert(&call);
    if (closed_) call.cut(Errc::cancelled);
}

}  // namespace divan::net
