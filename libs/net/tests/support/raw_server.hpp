#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <string>

#include "run.hpp"

namespace divan::net::test {

using asio::ip::tcp;

inline tcp::endpoint loopback(std::uint16_t port) {
    return tcp::endpoint{asio::ip::address_v4::loopback(), port};
}

/// A server that does to each connection what the test says, byte by byte.
class RawServer {
public:
    using Script = std::function<asio::awaitable<void>(tcp::socket& socket, int connection)>;
    RawServer(asio::io_context& io, Script script);
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const;

private:
    struct State;
    std::shared_ptr<State> state_;
    std::uint16_t port_ = 0;
};

/// Reads until `mark` was seen; what was read. Ends early when the connection does.
asio::awaitable<std::string> read_until(tcp::socket& socket, std::string mark);
asio::awaitable<void> write_text(tcp::socket& socket, std::string text);
/// Ends the connection by a reset.
void reset(tcp::socket& socket);
/// Waits until the other side hangs up.
asio::awaitable<void> wait_for_end(tcp::socket& socket);

/// Connects, writes `text`, and reads until the server hangs up: the whole answer.
asio::awaitable<std::string> talk(std::uint16_t port, std::string text);

}  // namespace divan::net::test
