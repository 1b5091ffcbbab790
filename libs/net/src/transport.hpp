#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/container/static_vector.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

namespace boost::asio::ssl {
class context;
}

namespace divan::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using error_code = boost::system::error_code;
using IoHandler = asio::any_completion_handler<void(error_code, std::size_t)>;
using DoneHandler = asio::any_completion_handler<void(error_code)>;
using MutableBuffers = boost::container::static_vector<asio::mutable_buffer, 16>;
using ConstBuffers = boost::container::static_vector<asio::const_buffer, 16>;

/// One connection, plain or TLS, behind one virtual call for each socket operation: the algorithms above it
/// are compiled once instead of once for each kind of stream. Held by `shared_ptr` while an operation is on
/// its way. Threads: its executor only.
class Transport {
public:
    virtual ~Transport() = default;

    virtual asio::any_io_executor executor() = 0;
    virtual tcp::socket& socket() = 0;
    virtual void connect(const tcp::endpoint& peer, DoneHandler handler) = 0;
    virtual void handshake(DoneHandler handler) = 0;  ///< TLS, as client or server; at once when plain
    virtual void read_some(MutableBuffers buffers, IoHandler handler) = 0;
    virtual void write_some(ConstBuffers buffers, IoHandler handler) = 0;
    /// Says goodbye: TLS close_notify, then (but for TLS clients) the end of sending.
    virtual void shutdown(DoneHandler handler) = 0;
    /// Bytes as they come over the wire, to be thrown away: after `shutdown`.
    virtual void drain_some(MutableBuffers buffers, IoHandler handler) {
        read_some(buffers, std::move(handler));
    }
    virtual bool encrypted() const { return false; }
    /// Operations begun from now on end with a time-out at that time, and the socket is closed. `kNever` is
    /// allowed.
    virtual void expires_at(Deadline time) = 0;
    /// Why the TLS certificate was not accepted; empty when it was.
    virtual std::string certificate_problem() const { return {}; }

    void expires_after(std::chrono::milliseconds span) { expires_at(within(span)); }
    bool open() { return socket().is_open(); }

    /// Closes the socket; operations on their way end, and are told the (first) reason.
    void cut(Errc reason);
    std::optional<Errc> cut_reason() const { return cut_reason_; }

    /// Gives bytes back: the next read sees them first.
    void unread(std::string_view bytes);
    /// Takes bytes that were given back; 0 when there are none.
    std::size_t take_unread(std::span<char> into);
    bool has_unread() const { return unread_from_ < unread_.size(); }

    std::uint64_t bytes_written = 0;  ///< that were handed to the system
    Deadline last_read{};             ///< when bytes came in last

protected:
    virtual void close_socket() = 0;

private:
    std::optional<Errc> cut_reason_;
    std::string unread_;
    std::size_t unread_from_ = 0;
};

/// True for the error of an operation that ran into `expires_at`.
bool is_expiry(error_code error);

using TransportPtr = std::shared_ptr<Transport>;

TransportPtr make_plain_transport(asio::any_io_executor executor);
TransportPtr make_plain_transport(tcp::socket accepted);
/// An accepted connection of a TLS server.
TransportPtr make_tls_transport(tcp::socket accepted, std::shared_ptr<asio::ssl::context> context);
/// A TLS client that presents `host` (SNI) and accepts only a certificate that is valid for it.
TransportPtr make_tls_transport(asio::any_io_executor executor, std::shared_ptr<asio::ssl::context> context,
                                const std::string& host);

}  // namespace divan::net
