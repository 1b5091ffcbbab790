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

class TlsTransport final : public Transport {
public:
    TlsTransport(const asio::any_io_executor& executor, std::shared_ptr<asio::ssl::context> context,
                 const std::string& host)
        : context_{std::move(context)}, stream_{executor, *context_} {
        error_code is_name;
        asio::ip::make_address(host, is_name);
        if (is_name) SSL_set_tlsext_host_name(stream_.native_handle(), host.c_str());
        stream_.set_verify_mode(asio::ssl::verify_peer);
        stream_.set_verify_callback(asio::ssl::host_name_verification{host});
    }

    asio::any_io_executor executor() override { return stream_.get_executor(); }
    tcp::socket& socket() override { return stream_.next_layer().socket(); }
    void connect(const tcp::endpoint& peer, DoneHandler handler) override {
        stream_.next_layer().async_connect(peer, own(executor(), std::move(handler)));
    }
    void handshake(DoneHandler handler) override {
        stream_.async_handshake(asio::ssl::stream_base::client, own(executor(), std::move(handler)));
    }
    void read_some(MutableBuffers buffers, IoHandler handler) override {
        stream_.async_read_some(buffers, own(executor(), std::move(handler)));
    }
    void write_some(ConstBuffers buffers, IoHandler handler) override {
        stream_.async_write_some(buffers, own(executor(), std::move(handler)));
    }
    void shutdown(DoneHandler handler) override {
        stream_.async_shutdown(own(executor(), std::move(handler)));
    }
    void expires_at(Deadline time) override { set_expiry(stream_.next_layer(), time); }
    std::string certificate_problem() const override {
        auto& stream = const_cast<Stream&>(stream_);  // native_handle() is not const in Asio
        const long result = SSL_get_verify_result(stream.native_handle());
        return result == X509_V_OK ? std::string{} : X509_verify_cert_error_string(result);
    }

protected:
    void close_socket() override { stream_.next_layer().close(); }

private:
    using Stream = beast::ssl_stream<beast::tcp_stream>;
    std::shared_ptr<asio::ssl::context> context_;
    Stream stream_;
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
    return std::make_shared<TlsTransport>(executor, std::move(context), host);
}

}  // namespace divan::net
