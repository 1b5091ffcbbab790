#pragma once

#include <boost/asio/awaitable.hpp>

#include "http_parser.hpp"
#include "transport.hpp"

namespace divan::net {

struct IncomingLimits {
    std::size_t head_bytes = 64 * 1024;
    Deadline first_byte = kNever;                  ///< of the head
    std::chrono::milliseconds whole_head{30'000};  ///< from the first byte on
    std::chrono::milliseconds stall{30'000};       ///< without a byte of the body

    IncomingLimits() = default;
};

/// One message on its way in: its head, then its body piece by piece. Bytes behind the message are given back
/// to the transport, so pipelined requests and upgrades find them. Every error closes the transport.
class Incoming {
public:
    Incoming(TransportPtr transport, MessageKind kind, IncomingLimits limits);

    /// False when the other side closed before the first byte. Errors: connection_lost, timeout, cancelled,
    /// malformed_reply; for requests the fact "status" says what to answer (400 or 431).
    asio::awaitable<Result<bool>> read_head();
    const IncomingHead& head() const { return head_; }

    /// The next bytes of the body; 0 at its end. Errors: connection_lost (cut short), timeout, cancelled,
    /// malformed_reply.
    asio::awaitable<Result<std::size_t>> read_some(std::span<char> into);
    bool complete() const { return complete_; }
    /// How much of the body is to come, when it is known.
    std::optional<std::uint64_t> remaining() const;

private:
    asio::awaitable<Result<bool>> read_head_text(std::string& text);
    Result<bool> look_for_end(std::string& text, std::size_t scanned);
    Result<void> take_head(std::string_view text);
    asio::awaitable<Result<std::size_t>> read_counted(std::span<char> into);
    asio::awaitable<Result<std::size_t>> read_chunked(std::span<char> into);
    asio::awaitable<Result<std::size_t>> read_to_end(std::span<char> into);
    tl::unexpected<Error> refuse(Error error);

    TransportPtr transport_;
    MessageKind kind_;
    IncomingLimits limits_;
    std::unique_ptr<HttpParser> parser_;
    IncomingHead head_;
    std::uint64_t left_ = 0;  ///< of a counted body
    std::string encoded_;     ///< of a chunked body, not decoded yet
    bool complete_ = false;
};

}  // namespace divan::net
