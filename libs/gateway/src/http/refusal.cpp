#include "http/refusal.hpp"

#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

Refusal with_facts(Refusal refusal, const Error& error) {
    for (const auto& [key, value] : error.context) refusal.details[key] = value;
    if (!error.hint.empty()) refusal.details["hint"] = error.hint;
    return refusal;
}

Refusal callers_mistake(const Error& error, int status, std::string code) {
    return with_facts(Refusal{status, std::move(code), error.message}, error);
}

Refusal conflict(const Error& error) {
    const auto reason = error.fact("reason");
    if (reason == "idempotency_mismatch") return callers_mistake(error, 422, "idempotency_key_reuse");
    if (reason == "idempotency_in_progress")
        return callers_mistake(error, 409, "idempotency_in_progress").after(std::chrono::seconds{1});
    return callers_mistake(error, 409, "conflict");
}

/// What an operator's rules refuse has a code of its own.
std::string code_of_mistake(const Error& error) {
    const std::string_view reason = error.fact("reason");
    const bool rule = reason == "path_not_allowed" || reason == "over_ceiling";
    return rule ? std::string{reason} : "invalid_request";
}

}  // namespace

Refusal Refusal::with(std::string_view key, json::Value value) && {
    details[key] = std::move(value);
    return std::move(*this);
}

Refusal Refusal::after(std::chrono::seconds span) && {
    retry_after = span;
    return std::move(*this);
}

Refusal refusal_of(const Error& error) {
    using std::chrono::seconds;
    switch (error.code) {
        case Errc::not_found:
            return Refusal{404, "not_found", error.message};
        case Errc::invalid_argument:
            return callers_mistake(error, 422, code_of_mistake(error));
        case Errc::unauthorized:
            return callers_mistake(error, 403, "node_not_allowed");
        case Errc::malformed_json:
            return callers_mistake(error, 400, "invalid_json");
        case Errc::malformed_workflow:
        case Errc::unknown_node:
        case Errc::unknown_input:
            return callers_mistake(error, 422, "invalid_workflow");
        case Errc::already_finished:
            return callers_mistake(error, 409, "already_finished");
        case Errc::asset_in_use:
            return callers_mistake(error, 409, "asset_in_use");
        case Errc::conflict:
            return conflict(error);
        case Errc::quota_exceeded:
            return callers_mistake(error, 429, "queue_full").after(seconds{5});
        case Errc::queue_full:
            return callers_mistake(error, 503, "queue_full").after(seconds{5});
        case Errc::storage_full:
            return Refusal{503, "storage_full", "the service has no room for more files"}.after(seconds{60});
        case Errc::store_unavailable:
        case Errc::commit_unknown:
        case Errc::cancelled:
            return Refusal{503, "store_unavailable", "the service cannot reach its store just now"}.after(
                seconds{2});
        default:
            return Refusal{500, "upstream_error", "the service could not do that; its log says why"};
    }
}

net::HttpReply reply_of(const Refusal& refusal) {
    json::Object error{{"code", refusal.code}, {"message", refusal.message}};
    if (!refusal.details.empty()) error["details"] = refusal.details;
    net::HttpReply reply{refusal.status, json::write(json::Object{{"error", std::move(error)}}),
                         "application/json"};
    if (refusal.retry_after) reply.headers.set("Retry-After", std::to_string(refusal.retry_after->count()));
    if (const json::Value* allowed = json::find(refusal.details, "allowed"); allowed && refusal.status == 405)
        reply.headers.set("Allow", std::string{json::text_of(*allowed).value_or("")});
    if (refusal.status == 401) reply.headers.set("WWW-Authenticate", "Bearer");
    return reply;
}

}  // namespace divan::gateway
