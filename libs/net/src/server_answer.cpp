#include <charconv>

#include "header_text.hpp"
#include "request_body.hpp"
#include "server_exchange.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

std::optional<std::uint64_t> length_in(const HttpHeaders& headers) {
    const auto text = headers.find("Content-Length");
    std::uint64_t length = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), length).ec != std::errc{})
        return std::nullopt;
    return length;
}

std::string chunk_size(std::size_t bytes) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, bytes, 16).ptr;
    return std::string{digits, end} + "\r\n";
}

}  // namespace

asio::awaitable<Result<void>> ServerExchange::reply(HttpReply answer) {
    return guarded(send_whole(std::move(answer)));
}

asio::awaitable<Result<void>> ServerExchange::start(HttpReply head) {
    return guarded(send_head(std::move(head), {}));
}

asio::awaitable<Result<void>> ServerExchange::write(std::string piece) {
    return guarded(send_piece(std::move(piece)));
}

asio::awaitable<Result<void>> ServerExchange::finish() { return guarded(send_end()); }

asio::awaitable<Result<void>> ServerExchange::send_file(HttpReply head, std::filesystem::path file,
                                                        std::uint64_t offset, std::uint64_t bytes) {
    return guarded(send_range(std::move(head), std::move(file), offset, bytes));
}

asio::awaitable<Result<void>> ServerExchange::send_whole(HttpReply answer) {
    std::string body = std::move(answer.body);
    const bool bodiless = answer.status == 204 || answer.status == 304;
    // The length of what GET would have got may be known to the handler of a HEAD only.
    if (!bodiless && !(request_.method == "HEAD" && answer.headers.contains("Content-Length")))
        answer.headers.set("Content-Length", std::to_string(body.size()));
    auto sent = co_await send_head(std::move(answer), std::move(body));
    if (!sent) co_return std::move(sent);
    unsent_ = 0;
    co_return co_await send_end();
}

asio::awaitable<Result<void>> ServerExchange::send_head(HttpReply head, std::string body) {
    auto ready = expect(Stage::open);
    if (!ready) co_return std::move(ready);
    choose_framing(head);
    auto text = reply_head(head.status, head.headers);
    if (!text) co_return fail(std::move(text).error());
    stage_ = Stage::writing;
    if (no_body_) body.clear();
    co_return co_await put(*text, body);
}

void ServerExchange::choose_framing(HttpReply& head) {
    const bool old = incoming_.head().minor_version == 0;
    no_body_ = request_.method == "HEAD" || head.status == 204 || head.status == 304;
    unsent_ = length_in(head.headers);
    chunked_ = !unsent_ && !no_body_ && !old;
    if (must_close() || (!unsent_ && !no_body_ && old) || has_token(head.headers, "Connection", "close"))
        keep_alive_ = false;
    if (chunked_) head.headers.set("Transfer-Encoding", "chunked");
    if (!keep_alive_)
        head.headers.set("Connection", "close");
    else if (old)
        head.headers.set("Connection", "keep-alive");
}

asio::awaitable<Result<void>> ServerExchange::send_piece(std::string piece) {
    auto ready = expect(Stage::writing);
    if (!ready) co_return std::move(ready);
    if (piece.empty() || no_body_) co_return Result<void>{};
    if (chunked_) {
        const std::string size = chunk_size(piece.size());
        piece += "\r\n";
        co_return co_await put(size, piece);
    }
    if (unsent_) {
        if (piece.size() > *unsent_)
            co_return fail(Errc::invalid_argument, "the answer is longer than its Content-Length");
        *unsent_ -= piece.size();
    }
    co_return co_await put(piece);
}

asio::awaitable<Result<void>> ServerExchange::send_end() {
    auto ready = expect(Stage::writing);
    if (!ready) co_return std::move(ready);
    if (!no_body_ && unsent_.value_or(0) > 0) {
        abort();  // the client must not take half an answer for a whole one
        co_return fail(Errc::invalid_argument, "the answer is shorter than its Content-Length");
    }
    stage_ = Stage::done;
    if (!chunked_) co_return Result<void>{};
    co_return co_await put("0\r\n\r\n");
}

asio::awaitable<Result<void>> ServerExchange::send_range(HttpReply head, std::filesystem::path file,
                                                         std::uint64_t offset, std::uint64_t bytes) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || offset > size || bytes > size - offset)
        co_return fail(Errc::io_failed, "'" + file.string() + "' is not there, or too short for the range");
    head.headers.set("Content-Length", std::to_string(bytes));
    auto sent = co_await send_head(std::move(head), {});
    if (!sent) co_return std::move(sent);
    if (!no_body_)
        sent = co_await write_file_range(*transport_, config_.stall_timeout, std::move(file), offset, bytes);
    if (!sent) {
        abort();
        co_return std::move(sent);
    }
    unsent_ = 0;
    co_return co_await send_end();
}

}  // namespace divan::net
