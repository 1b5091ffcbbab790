#include <divan/client/run_errors.hpp>

#include <charconv>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/http_message.hpp>
#include <divan/protocol/submit.hpp>

namespace divan {
namespace {

constexpr std::size_t kSnippetCharacters = 500;
constexpr std::size_t kShownOfJson = 200;
constexpr std::size_t kComplaintsShown = 3;

/// Whole characters of UTF-8; a byte that is none counts as one.
std::string first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) end += std::max<std::size_t>(utf8_length(text, end), 1);
    return std::string{text.substr(0, end)};
}

std::string join_details(const std::string& message, const std::string& details) {
    if (message.empty() || details.empty() || message == details) return message.empty() ? details : message;
    return message + ": " + details;
}

/// "Prompt outputs failed validation; node 4 (CheckpointLoaderSimple): Value not in list: ckpt_name: …".
std::string reason_of(const protocol::Rejection& rejection) {
    std::string reason = join_details(rejection.message, rejection.details);
    std::size_t shown = 0;
    for (const protocol::NodeErrors& node : rejection.node_errors)
        for (const protocol::NodeProblem& problem : node.problems) {
            if (shown++ == kComplaintsShown) return reason + "; …";
            if (!reason.empty()) reason += "; ";
            reason += fmt::format("node {} ({}): {}", node.node.str(), node.class_type,
                                  join_details(problem.message, problem.details));
        }
    return reason;
}

std::string reason_of(const json::Value& first_error) {
    if (const auto text = json::text_of(first_error)) return std::string{*text};
    for (const std::string_view key : {"message", "error"})
        if (auto text = json::text_or(first_error, key); !text.empty()) return text;
    return first_characters(json::write(first_error), kShownOfJson);
}

bool is_submission(const Error& error) {
    return error.fact("method") == "POST" && error.fact("url").ends_with("/prompt");
}

}  // namespace

std::string refusal_reason(const json::Value& body) {
    if (const json::Value* error = json::find(body, "error"); error && json::object_of(*error))
        if (const auto rejection = protocol::parse_rejection(json::write(body)))
            if (auto reason = reason_of(*rejection); !reason.empty()) return reason;
    for (const std::string_view key : {"error", "message", "detail"})
        if (auto text = json::text_or(body, key); !text.empty()) return text;
    const json::Value* errors = json::find(body, "errors");
    const json::Array* list = errors ? json::array_of(*errors) : nullptr;
    return list && !list->empty() ? reason_of(list->front()) : std::string{};
}

EnqueueDiagnostics enqueue_diagnostics(const Error& error) {
    EnqueueDiagnostics found;
    const std::string_view status = error.fact("status");
    std::from_chars(status.data(), status.data() + status.size(), found.status);
    found.status_text = net::reason_phrase(found.status);
    found.url = error.fact("url");
    found.method = error.fact("method");
    found.snippet = first_characters(error.server_body, kSnippetCharacters);
    if (auto body = json::parse(error.server_body)) {
        found.reason = refusal_reason(*body);
        found.body = std::move(*body);
    }
    if (found.reason.empty()) found.reason = found.snippet.empty() ? error.message : found.snippet;
    return found;
}

std::string_view comfyui_node_code(const Error& error) {
    switch (error.code) {
        case Errc::prompt_lost:
            return "E_WENT_MISSING";
        case Errc::failed_cache:
            return "E_FAILED_CACHE";
        case Errc::prompt_rejected:
            return "E_ENQUEUE_FAILED";
        case Errc::execution_failed:
            return error.fact("exception").empty() ? "E_EXECUTION_FAILED" : "E_CUSTOM_EVENT";
        case Errc::result_missing:
            return "E_EXECUTION_FAILED";
        case Errc::interrupted:
        case Errc::cancelled:
            return "E_EXECUTION_INTERRUPTED";
        case Errc::unknown_node:
            return "E_MISSING_NODE";
        case Errc::no_server_fits:
            return "E_WORKFLOW_NOT_SUPPORTED";
        default:
            break;
    }
    if (is_submission(error)) return "E_ENQUEUE_FAILED";
    const bool cut = error.code == Errc::connection_lost || error.code == Errc::connect_failed;
    return cut ? "E_DISCONNECTED" : "";
}

std::optional<protocol::ExecutionError> execution_error_of(const Error& error) {
    if (error.code != Errc::execution_failed || error.server_body.empty()) return std::nullopt;
    const auto data = json::parse(error.server_body);
    if (!data) return std::nullopt;
    const auto message = protocol::make_server_message("execution_error", *data);
    const auto* raised = std::get_if<protocol::ExecutionError>(&message);
    return raised ? std::optional{*raised} : std::nullopt;
}

}  // namespace divan
