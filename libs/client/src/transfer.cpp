#include "transfer.hpp"

#include <charconv>

#include <fmt/format.h>

#include <divan/net/before.hpp>

#include "http_call.hpp"
#include "whole_picture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr int kResumptions = 1;
constexpr int kRepetitions = 5;
constexpr auto kFirstPause = 125ms;

/// "bytes 5-9/10": where the piece begins, and how long the whole is (nothing for "*").
struct ContentRange {
    std::uint64_t begin = 0;
    std::optional<std::uint64_t> whole;
    ContentRange() = default;
};

std::optional<std::uint64_t> number(std::string_view& text) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return value;
}

std::optional<ContentRange> read_range(std::string_view text) {
    if (!text.starts_with("bytes ")) return std::nullopt;
    text.remove_prefix(6);
    ContentRange range;
    const auto begin = number(text);
    const auto slash = text.find('/');
    if (!begin || slash == std::string_view::npos) return std::nullopt;
    range.begin = *begin;
    text.remove_prefix(slash + 1);
    range.whole = number(text);
    return range;
}

/// One transfer after the other into one file.
struct Attempt {
    Connection& connection;
    const ViewRequest& request;
    PartFile& file;

    asio::awaitable<Result<net::HttpReply>> get(std::uint64_t from, Deadline deadline);
    Result<void> check(const net::HttpReply& reply, std::uint64_t from) const;
};

asio::awaitable<Result<net::HttpReply>> Attempt::get(std::uint64_t from, Deadline deadline) {
    net::HttpRequest head{"GET", view_target(request)};
    if (from > 0) head.headers.set("Range", fmt::format("bytes={}-", from));
    net::HttpRequest asked = head;
    net::BodySink sink = [this](std::span<const std::byte> bytes) -> Result<void> {
        if (bytes.size() > request.max_bytes || file.bytes() > request.max_bytes - bytes.size())
            return fail(
                Errc::malformed_reply,
                fmt::format("the file is longer than the {} bytes that it may have", request.max_bytes));
        return file.append(bytes);
    };
    auto reply = co_await connection.http().download(std::move(asked), std::move(sink), deadline);
    if (!reply)
        co_return fail(
            with_request(std::move(reply).error(), connection.config(), head).with("file", request.filename));
    if (!reply->ok()) {
        Error error = with_request(unexpected_status_error(*reply), connection.config(), head);
        if (reply->status == 404) error.code = Errc::result_missing;
        co_return fail(std::move(error).with("file", request.filename));
    }
    if (auto checked = check(*reply, from); !checked)
        co_return fail(with_request(std::move(checked).error(), connection.config(), head));
    co_return reply;
}

Result<void> Attempt::check(const net::HttpReply& reply, std::uint64_t from) const {
    std::optional<std::uint64_t> whole;
    if (reply.status == 206) {
        const auto range = read_range(reply.headers.find("Content-Range").value_or(""));
        if (!range || range->begin != from)
            return fail(Errc::malformed_reply, "the server resumed the file at another place");
        whole = range->whole;
    } else if (auto text = reply.headers.find("Content-Length")) {
        whole = number(*text);
        if (whole && from > 0) *whole += from;  // a whole file where a rest was asked for
    }
    if (!whole || *whole == file.bytes()) return {};
    return fail(Error{Errc::result_missing,
                      fmt::format("the file has {} bytes, but {} were announced", file.bytes(), *whole)}
                    .with("file", request.filename));
}

bool worth_resuming(const Error& error) {
    return error.code == Errc::connection_lost || error.code == Errc::timeout;
}

/// 404 while a shared folder lags, 5xx of a proxy or a busy server, a picture that is not whole yet.
bool worth_repeating(const Error& error) {
    return error.code == Errc::result_missing || error.fact("status").starts_with("5");
}

asio::awaitable<Result<net::HttpReply>> get_whole(Attempt attempt, Deadline deadline) {
    const std::uint64_t from = attempt.file.bytes();
    auto reply = co_await attempt.get(from, deadline);
    if (reply && reply->status == 200 &&
        from > 0) {  // no ranges there: what is on disk now is rest and whole mixed
        if (auto restarted = attempt.file.restart(); !restarted) co_return fail(std::move(restarted).error());
        reply = co_await attempt.get(0, deadline);
    }
    if (!reply) co_return reply;
    if (auto whole = check_whole_picture(attempt.file.part(), attempt.request.filename); !whole)
        co_return fail(std::move(whole).error().with("file", attempt.request.filename));
    co_return reply;
}

asio::awaitable<Result<net::HttpReply>> fetch(Attempt attempt, Deadline deadline) {
    int resumptions = 0, repetitions = 0;
    auto pause = kFirstPause;
    for (;;) {
        auto reply = co_await get_whole(attempt, deadline);
        if (reply || std::chrono::steady_clock::now() >= deadline) co_return reply;
        if (worth_resuming(reply.error()) && resumptions++ < kResumptions) continue;
        if (!worth_repeating(reply.error()) || repetitions++ >= kRepetitions) co_return reply;
        if (auto restarted = attempt.file.restart(); !restarted) co_return fail(std::move(restarted).error());
        if (!co_await net::sleep_until(std::min(deadline, within(pause))))
            co_return fail(Errc::cancelled, "the download was cancelled");
        pause *= 2;
    }
}

}  // namespace

asio::awaitable<Result<DownloadedFile>> transfer(Connection& connection, ViewRequest request, PartFile file,
                                                 Deadline deadline) {
    Attempt attempt{connection, request, file};
    auto reply = co_await fetch(attempt, deadline);
    if (!reply) {
        Error error = std::move(reply).error();
        const bool server_failed =
            error.code == Errc::unexpected_status && error.fact("status").starts_with("5");
        if (error.code == Errc::connection_lost || server_failed) error.code = Errc::result_missing;
        co_return fail(std::move(error));
    }
    if (auto committed = file.commit(); !committed) co_return fail(std::move(committed).error());
    DownloadedFile done;
    done.path = file.path();
    done.bytes = file.bytes();
    done.sha256 = file.sha256();
    done.content_type = reply->headers.find("Content-Type").value_or("application/octet-stream");
    co_return done;
}

}  // namespace divan
