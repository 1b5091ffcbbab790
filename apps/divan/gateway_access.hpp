#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include <CLI/CLI.hpp>

#include <divan/json/value.hpp>
#include <divan/net/http_client.hpp>

#include "event_loop.hpp"

namespace divan::app {

namespace asio = boost::asio;

/// Where the gateway is, and what we show it.
struct GatewayOptions {
    std::string url = "http://127.0.0.1:8190", key;
};
/// `--gateway` (DIVAN_GATEWAY) and `--key` (DIVAN_KEY).
void add_gateway_options(CLI::App& command, GatewayOptions& options);

/// A gateway, asked in JSON. Threads: its executor's.
class GatewayAccess {
public:
    /// Errors: `invalid_argument` for a bad URL or key.
    static Result<std::unique_ptr<GatewayAccess>> open(const asio::any_io_executor& executor,
                                                       const GatewayOptions& options);

    /// One request; the body of a 2xx answer. Errors: `connect_failed` (the hint says how to start a
    /// gateway), as `HttpClient::exchange`, and for refusals: `invalid_argument`, `prompt_rejected`,
    /// `unauthorized`, `not_found`, `already_finished`, `conflict`, `queue_full` (fact `retry_after`, in
    /// seconds), `unexpected_status`; the gateway's own words are in `server_text`, its code is the fact
    /// `reason`.
    asio::awaitable<Result<json::Value>> ask(net::HttpRequest request, Deadline deadline);
    /// The same again and again until it is answered, while that can help: the gateway is away for a
    /// moment, or has no room just now. For requests that may be sent twice: reading, and those with an
    /// idempotency key.
    asio::awaitable<Result<json::Value>> ask_patiently(net::HttpRequest request, int tries,
                                                       Deadline deadline);
    /// For what is no JSON: files (gateway_files.hpp), streams (gateway_stream.hpp).
    net::HttpClient& http() { return client_; }

private:
    GatewayAccess(const asio::any_io_executor& executor, net::HttpClientConfig config);
    net::HttpClient client_;
};

/// Runs one question to its end; Ctrl-C ends it with `cancelled`.
template <class T>
Result<T> ask_gateway(const GatewayOptions& options,
                      const std::function<asio::awaitable<Result<T>>(GatewayAccess&)>& question) {
    asio::io_context io{1};
    const auto gateway = GatewayAccess::open(io.get_executor(), options);
    if (!gateway) return fail(gateway.error());
    return run_to_end<T>(io, question(**gateway));
}

/// What a refusal of the gateway means.
Error refusal_error(int status, const net::HttpHeaders& headers, const std::string& body);

}  // namespace divan::app
