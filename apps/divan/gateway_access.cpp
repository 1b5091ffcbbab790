#include "gateway_access.hpp"

#include <charconv>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/net/before.hpp>

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstPause = 200ms, kLongestPause = 2'000ms;

Errc code_of(int status, std::string_view code) {
    if (status == 401 || status == 403) return Errc::unauthorized;
    if (status == 404) return Errc::not_found;
    if (status == 409) return code == "already_finished" ? Errc::already_finished : Errc::conflict;
    if (status == 422 && code == "invalid_workflow") return Errc::prompt_rejected;
    if (status == 429 || status == 503) return Errc::queue_full;
    if (status >= 400 && status < 500) return Errc::invalid_argument;
    return Errc::unexpected_status;
}

/// The message, and under it what is wrong with each member.
std::string words_of(const json::Value& error) {
    std::string words = json::text_or(error, "message");
    const json::Value* details = json::find(error, "details");
    const json::Value* problems = details ? json::find(*details, "problems") : nullptr;
    const json::Array* list = problems ? json::array_of(*problems) : nullptr;
    if (!list || list->size() < 2) return words;
    words = fmt::format("{} problems", list->size());
    for (const json::Value& problem : *list) words += "; " + json::text_or(problem, "message");
    return words;
}

std::string hint_of(const json::Value& error) {
    const json::Value* details = json::find(error, "details");
    if (!details) return {};
    const std::string hint = json::text_or(*details, "hint");
    const json::Value* problems = json::find(*details, "problems");
    const json::Array* list = problems ? json::array_of(*problems) : nullptr;
    return hint.empty() && list && !list->empty() ? json::text_or(list->front(), "hint") : hint;
}

bool may_pass(const Error& error) {
    switch (error.code) {
        case Errc::connect_failed:
        case Errc::connection_lost:
        case Errc::in_doubt:
        case Errc::queue_full:
            return true;
        case Errc::conflict:
            return error.fact("reason") == "idempotency_in_progress";
        default:
            return false;
    }
}

std::chrono::milliseconds pause_after(const Error& error, int failures) {
    int seconds = 0;
    const std::string_view told = error.fact("retry_after");
    std::from_chars(told.data(), told.data() + told.size(), seconds);
    const auto own =
        std::min<std::chrono::milliseconds>(kFirstPause * (1 << std::min(failures, 10)), kLongestPause);
    return std::max<std::chrono::milliseconds>(own, std::chrono::seconds{std::clamp(seconds, 0, 60)});
}

}  // namespace

void add_gateway_options(CLI::App& command, GatewayOptions& options) {
    command.add_option("--gateway", options.url, "URL of the gateway (divan serve)")
        ->envname("DIVAN_GATEWAY")
        ->type_name("URL");
    command
        .add_option("--key", options.key, "API key; rather in the environment, where others do not see it")
        ->envname("DIVAN_KEY")
        ->type_name("KEY");
}

Error refusal_error(int status, const net::HttpHeaders& headers, const std::string& body) {
    const auto document = json::parse(body);
    const json::Value* error = document ? json::find(*document, "error") : nullptr;
    const json::Value nothing{json::Object{}};
    const json::Value& told = error ? *error : nothing;
    const std::string code = json::text_or(told, "code");
    Error refusal{code_of(status, code),
                  fmt::format("the gateway answered {} {}", status,
                              code.empty() ? std::string{net::reason_phrase(status)} : printable(code, 100)),
                  printable(hint_of(told), 500), words_of(told)};
    if (refusal.code == Errc::unauthorized && refusal.hint.empty())
        refusal.hint = "give a key with --key or DIVAN_KEY; 'divan keys add' makes one";
    refusal = std::move(refusal).with("reason", printable(code, 100));
    const json::Value* details = json::find(told, "details");
    if (const std::string job = details ? json::text_or(*details, "job") : ""; !job.empty())
        refusal = std::move(refusal).with("job", printable(job, 100));
    if (const auto after = headers.find("Retry-After"))
        refusal = std::move(refusal).with("retry_after", printable(*after, 20));
    return refusal;
}

GatewayAccess::GatewayAccess(const asio::any_io_executor& executor, net::HttpClientConfig config)
    : client_{executor, std::move(config)} {}

Result<std::unique_ptr<GatewayAccess>> GatewayAccess::open(const asio::any_io_executor& executor,
                                                           const GatewayOptions& options) {
    auto url = net::parse_url(options.url);
    if (!url) return fail(std::move(url).error().with("gateway", printable(options.url, 200)));
    net::HttpClientConfig config{std::move(*url)};
    config.max_reply_bytes = std::size_t{64} << 20;
    if (!options.key.empty()) {
        auto header = net::Credentials::header("Authorization", "Bearer " + options.key);
        if (!header)
            return fail(Errc::invalid_argument, "the key holds characters that no key has",
                        "check --key and DIVAN_KEY");
        config.credentials = std::move(*header);
    }
    return std::unique_ptr<GatewayAccess>{new GatewayAccess{executor, std::move(config)}};
}

asio::awaitable<Result<json::Value>> GatewayAccess::ask(net::HttpRequest request, Deadline deadline) {
    auto reply = co_await client_.exchange(std::move(request), deadline);
    if (!reply) {
        Error error = std::move(reply).error();
        const bool tls = error.message.starts_with("no TLS");
        if (error.code == Errc::connect_failed && tls) error.hint += "; SSL_CERT_FILE=ca.pem names one";
        if (error.code == Errc::connect_failed && !tls)
            error.hint = "start one: divan serve; or name another with --gateway or DIVAN_GATEWAY";
        co_return fail(std::move(error));
    }
    if (!reply->ok()) co_return fail(refusal_error(reply->status, reply->headers, reply->body));
    auto document = json::parse(reply->body);
    if (!document)
        co_return fail(Errc::malformed_reply, "what answers there is no gateway", "check --gateway",
                       reply->body.substr(0, 200));
    co_return std::move(*document);
}

asio::awaitable<Result<json::Value>> GatewayAccess::ask_patiently(net::HttpRequest request, int tries,
                                                                  Deadline deadline) {
    for (int failures = 0;;) {
        net::HttpRequest once = request;
        auto answer = co_await ask(std::move(once), deadline);
        if (answer || !may_pass(answer.error()) || ++failures >= tries) co_return answer;
        const Deadline next = within(pause_after(answer.error(), failures - 1));
        if (next >= deadline) co_return answer;
        if (!co_await net::sleep_until(next)) co_return fail(Errc::cancelled, "stopped");
    }
}

}  // namespace divan::app
