#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include "transport.hpp"

namespace divan::net {

/// A transport in the shape that Beast's WebSocket wants its next layer to have.
class AnyStream {
public:
    using executor_type = asio::any_io_executor;
    explicit AnyStream(TransportPtr transport) : transport_{std::move(transport)} {}

    executor_type get_executor() noexcept { return transport_->executor(); }
    Transport& transport() { return *transport_; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        auto start = [transport = transport_](auto handler, MutableBuffers into) {
            begin_read(*transport, std::move(into), std::move(handler));
        };
        return asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(start), token,
                                                                          gather<MutableBuffers>(buffers));
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        auto start = [transport = transport_](auto handler, ConstBuffers from) {
            transport->write_some(std::move(from), std::move(handler));
        };
        return asio::async_initiate<Token, void(error_code, std::size_t)>(std::move(start), token,
                                                                          gather<ConstBuffers>(buffers));
    }

private:
    /// Bytes that came behind the HTTP head were given back to the transport: they go first.
    static void begin_read(Transport& transport, MutableBuffers into, IoHandler handler) {
        if (!transport.has_unread() || into.empty())
            return transport.read_some(std::move(into), std::move(handler));
        const std::span<char> first{static_cast<char*>(into.front().data()), into.front().size()};
        const std::size_t count = transport.take_unread(first);
        auto done = [handler = std::move(handler), count]() mutable {
            std::move(handler)(error_code{}, count);
        };
        asio::post(transport.executor(), std::move(done));
    }

    template <class Gathered, class Buffers>
    static Gathered gather(const Buffers& buffers) {
        Gathered gathered;
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto each = asio::buffer_sequence_begin(buffers); each != end; ++each) {
            const typename Gathered::value_type buffer(*each);
            if (gathered.size() < gathered.capacity() && buffer.size() > 0) gathered.push_back(buffer);
        }
        return gathered;
    }

    TransportPtr transport_;
};

}  // namespace divan::net
