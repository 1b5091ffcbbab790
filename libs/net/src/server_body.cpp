#include <algorithm>

#include "server_exchange.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

constexpr std::size_t kReadPiece = 64 * 1024;

}  // namespace

asio::awaitable<Result<std::string>> ServerExchange::read_body(std::size_t limit) {
    return guarded(collect_body(limit));
}

asio::awaitable<Result<std::string>> ServerExchange::read_some(std::size_t at_most) {
    return guarded(read_piece(at_most));
}

asio::awaitable<Result<std::string>> ServerExchange::collect_body(std::size_t limit) {
    const auto announced = incoming_.remaining();
    const Error too_long{Errc::invalid_argument,
                         "the body is longer than " + std::to_string(limit) + " bytes"};
    if (announced && *announced > limit) {
        Error known = too_long;
        co_return fail(std::move(known).with("body_bytes", std::to_string(*announced)));
    }
    std::string body;
    for (;;) {
        auto piece = co_await read_piece(kReadPiece);
        if (!piece) co_return std::move(piece);
        if (piece->empty()) co_return std::move(body);
        body += *piece;
        if (body.size() > limit) co_return fail(too_long);
    }
}

asio::awaitable<Result<std::string>> ServerExchange::read_piece(std::size_t at_most) {
    if (stage_ == Stage::broken) co_return fail(Errc::connection_lost, "the connection is gone");
    auto invited = co_await invite_body();
    if (!invited) co_return fail(std::move(invited).error());
    const auto left = incoming_.remaining().value_or(at_most);
    std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(at_most, left)), '\0');
    auto count = co_await incoming_.read_some(piece);
    if (!count) {
        if (count.error().code != Errc::malformed_reply) abort();
        keep_alive_ = false;
        co_return fail(std::move(count).error());
    }
    piece.resize(*count);
    co_return std::move(piece);
}

asio::awaitable<Result<void>> ServerExchange::invite_body() {
    const bool due = std::exchange(invited_, false) && stage_ == Stage::open && !incoming_.complete();
    if (!due) co_return Result<void>{};
    co_return co_await put("HTTP/1.1 100 Continue\r\n\r\n");
}

}  // namespace divan::net
