#include "job_outcome.hpp"

#include <algorithm>

#include <divan/base/text.hpp>

namespace divan::app {
namespace {

bool any_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

Errc code_of(std::string_view reason) {
    if (any_of(reason, {"queue_ttl", "run_timeout", "total_timeout", "timeout"})) return Errc::timeout;
    if (any_of(reason, {"invalid_workflow", "partial_validation", "missing_model", "missing_node",
                        "validation_crash"}))
        return Errc::prompt_rejected;
    if (any_of(reason, {"no_output", "bad_output"})) return Errc::result_missing;
    return Errc::execution_failed;
}

}  // namespace

bool has_ended(std::string_view status) {
    return any_of(status, {"succeeded", "failed", "canceled", "expired"});
}

Result<void> outcome_of(const json::Value& job) {
    const std::string status = json::text_or(job, "status"), id = json::text_or(job, "id");
    if (status == "succeeded") return {};
    if (status == "canceled") return fail(Error{Errc::cancelled, "the job was cancelled"}.with("job", id));
    const json::Value nothing(json::Object{});
    const json::Value* member = json::find(job, "error");
    const json::Value& told = member ? *member : nothing;
    const std::string reason = json::text_or(told, "code", status);
    Error error{code_of(reason), "the job failed: " + reason, printable(json::text_or(told, "hint"), 500),
                json::text_or(told, "message")};
    error = std::move(error).with("job", id).with("reason", printable(reason, 100));
    const std::string node = json::text_or(told, "node_id");
    if (node.empty()) return fail(std::move(error));
    return fail(std::move(error).with("node", printable(node, 100)));
}

}  // namespace divan::app
