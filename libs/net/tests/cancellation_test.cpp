#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <divan/net/before.hpp>

#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class Cancellation : public LoopTest, public testing::WithParamInterface<asio::cancellation_type> {
protected:
    /// Starts `operation`, cancels it as soon as `ready`, and returns what came out.
    template <class Operation, class Ready>
    Errc cancel_when(Operation operation, Ready ready) {
        asio::cancellation_signal signal;
        Errc code{};
        bool done = false;
        auto story = [&]() -> asio::awaitable<void> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            const auto result = co_await operation();
            code = code_of(result);
        };
        asio::co_spawn(io, story, asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr error) {
                           EXPECT_FALSE(error);
                           done = true;
                       }));
        run_until(io, ready);
        signal.emit(GetParam());
        run_until(io, [&] { return done; });
        return code;
    }
};

TEST_P(Cancellation, EndsAnExchangeAndClosesItsConnection) {
    bool closed = false;
    RawServer peer{io, [&](tcp::socket& socket, int) -> asio::awaitable<void> {
                       co_await wait_for_end(socket);
                       closed = true;
                   }};
    HttpClient client{io.get_executor(), client_config(peer.port())};
    const auto ask = [&] { return client.exchange(HttpRequest{"POST", "/"}, soon()); };
    EXPECT_EQ(cancel_when(ask, [&] { return peer.connections() == 1; }), Errc::cancelled);
    run_until(io, [&] { return closed; });
}

TEST_P(Cancellation, EndsADownloadInTheMiddle) {
    RawServer peer{io, [](tcp::socket& socket, int) -> asio::awaitable<void> {
                       co_await read_until(socket, "\r\n\r\n");
                       co_await write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                       co_await wait_for_end(socket);
                   }};
    HttpClient client{io.get_executor(), client_config(peer.port())};
    std::size_t received = 0;
    const auto ask = [&] {
        BodySink sink = [&](std::span<const std::byte> piece) -> Result<void> {
            received += piece.size();
            return {};
        };
        return client.download(HttpRequest{"GET", "/"}, std::move(sink), soon());
    };
    EXPECT_EQ(cancel_when(ask, [&] { return received == 5; }), Errc::cancelled);
}

TEST_P(Cancellation, EndsTheOpeningOfAWebSocket) {
    RawServer peer{io,
                   [](tcp::socket& socket, int) -> asio::awaitable<void> { co_await wait_for_end(socket); }};
    const auto connect = [&] {
        return WebSocket::connect(io.get_executor(), WebSocketConfig{url(peer.port())}, soon());
    };
    EXPECT_EQ(cancel_when(connect, [&] { return peer.connections() == 1; }), Errc::cancelled);
}

TEST_P(Cancellation, EndsAReceiveOnAWebSocket) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        auto socket = co_await exchange.upgrade();
        CO_ASSERT_OK(socket);
        auto message = co_await socket->receive();
        EXPECT_EQ(code_of(message), Errc::connection_lost);
    });
    bool receiving = false;
    const auto receive = [&]() -> asio::awaitable<Result<WebSocketMessage>> {
        auto socket =
            co_await WebSocket::connect(io.get_executor(), WebSocketConfig{url(server->port())}, soon());
        receiving = true;
        co_return co_await socket->receive();
    };
    EXPECT_EQ(cancel_when(receive, [&] { return receiving; }), Errc::cancelled);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Cancellation,
                         testing::Values(asio::cancellation_type::total, asio::cancellation_type::partial,
                                         asio::cancellation_type::terminal));

using Before = LoopTest;

TEST_F(Before, TurnsADeadlineIntoATimeout) {
    RawServer peer{io,
                   [](tcp::socket& socket, int) -> asio::awaitable<void> { co_await wait_for_end(socket); }};
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config(peer.port())};
        auto call = client.exchange(HttpRequest{"GET", "/"}, kNever);
        const auto reply = co_await before(within(20ms), std::move(call));
        EXPECT_EQ(code_of(reply), Errc::timeout);
    });
}

}  // namespace
}  // namespace divan::net::test
