#include "server_state.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace divan::net {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // until descriptors or memory may be free again

/// What runs after a session, and the way to cancel it. A handler without an executor of its own: with one
/// (as asio::bind_cancellation_slot has), co_spawn of Asio 1.26 posts the cancellation by a bare pointer,
/// which is loose when the session ends first.
struct SessionEnd {
    std::shared_ptr<ServerSession> session;
    std::function<void()> forget;

    using cancellation_slot_type = asio::cancellation_slot;
    cancellation_slot_type get_cancellation_slot() const noexcept { return session->cancel.slot(); }
    void operator()(const std::exception_ptr&) const { forget(); }
};

Result<tcp::endpoint> endpoint_of(const HttpServerConfig& config) {
    const std::string address = config.address == "localhost" ? "127.0.0.1" : config.address;
    error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    if (!error) return tcp::endpoint{parsed, config.port};
    return fail(Errc::io_failed, "'" + config.address + "' is no IP address to listen on",
                "use 127.0.0.1, ::1, or 0.0.0.0 for all interfaces");
}

tl::unexpected<Error> cannot_listen(const HttpServerConfig& config, const error_code& error) {
    const std::string port = std::to_string(config.port);
    if (error == asio::error::address_in_use)
        return fail(Errc::io_failed, "port " + port + " is in use on " + config.address,
                    "stop the program that uses port " + port + ", or choose another port");
    if (error == asio::error::access_denied)
        return fail(Errc::io_failed, "port " + port + " may not be used by this user",
                    "choose a port above 1023");
    return fail(Errc::io_failed,
                "cannot listen on " + config.address + " port " + port + ": " + error.message());
}

error_code open_acceptor(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

}  // namespace

ServerState::ServerState(asio::any_io_executor executor, HttpServerConfig config, HttpHandler handler)
    : executor_{std::move(executor)},
      config_{std::move(config)},
      handler_{std::move(handler)},
      acceptor_{executor_},
      pause_{executor_} {}

Result<void> ServerState::start() {
    auto endpoint = endpoint_of(config_);
    if (!endpoint) return fail(std::move(endpoint).error());
    if (const error_code error = open_acceptor(acceptor_, *endpoint)) {
        error_code ignored;
        acceptor_.close(ignored);
        return cannot_listen(config_, error);
    }
    port_ = acceptor_.local_endpoint().port();
    auto accept = [self = shared_from_this()]() { return self->accept_connections(); };
    asio::co_spawn(executor_, std::move(accept), asio::detached);
    return {};
}

asio::awaitable<void> ServerState::accept_connections() {
    const auto self = shared_from_this();
    while (!stopped_) {
        tcp::socket socket{executor_};
        const auto [error] = co_await acceptor_.async_accept(socket, kToken);
        if (stopped_) break;
        if (!error) {
            serve(std::move(socket));
        } else if (error != asio::error::connection_aborted) {
            // Out of descriptors, buffers or memory (accept(2)): this passes when other connections end.
            pause_.expires_after(kAcceptPause);
            co_await pause_.async_wait(kToken);
        }
    }
}

void ServerState::serve(tcp::socket socket) {
    error_code ignored;  // a connection without these options still works
    socket.set_option(tcp::no_delay{true}, ignored);
    socket.set_option(asio::socket_base::keep_alive{true}, ignored);
    const std::uint64_t id = next_id_++;
    auto transport = config_.tls ? make_tls_transport(std::move(socket), config_.tls->context())
                                 : make_plain_transport(std::move(socket));
    auto session = std::make_shared<ServerSession>(std::move(transport));
    sessions_.emplace(id, session);
    transports_.emplace(id, session->transport);
    SessionEnd ended{session, [self = shared_from_this(), id] { self->forget(id); }};
    asio::co_spawn(executor_, run_session(shared_from_this(), std::move(session)), std::move(ended));
}

void ServerState::forget(std::uint64_t id) {
    sessions_.erase(id);
    const auto own = transports_.find(id);
    if (own != transports_.end() && own->second.expired()) transports_.erase(own);
    // The transport of an upgraded session lives on in its WebSocket; those that ended are swept out now and
    // then.
    if (transports_.size() > 2 * sessions_.size() + 64)
        std::erase_if(transports_, [](const auto& entry) { return entry.second.expired(); });
}

void ServerState::stop() {
    if (std::exchange(stopped_, true)) return;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    const auto transports = std::exchange(transports_, {});
    for (const auto& [id, weak] : transports)
        if (const auto transport = weak.lock()) transport->cut(Errc::connection_lost);
    const auto sessions = sessions_;
    for (const auto& [id, session] : sessions) session->cancel.emit(asio::cancellation_type::all);
}

}  // namespace divan::net
