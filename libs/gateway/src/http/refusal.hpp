#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/net/http_message.hpp>

namespace divan::gateway {

/// A request that is not fulfilled, as its caller is told.
struct Refusal {
    int status = 500;
    std::string code;     ///< stable: "not_found", "invalid_workflow", …
    std::string message;  ///< safe to show to anybody who may make the request
    json::Object details;
    std::optional<std::chrono::seconds> retry_after;

    Refusal() = default;
    Refusal(int http_status, std::string what, std::string words)
        : status{http_status}, code{std::move(what)}, message{std::move(words)} {}
    Refusal with(std::string_view key, json::Value value) &&;
    Refusal after(std::chrono::seconds span) &&;
};

template <class T = void>
using Answer = tl::expected<T, Refusal>;

/// `co_return refuse(404, "not_found", "…");`
inline tl::unexpected<Refusal> refuse(int status, std::string code, std::string message) {
    return tl::unexpected<Refusal>{Refusal{status, std::move(code), std::move(message)}};
}
inline tl::unexpected<Refusal> refuse(Refusal refusal) { return tl::unexpected<Refusal>{std::move(refusal)}; }

/// What a caller may know of an error of ours: its own mistakes in full, everything else as
/// `upstream_error` without detail (openapi.yaml, UpstreamError). The log has the rest.
Refusal refusal_of(const Error& error);
inline tl::unexpected<Refusal> refuse(const Error& error) { return refuse(refusal_of(error)); }

/// The envelope of Comfy API v2: `{"error": {"code", "message", "details"}}`.
net::HttpReply reply_of(const Refusal& refusal);

}  // namespace divan::gateway
