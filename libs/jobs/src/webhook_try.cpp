#include "webhook_try.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/jobs/details.hpp>
#include <divan/jobs/webhook_signature.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

namespace divan::durable {
namespace {

using namespace std::chrono_literals;

json::Array told_outputs(const std::vector<store::Output>& outputs) {
    json::Array told;
    for (const store::Output& output : outputs) {
        json::Object one;
        one["name"] = output.name;
        one["kind"] = output.kind;
        one["node"] = output.node;
        one["asset"] = output.asset.str();
        one["content_type"] = output.content_type;
        one["size"] = output.size;
        one["hash"] = "blake3:" + output.hash;
        told.emplace_back(std::move(one));
    }
    return told;
}

json::Object told_error(const store::JobError& error) {
    json::Object told;
    told["code"] = error.code;
    told["message"] = error.message;
    told["retryable"] = error.retryable;
    return told;
}

/// Path and query of a URL: `parse_url` keeps an origin only.
std::string target_of(const std::string& url) {
    const auto host = url.find("://");
    const auto path = url.find_first_of("/?", host == std::string::npos ? 0 : host + 3);
    if (path == std::string::npos) return "/";
    std::string target = url.substr(path, url.find('#') - path);
    return target.starts_with('/') ? target : "/" + target;
}

Result<net::Url> origin_of(const WebhookConfig& config, const std::string& url) {
    const auto scheme = url.find("://");
    const auto path = url.find_first_of("/?#", scheme == std::string::npos ? 0 : scheme + 3);
    auto origin = net::parse_url(url.substr(0, path));
    if (!origin) return origin;
    if (!origin->tls && !config.plain_http)
        return fail(Errc::address_refused, "a webhook without TLS", "use an https address");
    return origin;
}

std::string signatures(const std::vector<std::string>& secrets, const store::Delivery& delivery,
                       std::int64_t timestamp, const std::string& body) {
    std::vector<std::string> all;
    for (const std::string& secret : secrets)
        all.push_back(sign_webhook(secret, delivery.webhook_id, timestamp, body));
    return join(all, " ");
}

}  // namespace

json::Object webhook_body(const EndedJob& ended) {
    const store::Job& job = ended.job;
    json::Object data;
    data["id"] = job.id.str();
    data["status"] = store::name(store::status_of(job.phase));
    if (!job.batch.empty()) data["batch"] = job.batch;
    data["created_at"] = to_rfc3339(job.created_at);
    if (job.started_at) data["started_at"] = to_rfc3339(*job.started_at);
    if (job.finished_at) data["finished_at"] = to_rfc3339(*job.finished_at);
    data["attempts"] = job.attempt;
    if (job.error) data["error"] = told_error(*job.error);
    data["outputs"] = told_outputs(ended.outputs);
    if (auto details = JobDetails::parse(job.details); details && !details->client.empty())
        data["client"] = std::move(details->client);
    json::Object body;
    body["type"] = fmt::format("job.{}", store::name(store::status_of(job.phase)));
    body["timestamp"] = to_rfc3339(job.finished_at.value_or(job.created_at));
    body["data"] = std::move(data);
    return body;
}

std::vector<std::chrono::milliseconds> WebhookConfig::default_schedule() {
    return {0ms, 5s, 30s, 2min, 10min, 30min, 2h, 6h, 12h, 24h};
}

AfterTry judge_try(const Result<net::HttpReply>& reply, int tries,
                   const std::vector<std::chrono::milliseconds>& schedule) {
    AfterTry after;
    bool over = static_cast<std::size_t>(std::max(1, tries)) >= schedule.size();
    if (reply) {
        after.answer = fmt::format("{} {}", reply->status, net::reason_phrase(reply->status));
        after.delivered = reply->ok();
        over = over || reply->status == 410;
    } else {
        after.answer = fmt::format("{}: {}", name(reply.error().code), printable(reply.error().message, 300));
        const Errc code = reply.error().code;
        over = over || code == Errc::address_refused || code == Errc::invalid_argument;
    }
    if (!after.delivered && !over) after.again = schedule[static_cast<std::size_t>(std::max(1, tries))];
    return after;
}

std::string host_of(const std::string& url) {
    const auto scheme = url.find("://");
    const auto path = url.find_first_of("/?#", scheme == std::string::npos ? 0 : scheme + 3);
    const auto origin = net::parse_url(url.substr(0, path));
    return origin ? origin->authority() : std::string{};
}

asio::awaitable<Result<net::HttpReply>> post_webhook(asio::any_io_executor executor,
                                                     const WebhookConfig& config, store::Delivery delivery,
                                                     std::string body, std::int64_t timestamp) {
    const auto secrets = config.secrets ? config.secrets(delivery.target.secret) : std::vector<std::string>{};
    if (secrets.empty())
        co_return fail(Error{Errc::invalid_argument, "the webhook's secret is not known"}.with(
            "secret", delivery.target.secret));
    auto origin = origin_of(config, delivery.target.url);
    if (!origin) co_return fail(std::move(origin).error());
    net::HttpClientConfig settings{*origin};
    settings.reach = config.reach;
    settings.ca_file = config.ca_file;
    settings.max_redirects = 0;
    settings.connect_timeout = std::min<std::chrono::milliseconds>(settings.connect_timeout, config.timeout);
    net::HttpRequest request{"POST", target_of(delivery.target.url), std::move(body), "application/json"};
    request.headers.set("User-Agent", "divan-webhooks");
    request.headers.set("webhook-id", delivery.webhook_id);
    request.headers.set("webhook-timestamp", std::to_string(timestamp));
    request.headers.set("webhook-signature", signatures(secrets, delivery, timestamp, request.body));
    // A body comes here only with a 2xx: the receiver has it, however much it goes on talking.
    const auto taken = std::make_shared<std::size_t>(0);
    const std::size_t most = config.answer_bytes;
    net::BodySink sink = [taken, most](std::span<const std::byte> bytes) -> Result<void> {
        *taken += bytes.size();
        if (*taken > most) return fail(Errc::invalid_argument, "the answer is longer than anybody reads");
        return {};
    };
    net::HttpClient client{executor, std::move(settings)};
    auto reply = co_await client.download(std::move(request), std::move(sink), within(config.timeout));
    if (!reply && *taken > most) co_return net::HttpReply{200};
    co_return reply;
}

}  // namespace divan::durable
