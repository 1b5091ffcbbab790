#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace divan::test {

namespace asio = boost::asio;

/// Stands between a pool and a server: writes down the requests, cuts connections, and swallows what the
/// server says.
class WireTap {
public:
    WireTap(asio::io_context& io, std::uint16_t target) : shared_{std::make_shared<Shared>(io, target)} {
        asio::co_spawn(io, accept(shared_), asio::detached);
    }
    ~WireTap() {
        shared_->closed = true;
        shared_->acceptor.close();
        drop();
    }
    WireTap(const WireTap&) = delete;
    WireTap& operator=(const WireTap&) = delete;

    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(shared_->acceptor.local_endpoint().port());
    }
    /// Cuts every connection.
    void drop() {
        for (const auto& weak : shared_->pairs)
            if (const auto pair = weak.lock()) pair->close();
        shared_->pairs.clear();
    }
    void set_deaf(bool deaf) { shared_->deaf = deaf; }  ///< nothing that the server says arrives any more
    void set_refusing(bool refusing) { shared_->refusing = refusing; }  ///< new connections are cut at once

    const std::vector<std::string>& requests() const { return shared_->requests; }  ///< "GET /queue", …
    long count(const std::string& request) const { return std::ranges::count(shared_->requests, request); }
    /// Heads of the requests of that kind, as they came.
    const std::vector<std::string>& heads() const { return shared_->heads; }
    void clear() {
        shared_->requests.clear();
        shared_->heads.clear();
    }

private:
    using Socket = asio::ip::tcp::socket;
    struct Pair {
        explicit Pair(asio::io_context& io) : client{io}, server{io} {}
        void close() {
            client.close();
            server.close();
        }
        Socket client, server;
        std::string head;  ///< what the client said since the last request line
        bool is_socket = false;
    };
    struct Shared {
        Shared(asio::io_context& context, std::uint16_t port)
            : io{context}, acceptor{context, {asio::ip::address_v4::loopback(), 0}}, target{port} {}
        asio::io_context& io;
        asio::ip::tcp::acceptor acceptor;
        std::uint16_t target;
        std::vector<std::weak_ptr<Pair>> pairs;
        std::vector<std::string> requests, heads;
        bool closed = false, deaf = false, refusing = false;
    };

    static asio::awaitable<void> accept(std::shared_ptr<Shared> shared) {
        while (!shared->closed) {
            auto pair = std::make_shared<Pair>(shared->io);
            const auto [error] =
                co_await shared->acceptor.async_accept(pair->client, asio::as_tuple(asio::use_awaitable));
            if (error || shared->closed) co_return;
            if (shared->refusing) continue;
            const asio::ip::tcp::endpoint target{asio::ip::address_v4::loopback(), shared->target};
            const auto [refused] =
                co_await pair->server.async_connect(target, asio::as_tuple(asio::use_awaitable));
            if (refused) continue;
            shared->pairs.push_back(pair);
            asio::co_spawn(shared->io, pass(shared, pair, true), asio::detached);
            asio::co_spawn(shared->io, pass(shared, pair, false), asio::detached);
        }
    }

    static asio::awaitable<void> pass(std::shared_ptr<Shared> shared, std::shared_ptr<Pair> pair,
                                      bool upstream) {
        Socket& from = upstream ? pair->client : pair->server;
        Socket& to = upstream ? pair->server : pair->client;
        std::array<char, 16'384> buffer{};
        for (;;) {
            const auto [error, size] =
                co_await from.async_read_some(asio::buffer(buffer), asio::as_tuple(asio::use_awaitable));
            if (error) break;
            if (upstream) read_requests(*shared, *pair, {buffer.data(), size});
            if (!upstream && shared->deaf) continue;
            const auto [failed, written] = co_await asio::async_write(to, asio::buffer(buffer.data(), size),
                                                                      asio::as_tuple(asio::use_awaitable));
            if (failed) break;
        }
        pair->close();
    }

    /// Every head that is complete; bodies are skipped, since a head begins with its method.
    static void read_requests(Shared& shared, Pair& pair, std::string_view bytes) {
        if (pair.is_socket) return;
        pair.head += bytes;
        for (auto end = pair.head.find("\r\n\r\n"); end != std::string::npos;
             end = pair.head.find("\r\n\r\n")) {
            const std::string before = pair.head.substr(0, end);
            pair.head.erase(0, end + 4);
            auto start = std::string::npos;
            for (const std::string method : {"GET /", "POST /"}) start = std::min(start, before.find(method));
            if (start == std::string::npos) continue;
            const std::string head = before.substr(start);
            const auto space = head.find(' ');
            const auto stop = head.find_first_of(" ?", space + 1);
            shared.requests.push_back(head.substr(0, stop));
            shared.heads.push_back(head);
            if (head.find("/ws") == space + 1) {
                pair.is_socket = true;
                return;
            }
        }
    }

    std::shared_ptr<Shared> shared_;
};

}  // namespace divan::test
