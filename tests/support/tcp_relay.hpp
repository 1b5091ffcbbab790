#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace divan::test {

/// A cable between a client and a server of this machine: counts the pings that the client sends over its
/// WebSockets, and can be frozen (connections stay, nothing passes) or cut.
class TcpRelay {
public:
    TcpRelay(boost::asio::io_context& io, std::uint16_t target)
        : cable_{std::make_shared<Cable>(io, target)} {
        boost::asio::co_spawn(io, accept(cable_), boost::asio::detached);
    }
    ~TcpRelay() {
        boost::system::error_code ignored;
        cable_->acceptor.close(ignored);
        cut();
    }
    TcpRelay(const TcpRelay&) = delete;
    TcpRelay& operator=(const TcpRelay&) = delete;

    std::uint16_t port() const { return cable_->acceptor.local_endpoint().port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    int pings() const { return cable_->pings; }
    int connections() const { return cable_->connections; }
    void freeze() { cable_->frozen = true; }
    void thaw() {
        cable_->frozen = false;
        cable_->thawed.cancel();
    }
    void cut() {
        for (const auto& weak : cable_->sockets)
            if (const auto socket = weak.lock()) {
                boost::system::error_code ignored;
                socket->close(ignored);
            }
        cable_->sockets.clear();
        cable_->thawed.cancel();
    }

private:
    using tcp = boost::asio::ip::tcp;
    using Socket = std::shared_ptr<tcp::socket>;
    static constexpr auto kToken = boost::asio::as_tuple(boost::asio::use_awaitable);

    struct Cable {
        Cable(boost::asio::io_context& on, std::uint16_t to)
            : io{on},
              acceptor{on, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}},
              target{to},
              thawed{on, std::chrono::steady_clock::time_point::max()} {}
        boost::asio::io_context& io;
        tcp::acceptor acceptor;
        std::uint16_t target;
        boost::asio::steady_timer thawed;  // never fires: cancelled
        std::vector<std::weak_ptr<tcp::socket>> sockets;
        bool frozen = false;
        int pings = 0, connections = 0;
    };

    /// Finds the ping frames (RFC 6455: opcode 9) in what a client sends after its upgrade.
    struct FrameReader {
        std::string bytes;
        bool upgraded = false;
        int take(std::string_view more) {
            bytes += more;
            if (!upgraded) {
                const auto end = bytes.find("\r\n\r\n");
                if (end == std::string::npos || !bytes.starts_with("GET /ws")) return 0;
                bytes.erase(0, end + 4);
                upgraded = true;
            }
            int pings = 0;
            while (bytes.size() >= 2) {
                const auto at = [&](std::size_t place) { return static_cast<unsigned char>(bytes[place]); };
                std::size_t length = at(1) & 0x7FU, head = 2;
                for (const std::size_t extra : {std::size_t{length == 126 ? 2U : length == 127 ? 8U : 0U}}) {
                    if (extra == 0 || bytes.size() < head + extra) break;
                    length = 0;
                    for (std::size_t i = 0; i < extra; ++i) length = length << 8 | at(head + i);
                    head += extra;
                }
                const std::size_t whole = head + ((at(1) & 0x80U) ? 4 : 0) + length;
                if (bytes.size() < whole) break;
                pings += (at(0) & 0x0FU) == 9 ? 1 : 0;
                bytes.erase(0, whole);
            }
            return pings;
        }
    };

    static boost::asio::awaitable<void> accept(std::shared_ptr<Cable> cable) {
        for (;;) {
            auto [error, socket] = co_await cable->acceptor.async_accept(kToken);
            if (error) co_return;
            ++cable->connections;
            auto near = std::make_shared<tcp::socket>(std::move(socket));
            boost::asio::co_spawn(cable->io, connect(cable, std::move(near)), boost::asio::detached);
        }
    }
    static boost::asio::awaitable<void> connect(std::shared_ptr<Cable> cable, Socket near) {
        const auto far = std::make_shared<tcp::socket>(cable->io);
        cable->sockets.push_back(near);
        cable->sockets.push_back(far);
        const tcp::endpoint end{boost::asio::ip::address_v4::loopback(), cable->target};
        const auto [error] = co_await far->async_connect(end, kToken);
        boost::system::error_code ignored;
        if (error) {
            near->close(ignored);
            co_return;
        }
        boost::asio::co_spawn(cable->io, pump(cable, near, far, true), boost::asio::detached);
        boost::asio::co_spawn(cable->io, pump(cable, far, near, false), boost::asio::detached);
    }
    static boost::asio::awaitable<void> pump(std::shared_ptr<Cable> cable, Socket from, Socket to,
                                             bool from_client) {
        std::vector<char> buffer(64 * 1024);
        FrameReader frames;
        boost::system::error_code ignored;
        for (;;) {
            const auto [error, count] = co_await from->async_read_some(boost::asio::buffer(buffer), kToken);
            if (error) break;
            while (cable->frozen && from->is_open()) co_await cable->thawed.async_wait(kToken);
            if (from_client) cable->pings += frames.take(std::string_view{buffer.data(), count});
            const auto piece = boost::asio::buffer(buffer.data(), count);
            const auto [failed, written] = co_await boost::asio::async_write(*to, piece, kToken);
            if (failed) break;
        }
        from->close(ignored);
        to->close(ignored);
    }

    std::shared_ptr<Cable> cable_;
};

}  // namespace divan::test
