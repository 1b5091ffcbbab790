#pragma once

#include <divan/net/http_server.hpp>

#include "incoming.hpp"
#include "transport.hpp"

namespace divan::net {

/// The server's end of one request.
class ServerExchange final : public HttpExchange {
public:
    ServerExchange(TransportPtr transport, Incoming& incoming, const HttpServerConfig& config);

    const HttpRequest& request() const override { return request_; }
    std::string path() const override;
    Query query() const override;
    std::string remote_address() const override;
    asio::awaitable<Result<std::string>> read_body(std::size_t limit) override;
    asio::awaitable<Result<std::string>> read_some(std::size_t at_most) override;
    asio::awaitable<Result<void>> reply(HttpReply answer) override;
    asio::awaitable<Result<void>> start(HttpReply head) override;
    asio::awaitable<Result<void>> write(std::string piece) override;
    asio::awaitable<Result<void>> finish() override;
    asio::awaitable<Result<void>> send_file(HttpReply head, std::filesystem::path file, std::uint64_t offset,
                                            std::uint64_t bytes) override;
    bool peer_gone() override;
    void abort() override;
    bool wants_upgrade() const override;
    asio::awaitable<Result<WebSocket>> upgrade() override;

    /// After the handler: cuts what was begun and not finished, answers 500 where nothing was begun, gets rid
    /// of the rest of the body. True when another request may follow.
    asio::awaitable<bool> conclude();

private:
    enum class Stage { open, writing, done, upgraded, broken };

    asio::awaitable<Result<std::string>> collect_body(std::size_t limit);
    asio::awaitable<Result<std::string>> read_piece(std::size_t at_most);
    asio::awaitable<Result<void>> send_whole(HttpReply answer);
    asio::awaitable<Result<void>> send_head(HttpReply head, std::string body);
    asio::awaitable<Result<void>> send_piece(std::string piece);
    asio::awaitable<Result<void>> send_end();
    asio::awaitable<Result<void>> send_range(HttpReply head, std::filesystem::path file, std::uint64_t offset,
                                             std::uint64_t bytes);
    asio::awaitable<Result<WebSocket>> switch_protocol();
    asio::awaitable<Result<void>> put(std::string_view first, std::string_view second = {});
    asio::awaitable<Result<void>> invite_body();
    asio::awaitable<bool> drain();
    asio::awaitable<void> linger();
    void choose_framing(HttpReply& head);
    bool must_close() const;
    Result<void> expect(Stage stage) const;

    TransportPtr transport_;
    Incoming& incoming_;
    const HttpServerConfig& config_;
    HttpRequest request_;
    Stage stage_ = Stage::open;
    bool invited_ = false;                 ///< "100 Continue" was asked for and not sent yet
    bool no_body_ = false;                 ///< the answer has none: HEAD, 204, 304
    bool chunked_ = false;                 ///< the answer
    bool keep_alive_ = false;              ///< after the answer
    std::optional<std::uint64_t> unsent_;  ///< of an answer with a Content-Length
};

}  // namespace divan::net
