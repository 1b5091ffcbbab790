#include "transport.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace divan::net {
namespace {

namespace beast = boost::beast;

// any_completion_handler of Asio 1.26 carries an executor without blocking.never, which Beast and Asio's TLS
// ask for: the stream's own executor takes its place.
template <class Handler>
auto own(const asio::any_io_executor& executor, Handler handler) {
    const auto slot = asio::get_associated_cancellation_slot(handler);
    auto call = [handler = std::move(handler)](auto... results) mutable { std::move(handler)(results...); };
    return asio::bind_cancellation_slot(slot, asio::bind_executor(executor, std::move(call)));
}

void set_expiry(beast::tcp_stream& stream, Deadline time) {
    if (time == kNever)
        stream.expires_never();
    else
        stream.expires_at(time);
}

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(const asio::any_io_executor& executor) : stream_{executor} {}
    explicit PlainTransport(tcp::socket accepted) : stream_{std::move(accepted)} {}

    asio::any_io_executor executor() override { return stream_.get_executor(); }
    tcp::socket& socket() override { return stream_.socket(); }
    void connect(const tcp::endpoint& peer, DoneHandler handler) override {
        stream_.async_connect(peer, own(executor(), std::move(handler)));
    }
    void handshake(DoneHandler handler) override { finish(error_code{}, std::move(handler)); }
    void read_some(MutableBuffers buffers, IoHandler handler) override {
        stream_.async_read_some(buffers, own(executor(), std::move(handler)));
    }
    void write_some(ConstBuffers buffers, IoHandler handler) override {
        stream_.async_write_some(buffers, own(executor(), std::move(handler)));
    }
    void shutdown(DoneHandler handler) override {
        error_code error;
        stream_.socket().shutdown(tcp::socket::shutdown_send, error);
        finish(error, std::move(handler));
    }
    void expires_at(Deadline time) override { set_expiry(stream_, time); }

protected:
    void close_socket() override { stream_.close(); }

private:
    void finish(error_code error, DoneHandler handler) {
        asio::post(executor(),
                   [handler = std::move(handler), error]() mutable { std::move(handler)(error); });
    }
    beast::tcp_stream stream_;
};

using TlsStream = beast::ssl_stream<beast::tcp_stream>;

/// What both ends of TLS have in common. The context outlives the stream.
class TlsTransport : public Transport {
public:
    template <class Next>
    TlsTransport(Next&& next, std::shared_ptr<asio::ssl::context> context)
        : context_{std::move(context)}, stream_{std::forward<Next>(next), *context_} {}

    asio::any_io_executor executor() override { return stream_.get_executor(); }
    tcp::socket& socket() override { return stream_.next_layer().socket(); }
    void connect(const tcp::endpoint& peer, DoneHandler handler) override {
        stream_.next_layer().async_connect(peer, own(executor(), std::move(handler)));
    }
    void read_some(MutableBuffers buffers, IoHandler handler) override {
        stream_.async_read_some(buffers, own(executor(), std::move(handler)));
    }
    void write_some(ConstBuffers buffers, IoHandler handler) override {
        stream_.async_write_some(buffers, own(executor(), std::move(handler)));
    }
    void drain_some(MutableBuffers buffers, IoHandler handler) override {
        stream_.next_layer().async_read_some(buffers, own(executor(), std::move(handler)));
    }
    bool encrypted() const override { return true; }
    void expires_at(Deadline time) override { set_expiry(stream_.next_layer(), time); }

protected:
    void close_socket() override { stream_.next_layer().close(); }
    TlsStream& stream() { return stream_; }

private:
    std::shared_ptr<asio::ssl::context> context_;
    TlsStream stream_;
};

class TlsClientTransport final : public TlsTransport {
public:
    TlsClientTransport(const asio::any_io_executor& executor, std::shared_ptr<asio::ssl::context> context,
                       const std::string& host)
        : TlsTransport{executor, std::move(context)} {
        error_code is_name;
        asio::ip::make_address(host, is_name);
        if (is_name) SSL_set_tlsext_host_name(stream().native_handle(), host.c_str());
        stream().set_verify_mode(asio::ssl::verify_peer);
        stream().set_verify_callback(asio::ssl::host_name_verification{host});
    }

    void handshake(DoneHandler handler) override {
        stream().async_handshake(asio::ssl::stream_base::client, own(executor(), std::move(handler)));
    }
    void shutdown(DoneHandler handler) override {
        stream().async_shutdown(own(executor(), std::move(handler)));
    }
    std::string certificate_problem() const override {
        auto& self = const_cast<TlsClientTransport&>(*this);  // native_handle() is not const in Asio
        const long result = SSL_get_verify_result(self.stream().native_handle());
        return result == X509_V_OK ? std::string{} : X509_verify_cert_error_string(result);
    }
};

class TlsServerTransport final : public TlsTransport {
public:
    using TlsTransport::TlsTransport;

    void handshake(DoneHandler handler) override {
        stream().async_handshake(asio::ssl::stream_base::server, own(executor(), std::move(handler)));
    }
    /// Does not wait for the other side's goodbye, which may stand behind any number of bytes.
    void shutdown(DoneHandler handler) override {
        SSL_set_shutdown(stream().native_handle(), SSL_RECEIVED_SHUTDOWN);
        auto said = [this, handler = std::move(handler)](error_code error) mutable {
            error_code ignored;
            socket().shutdown(tcp::socket::shutdown_send, ignored);
            std::move(handler)(error);
        };
        stream().async_shutdown(own(executor(), std::move(said)));
    }
};

}  // namespace

bool is_expiry(error_code error) { return error == beast::error::timeout; }

void Transport::cut(Errc reason) {
    if (!cut_reason_) cut_reason_ = reason;
    close_socket();
}

void Transport::unread(std::string_view bytes) {
    if (bytes.empty()) return;
    unread_.erase(0, unread_from_);
    unread_.insert(0, bytes);
    unread_from_ = 0;
}

std::size_t Transport::take_unread(std::span<char> into) {
    const std::size_t count = std::min(into.size(), unread_.size() - unread_from_);
    std::copy_n(unread_.data() + unread_from_, count, into.data());
    unread_from_ += count;
    if (!has_unread()) {
        unread_ = {};
        unread_from_ = 0;
    }
    return count;
}

TransportPtr make_plain_transport(asio::any_io_executor executor) {
    return std::make_shared<PlainTransport>(executor);
}

TransportPtr make_plain_transport(tcp::socket accepted) {
    return std::make_shared<PlainTransport>(std::move(accepted));
}

TransportPtr make_tls_transport(asio::any_io_executor executor, std::shared_ptr<asio::ssl::context> context,
                                const std::string& host) {
    return std::make_shared<TlsClientTransport>(executor, std::move(context), host);
}

TransportPtr make_tls_transport(tcp::socket accepted, std::shared_ptr<asio::ssl::context> context) {
    return std::make_shared<TlsServerTransport>(std::move(accepted), std::move(context));
}

}  // namespace divan::net
