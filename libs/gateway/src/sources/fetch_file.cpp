#include "sources/fetch_file.hpp"

#include <fstream>

#include <fmt/format.h>

#include <divan/net/before.hpp>
#include <divan/net/redirect.hpp>

#include "sources/outbound_url.hpp"

namespace divan::gateway {
namespace {

Refusal source_failed(const char* reason, std::string message) {
    return Refusal{422, "source_failed", std::move(message)}.with("reason", json::Value(reason));
}

Refusal source_refused(std::string message) { return Refusal{422, "source_refused", std::move(message)}; }

/// Where it may go, as far as that can be told before a name is looked up.
Answer<> check_place(const FetchConfig& config, const net::Url& origin) {
    if (!origin.tls && !config.plain_http) return refuse(source_refused("the URL must begin with https://"));
    if (config.reach == net::Reach::anywhere) return {};
    if (origin.port == (origin.tls ? 443 : 80)) return {};
    return refuse(source_refused(fmt::format("the port {} may not be gone to", origin.port)));
}

/// The answer's words are a stranger's: none of them is repeated.
Refusal refusal_of_fetch(const Error& error) {
    switch (error.code) {
        case Errc::address_refused:
            return source_refused("the URL leads to an address that may not be gone to");
        case Errc::timeout:
            return source_failed("time", "the source did not come in time");
        case Errc::cancelled:
            return Refusal{503, "stopping", "the service ends"}.after(std::chrono::seconds{2});
        case Errc::io_failed:
        case Errc::storage_full:
            return refusal_of(error);
        default:
            return source_failed("unreachable", "the source could not be fetched");
    }
}

struct Arrival {
    std::ofstream file;
    std::uint64_t bytes = 0;
    bool too_large = false;
};

/// What one place answers. A 2xx body goes into the file.
asio::awaitable<Result<net::HttpReply>> ask(asio::any_io_executor executor, const FetchConfig& config,
                                            OutboundUrl place, std::shared_ptr<Arrival> arrival,
                                            Deadline deadline) {
    net::HttpClientConfig settings{place.origin};
    settings.reach = config.reach;
    settings.ca_file = config.ca_file;
    settings.max_redirects = 0;
    net::HttpRequest request{"GET", place.target};
    request.headers.set("User-Agent", "divan-fetch");
    request.headers.set("Accept", "image/*, video/*, audio/*, application/octet-stream;q=0.5, */*;q=0.1");
    request.headers.set("Accept-Encoding", "identity");
    net::BodySink sink = [arrival, most = config.bytes](std::span<const std::byte> bytes) -> Result<void> {
        arrival->bytes += bytes.size();
        arrival->too_large = arrival->bytes > most;
        if (arrival->too_large) return fail(Errc::invalid_argument, "the source is too large");
        arrival->file.write(reinterpret_cast<const char*>(bytes.data()),
                            static_cast<std::streamsize>(bytes.size()));
        if (!arrival->file) return fail(Errc::storage_full, "a source could not be written");
        return {};
    };
    net::HttpClient client{executor, std::move(settings)};
    co_return co_await client.download(std::move(request), std::move(sink), deadline);
}

}  // namespace

asio::awaitable<Answer<std::uint64_t>> fetch_file(asio::any_io_executor executor, const FetchConfig& config,
                                                  std::string url, std::filesystem::path target,
                                                  Deadline deadline) {
    auto place = parse_outbound(url, config.plain_http);
    if (!place) co_return refuse(source_refused(place.error().message));
    const auto arrival = std::make_shared<Arrival>();
    for (int redirects = 0;; ++redirects) {
        if (auto allowed = check_place(config, place->origin); !allowed)
            co_return refuse(std::move(allowed).error());
        arrival->file = std::ofstream{target, std::ios::binary | std::ios::trunc};
        arrival->bytes = 0;
        OutboundUrl here = *place;
        auto reply = co_await ask(executor, config, std::move(here), arrival, deadline);
        if (arrival->too_large)
            co_return refuse(Refusal{413, "payload_too_large",
                                     fmt::format("the source is larger than {} bytes", config.bytes)}
                                 .with("limit_bytes", json::Value(config.bytes)));
        if (!reply) co_return refuse(refusal_of_fetch(reply.error()));
        auto next = net::redirect_of(*reply, place->origin, place->target);
        if (!next && !reply->ok())
            co_return refuse(
                source_failed("status", fmt::format("the source answered with status {}", reply->status)));
        if (!next) {
            const auto encoding = reply->headers.find("Content-Encoding");
            if (encoding && *encoding != "identity")
                co_return refuse(source_failed("encoding", "the source is packed, and nothing is unpacked"));
            break;
        }
        if (redirects >= config.redirects)
            co_return refuse(source_failed("redirects", "the source leads on too often"));
        if (!next->origin.user_info.empty())
            co_return refuse(source_refused("the URL must not hold a user or a password"));
        place->origin = std::move(next->origin);
        place->target = std::move(next->target);
    }
    arrival->file.close();
    if (!arrival->file)
        co_return refuse(refusal_of(Error{Errc::storage_full, "a source could not be written"}));
    co_return arrival->bytes;
}

}  // namespace divan::gateway
