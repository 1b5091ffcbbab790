#include <divan/client/terminal.hpp>

#include <boost/asio/co_spawn.hpp>

#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

#include "connection_core.hpp"
#include "route_call.hpp"

namespace divan::terminal {
namespace {

using namespace std::chrono_literals;

constexpr int kRenewalAttempts = 5;
constexpr auto kRenewalPause = 1s;

net::HttpRequest subscription(const protocol::ClientId& client, bool enabled) {
    json::Object body;
    body["clientId"] = client.str();
    body["enabled"] = enabled;
    return with_json("PATCH", "/internal/logs/subscribe", std::move(body));
}

/// Over the core, which outlives the Connection for as long as a renewal is on its way.
asio::awaitable<Result<void>> subscribe_again(std::shared_ptr<ConnectionCore> core,
                                              protocol::ClientId client) {
    net::HttpRequest patch = subscription(client, true);
    net::HttpRequest head{patch.method, patch.target};
    auto reply = co_await core->http.exchange(std::move(patch), within(core->config.read_timeout));
    if (!reply) co_return fail(with_request(std::move(reply).error(), core->config, head));
    if (!reply->ok()) co_return fail(with_request(unexpected_status_error(*reply), core->config, head));
    co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<protocol::TerminalLogs>> logs(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", "/internal/logs/raw"};
    return call_in(connection, Namespace::terminal, std::move(get), protocol::parse_terminal_logs, deadline);
}

asio::awaitable<Result<void>> subscribe(Connection& connection, bool enabled, Deadline deadline) {
    net::HttpRequest patch = subscription(connection.client_id(), enabled);
    auto reply = co_await exchange_ok_in(connection, Namespace::terminal, std::move(patch), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return Result<void>{};
}

struct LogStream::State {
    State(std::shared_ptr<ConnectionCore> of, Listener to) : core{std::move(of)}, listener{std::move(to)} {}
    static void listen(const std::shared_ptr<State>& state, Connection& connection);
    static asio::awaitable<void> renew(std::weak_ptr<State> weak);
    static asio::awaitable<Result<void>> close(std::shared_ptr<State> state, Deadline deadline);

    std::shared_ptr<ConnectionCore> core;
    Listener listener;
    Subscription messages, states;
    std::optional<Error> failure;
    int renewals = 0;
    bool opened = false;  // the first subscription is made by `open`
};

void LogStream::State::listen(const std::shared_ptr<State>& state, Connection& connection) {
    const std::weak_ptr<State> weak = state;
    state->messages = connection.on_message([weak](const protocol::ServerMessage& message) {
        const auto* logs = std::get_if<protocol::Logs>(&message);
        const auto present = weak.lock();
        if (logs && present) present->listener(*logs);
    });
    state->states = connection.on_state([weak](ConnectionState now) {
        const auto present = weak.lock();
        if (now == ConnectionState::connected && present && present->opened)
            asio::co_spawn(present->core->executor, renew(weak), rethrow);
    });
}

asio::awaitable<void> LogStream::State::renew(std::weak_ptr<State> weak) {
    protocol::ClientId client;
    for (int attempt = 0; attempt < kRenewalAttempts; ++attempt) {
        if (attempt > 0) {
            const bool slept = co_await net::sleep_until(within(kRenewalPause));
            if (!slept) co_return;
        }
        std::shared_ptr<ConnectionCore> core;
        if (const auto state = weak.lock(); state && state->opened) core = state->core;
        if (!core || !core->connected()) co_return;
        if (client.empty()) client = core->client_id;
        if (client != core->client_id) co_return;  // a newer socket has a renewal of its own
        auto done = co_await subscribe_again(core, client);
        const auto state = weak.lock();
        if (!state) co_return;
        state->failure = done ? std::optional<Error>{} : std::optional<Error>{done.error()};
        if (done) ++state->renewals;
        if (done) co_return;
        core->log(LogLevel::warn, "the log subscription was not renewed",
                  {{"reason", std::string_view{done.error().message}}, {"attempt", attempt + 1}});
    }
}

asio::awaitable<Result<LogStream>> LogStream::open(Connection& connection, Listener listener,
                                                   Deadline deadline) {
    auto opened = co_await connection.open(deadline);
    if (!opened) co_return fail(std::move(opened).error());
    auto state = std::make_shared<State>(connection.core(), std::move(listener));
    State::listen(state, connection);
    const protocol::ClientId client = connection.client_id();
    auto subscribed = co_await subscribe(connection, true, deadline);
    if (!subscribed) co_return fail(std::move(subscribed).error());
    state->opened = true;
    if (client != connection.client_id() && connection.state() == ConnectionState::connected) {
        auto again = co_await subscribe(connection, true, deadline);  // the socket changed meanwhile
        if (!again) co_return fail(std::move(again).error());
    }
    co_return LogStream{std::move(state)};
}

asio::awaitable<Result<void>> LogStream::State::close(std::shared_ptr<State> state, Deadline deadline) {
    net::HttpRequest patch = subscription(state->core->client_id, false);
    net::HttpRequest head{patch.method, patch.target};
    auto reply = co_await state->core->http.exchange(std::move(patch), deadline);
    if (!reply) co_return fail(with_request(std::move(reply).error(), state->core->config, head));
    if (!reply->ok())
        co_return fail(with_request(unexpected_status_error(*reply), state->core->config, head));
    co_return Result<void>{};
}

asio::awaitable<Result<void>> LogStream::close(Deadline deadline) {
    if (!state_) co_return Result<void>{};
    state_->messages.reset();
    state_->states.reset();
    state_->opened = false;
    const auto state = std::move(state_);
    state_.reset();
    co_return co_await State::close(state, deadline);
}

LogStream::LogStream(std::shared_ptr<State> state) : state_{std::move(state)} {}

int LogStream::renewals() const { return state_ ? state_->renewals : 0; }

const std::optional<Error>& LogStream::failure() const {
    static const std::optional<Error> kNone;
    return state_ ? state_->failure : kNone;
}

}  // namespace divan::terminal
