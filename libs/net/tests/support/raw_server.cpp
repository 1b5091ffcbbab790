#include "raw_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <list>

namespace divan::net::test {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct RawServer::State : std::enable_shared_from_this<State> {
    State(asio::io_context& io, Script what) : acceptor{io}, script{std::move(what)} {}

    asio::awaitable<void> accept() {
        const auto self = shared_from_this();
        for (;;) {
            auto& socket = sockets.emplace_back(acceptor.get_executor());
            const auto [error] = co_await acceptor.async_accept(socket, kToken);
            if (error) co_return;
            auto serve = [self, &socket, number = connections++]() -> asio::awaitable<void> {
                co_await self->script(socket, number);
                boost::system::error_code ignored;
                socket.close(ignored);
            };
            asio::co_spawn(acceptor.get_executor(), std::move(serve), asio::detached);
        }
    }

    tcp::acceptor acceptor;
    Script script;
    std::list<tcp::socket> sockets;
    int connections = 0;
};

RawServer::RawServer(asio::io_context& io, Script script)
    : state_{std::make_shared<State>(io, std::move(script))} {
    state_->acceptor = tcp::acceptor{io, loopback(0)};
    port_ = state_->acceptor.local_endpoint().port();
    auto accept = [state = state_] { return state->accept(); };
    asio::co_spawn(io, std::move(accept), asio::detached);
}

RawServer::~RawServer() {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
    for (auto& socket : state_->sockets) socket.close(ignored);
}

int RawServer::connections() const { return state_->connections; }

asio::awaitable<std::string> read_until(tcp::socket& socket, std::string mark) {
    std::string text;
    char byte = 0;
    while (!text.ends_with(mark)) {
        const auto [error, count] = co_await socket.async_read_some(asio::buffer(&byte, 1), kToken);
        if (error) break;
        text += byte;
    }
    co_return text;
}

asio::awaitable<void> write_text(tcp::socket& socket, std::string text) {
    co_await asio::async_write(socket, asio::buffer(text), kToken);
}

void reset(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket.close(ignored);
}

asio::awaitable<void> wait_for_end(tcp::socket& socket) {
    std::string waste(4096, '\0');
    for (;;) {
        const auto [error, count] = co_await socket.async_read_some(asio::buffer(waste), kToken);
        if (error) co_return;
    }
}

asio::awaitable<std::string> talk(std::uint16_t port, std::string text) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::socket socket{executor};
    const auto [connect_error] = co_await socket.async_connect(loopback(port), kToken);
    if (connect_error) co_return "(no connection)";
    co_await write_text(socket, std::move(text));
    std::string answer(64 * 1024, '\0');
    std::size_t length = 0;
    for (;;) {
        const auto [error, count] = co_await socket.async_read_some(
            asio::buffer(answer.data() + length, answer.size() - length), kToken);
        length += count;
        if (error || length == answer.size()) break;
    }
    answer.resize(length);
    co_return answer;
}

}  // namespace divan::net::test
