#include "resolve.hpp"

#include <netdb.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "blocking_threads.hpp"
#include "blocking_wait.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

using Endpoints = std::vector<tcp::endpoint>;

struct Answer {
    Endpoints endpoints;
    std::string problem;
};

Answer ask_system(const std::string& host, std::uint16_t port) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &wanted, &found);
    Answer answer;
    if (code != 0) answer.problem = gai_strerror(code);
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        tcp::endpoint endpoint;
        if (each->ai_addrlen > endpoint.capacity()) continue;
        endpoint.resize(each->ai_addrlen);
        std::memcpy(endpoint.data(), each->ai_addr, each->ai_addrlen);
        endpoint.port(port);
        answer.endpoints.push_back(endpoint);
    }
    if (found != nullptr) freeaddrinfo(found);
    return answer;
}

struct Lookup : BlockingWait {
    Answer answer;  ///< to be read when it is `done`
};

void start_lookup(const std::shared_ptr<Lookup>& lookup, std::string host, std::uint16_t port) {
    BlockingThreads::for_names()->run([lookup, host = std::move(host), port] {
        if (!lookup->waited_for()) return;
        lookup->answer = ask_system(host, port);
        BlockingWait::finish(lookup);
    });
}

asio::awaitable<std::optional<Answer>> look_up(std::string host, std::uint16_t port, Deadline until,
                                               CallGuard& guard) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, until};
    const auto lookup = std::make_shared<Lookup>();
    const BlockingWait::Presence presence{*lookup, timer};
    start_lookup(lookup, std::move(host), port);
    guard.on_cut([&timer] { timer.cancel(); });
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    guard.on_cut(nullptr);
    if (!lookup->done()) co_return std::nullopt;
    co_return std::move(lookup->answer);
}

std::optional<Endpoints> without_lookup(const std::string& host, std::uint16_t port) {
    error_code not_literal;
    const auto literal = asio::ip::make_address(host, not_literal);
    if (!not_literal) return Endpoints{tcp::endpoint{literal, port}};
    // ComfyUI 0.3.64 listens on 127.0.0.1 by default (comfy/cli_args.py `--listen`), so that one goes first.
    if (host == "localhost")
        return Endpoints{tcp::endpoint{asio::ip::address_v4::loopback(), port},
                         tcp::endpoint{asio::ip::address_v6::loopback(), port}};
    return std::nullopt;
}

}  // namespace

asio::awaitable<Result<Endpoints>> resolve(std::string host, std::uint16_t port, Deadline until,
                                           CallGuard& guard) {
    if (auto known = without_lookup(host, port)) co_return std::move(*known);
    if (co_await is_cancelled()) guard.cut(Errc::cancelled);
    if (guard.reason()) until = Deadline{};  // cut already: nothing would wake the wait
    auto answer = co_await look_up(host, port, until, guard);
    const bool cancelled = co_await is_cancelled();
    if (cancelled) co_return fail(Errc::cancelled, "the call was cancelled");
    if (const auto reason = guard.reason())
        co_return fail(*reason, "the call ended while the name '" + host + "' was looked up");
    if (!answer)
        co_return fail(Errc::connect_failed, "the look-up of the name '" + host + "' took too long",
                       "check the name server, or use an IP address");
    if (answer->endpoints.empty())
        co_return fail(Errc::connect_failed, "the name '" + host + "' is unknown: " + answer->problem,
                       "check the spelling of '" + host + "'");
    co_return std::move(answer->endpoints);
}

}  // namespace divan::net
