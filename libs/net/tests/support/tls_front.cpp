#include "tls_front.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace divan::net::test {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

struct Pair {
    Pair(asio::io_context& io, asio::ssl::context& context) : outside{io, context}, inside{io} {}
    asio::ssl::stream<tcp::socket> outside;
    tcp::socket inside;
    void close() {
        boost::system::error_code ignored;
        outside.lowest_layer().close(ignored);
        inside.close(ignored);
    }
};

template <class From, class To>
asio::awaitable<void> copy(std::shared_ptr<Pair> pair, From& from, To& to) {
    std::string buffer(64 * 1024, '\0');
    for (;;) {
        const auto [read_error, count] = co_await from.async_read_some(asio::buffer(buffer), kToken);
        if (read_error) break;
        const auto [write_error, written] =
            co_await asio::async_write(to, asio::buffer(buffer.data(), count), kToken);
        if (write_error) break;
    }
    pair->close();
}

}  // namespace

struct TlsFront::State : std::enable_shared_from_this<State> {
    State(asio::io_context& loop, std::uint16_t server)
        : io{loop}, acceptor{loop, loopback(0)}, behind{server} {}

    asio::awaitable<void> accept() {
        const auto self = shared_from_this();
        for (;;) {
            const auto pair = std::make_shared<Pair>(io, context);
            pairs.push_back(pair);
            const auto [error] = co_await acceptor.async_accept(pair->outside.lowest_layer(), kToken);
            if (error) co_return;
            auto serve = [self, pair] { return self->connect(pair); };
            asio::co_spawn(io, std::move(serve), asio::detached);
        }
    }

    asio::awaitable<void> connect(std::shared_ptr<Pair> pair) {
        const auto self = shared_from_this();
        const auto [error] = co_await pair->outside.async_handshake(asio::ssl::stream_base::server, kToken);
        const char* name = SSL_get_servername(pair->outside.native_handle(), TLSEXT_NAMETYPE_host_name);
        server_name = name == nullptr ? "" : name;
        if (error) co_return pair->close();
        const auto [inside_error] = co_await pair->inside.async_connect(loopback(behind), kToken);
        if (inside_error) co_return pair->close();
        asio::co_spawn(io, copy(pair, pair->outside, pair->inside), asio::detached);
        asio::co_spawn(io, copy(pair, pair->inside, pair->outside), asio::detached);
    }

    asio::io_context& io;
    asio::ssl::context context{asio::ssl::context::tls_server};
    tcp::acceptor acceptor;
    std::uint16_t behind;
    std::string server_name;
    std::vector<std::shared_ptr<Pair>> pairs;
};

TlsFront::TlsFront(asio::io_context& io, const Identity& identity, std::uint16_t behind)
    : state_{std::make_shared<State>(io, behind)} {
    state_->context.use_certificate_chain(asio::buffer(identity.certificate));
    state_->context.use_private_key(asio::buffer(identity.key), asio::ssl::context::pem);
    auto accept = [state = state_] { return state->accept(); };
    asio::co_spawn(io, std::move(accept), asio::detached);
}

TlsFront::~TlsFront() {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
    for (const auto& pair : state_->pairs) pair->close();
}

std::uint16_t TlsFront::port() const { return state_->acceptor.local_endpoint().port(); }

const std::string& TlsFront::server_name() const { return state_->server_name; }

void TlsFront::only_tls_1_1() {
    SSL_CTX_set_security_level(state_->context.native_handle(), 0);
    SSL_CTX_set_min_proto_version(state_->context.native_handle(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(state_->context.native_handle(), TLS1_1_VERSION);
}

}  // namespace divan::net::test
