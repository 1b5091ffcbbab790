#include "incoming.hpp"

#include <algorithm>

#include "head_check.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

constexpr std::size_t kHeadPiece = 4096;
constexpr std::size_t kChunkedPiece = 64 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

/// False as soon as a reply cannot become HTTP any more, so that a wrong server is not waited for.
bool may_be_reply(std::string_view text) {
    constexpr std::string_view kStart = "HTTP/1.";
    return text.substr(0, kStart.size()) == kStart.substr(0, text.size());
}

Error cut_short(std::uint64_t missing) {
    return Error{Errc::connection_lost, "the body ended before its announced length"}.with(
        "missing_bytes", std::to_string(missing));
}

}  // namespace

Incoming::Incoming(TransportPtr transport, MessageKind kind, IncomingLimits limits)
    : transport_{std::move(transport)}, kind_{kind}, limits_{limits}, parser_{make_http_parser(kind)} {}

std::optional<std::uint64_t> Incoming::remaining() const {
    if (complete_) return 0;
    if (head_.chunked || head_.until_end) return std::nullopt;
    return left_;
}

asio::awaitable<Result<bool>> Incoming::read_head() {
    std::string text;
    auto found = co_await read_head_text(text);
    if (!found || !*found) co_return std::move(found);
    auto taken = take_head(text);
    if (!taken) co_return fail(std::move(taken).error());
    co_return true;
}

asio::awaitable<Result<bool>> Incoming::read_head_text(std::string& text) {
    transport_->expires_at(limits_.first_byte);
    for (;;) {
        const std::size_t before = text.size();
        text.resize(before + kHeadPiece);
        auto count = co_await net::read_some(*transport_, std::span{text}.subspan(before));
        text.resize(before + count.value_or(0));
        if (!count) co_return fail(std::move(count).error());
        if (*count == 0 && text.empty()) co_return false;
        if (*count == 0)
            co_return refuse(
                Error{Errc::connection_lost, "the connection ended in the middle of a message head"});
        if (before == 0) transport_->expires_after(limits_.whole_head);
        auto end = look_for_end(text, before);
        if (!end) co_return fail(std::move(end).error());
        if (*end) co_return true;
    }
}

/// True when `text` is the whole head; what is behind it was given back.
Result<bool> Incoming::look_for_end(std::string& text, std::size_t scanned) {
    // RFC 9112, 2.2: an empty line before a request is to be ignored.
    while (kind_ == MessageKind::request && text.starts_with("\r\n")) text.erase(0, 2);
    if (kind_ != MessageKind::request && !may_be_reply(text))
        return refuse(Error{Errc::malformed_reply, "the answer is no HTTP",
                            "is this the address of a ComfyUI server?", text.substr(0, 200)});
    const std::size_t from = std::min(text.size(), scanned > 3 ? scanned - 3 : 0);
    const auto end = text.find(kHeadEnd, from);
    const std::size_t length = end == std::string::npos ? text.size() : end + kHeadEnd.size();
    if (length > limits_.head_bytes)
        return refuse(Error{Errc::malformed_reply, "the message head is too long"}.with("status", "431"));
    if (end == std::string::npos) return false;
    transport_->unread(std::string_view{text}.substr(length));
    text.resize(length);
    return true;
}

Result<void> Incoming::take_head(std::string_view text) {
    if (kind_ == MessageKind::request) {
        auto strict = check_request_head(text);
        if (!strict) return refuse(std::move(strict).error());
    }
    auto head = parser_->head(text);
    if (!head) return refuse(std::move(head).error());
    head_ = std::move(*head);
    left_ = head_.content_length.value_or(0);
    complete_ = !head_.chunked && !head_.until_end && left_ == 0;
    return {};
}

/// Requests are still to be answered, so only replies close at once.
tl::unexpected<Error> Incoming::refuse(Error error) {
    if (kind_ != MessageKind::request) transport_->cut(Errc::connection_lost);
    return fail(std::move(error));
}

asio::awaitable<Result<std::size_t>> Incoming::read_some(std::span<char> into) {
    if (complete_ || into.empty()) co_return std::size_t{0};
    transport_->expires_after(limits_.stall);
    if (head_.chunked) co_return co_await read_chunked(into);
    if (head_.until_end) co_return co_await read_to_end(into);
    co_return co_await read_counted(into);
}

asio::awaitable<Result<std::size_t>> Incoming::read_counted(std::span<char> into) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left_));
    auto count = co_await net::read_some(*transport_, into.first(wanted));
    if (!count) co_return std::move(count);
    if (*count == 0) {
        transport_->cut(Errc::connection_lost);
        co_return fail(cut_short(left_));
    }
    left_ -= *count;
    complete_ = left_ == 0;
    co_return std::move(count);
}

asio::awaitable<Result<std::size_t>> Incoming::read_to_end(std::span<char> into) {
    auto count = co_await net::read_some(*transport_, into);
    if (count && *count == 0) complete_ = true;
    co_return std::move(count);
}

asio::awaitable<Result<std::size_t>> Incoming::read_chunked(std::span<char> into) {
    for (;;) {
        auto piece = parser_->chunks(encoded_, into);
        if (!piece) co_return refuse(std::move(piece).error());
        encoded_.erase(0, piece->taken);
        complete_ = parser_->done();
        if (complete_) transport_->unread(std::exchange(encoded_, {}));
        if (complete_ || piece->produced > 0) co_return piece->produced;
        const std::size_t before = encoded_.size();
        if (before > limits_.head_bytes + kChunkedPiece)
            co_return refuse(Error{Errc::malformed_reply, "a chunk header without an end"});
        encoded_.resize(before + kChunkedPiece);
        auto count = co_await net::read_some(*transport_, std::span{encoded_}.subspan(before));
        encoded_.resize(before + count.value_or(0));
        if (!count) co_return std::move(count);
        if (*count == 0)
            co_return refuse(Error{Errc::connection_lost, "a chunked body ended before its last chunk"});
    }
}

}  // namespace divan::net
