#include <divan/jobs/failure_class.hpp>

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include <divan/base/text.hpp>
#include <divan/fleet/failure.hpp>

namespace divan::durable {
namespace {

using enum FailureClass;

bool says_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

FailureClass of_rejection(const Error& error, const Workflow& workflow) {
    if (error.fact("accepted") == "partly") return partial_validation;
    const bool crashed = error.fact("reason") == "exception_during_validation" ||
                         error.fact("reason") == "exception_during_inner_validation" ||
                         error.fact("error_type") == "exception_during_validation";
    if (crashed) return validation_crash;
    const Failure failure = classify_failure(error, workflow);
    if (failure.kind != FailureKind::server_incompatible) return invalid_workflow;
    const bool node = !failure.missing_classes.empty() || error.fact("error_type") == "missing_node_type";
    return node ? missing_node : missing_model;
}

FailureClass of_execution(const Error& error) {
    const std::string exception = to_lower(error.fact("exception"));
    const std::string text = exception + " " + to_lower(error.server_text);
    if (says_any(text, {"outofmemory", "out of memory", "allocation on device"})) return oom;
    if (says_any(text, {"illegal memory access", "device-side assert", "acceleratorerror", "launch failure",
                        "cublas_status", "cudnn_status"}))
        return gpu_broken;
    if (says_any(text, {"no space left on device", "errno 28"})) return server_disk_full;
    if (says_any(text,
                 {"unauthorized", "payment required", "insufficient credit", "not enough credit", "api key"}))
        return upstream_denied;
    if (says_any(exception, {"timeout", "connection", "urlerror", "httperror", "sslerror", "incompleteread",
                             "clienterror", "gaierror"}))
        return node_transient;
    return node_error;
}

FailureClass of_status(const Error& error) {
    const std::string_view text = error.fact("status");
    int status = 0;
    std::from_chars(text.data(), text.data() + text.size(), status);
    if (status == 413) return too_large;
    if (status == 429 || status == 503) return server_busy;
    if (status == 400) return protocol;  // a refusal that is none of ComfyUI's
    return server_misconfigured;         // redirects, 404, 407, 5xx: something else stands in its place
}

FailureClass of_silence(const Error& error, const AttemptStory& story) {
    if (!story.sent) return unreachable;
    const bool at_the_server = error.fact("limit") == "silence" || error.fact("limit") == "node";
    if (at_the_server) return timeout;
    return error.fact("limit") == "start" ? zombie : in_doubt;
}

/// It was there once; now every connection is refused, or nothing answers.
FailureClass of_lost_server(const Error& error, const AttemptStory& story) {
    if (!story.sent) return unreachable;
    if (!story.accepted && error.code == Errc::connect_failed && error.fact("limit").empty())
        return unreachable;
    return story.restarted ? server_restart : in_doubt;
}

FailureClass of_lost_prompt(const AttemptStory& story) {
    if (story.restarted) return server_restart;
    if (story.adopted && !story.accepted) return superseded;
    return story.accepted ? dropped : in_doubt;
}

}  // namespace

FailureClass classify(const Error& error, const Workflow& workflow, const AttemptStory& story) {
    switch (error.code) {
        case Errc::prompt_rejected:
            return of_rejection(error, workflow);
        case Errc::execution_failed:
            return of_execution(error);
        case Errc::unexpected_status:
            return of_status(error);
        case Errc::unauthorized:
            return server_misconfigured;
        case Errc::interrupted:
            return foreign_interrupt;
        case Errc::prompt_lost:
            return of_lost_prompt(story);
        case Errc::timeout:
            return of_silence(error, story);
        case Errc::in_doubt:
            return story.sent ? in_doubt : unreachable;
        case Errc::connect_failed:
        case Errc::connection_lost:
        case Errc::address_refused:
            return of_lost_server(error, story);
        case Errc::result_missing:
            return bad_output;
        case Errc::failed_cache:
            return no_output;
        case Errc::malformed_workflow:
        case Errc::invalid_argument:
        case Errc::unknown_node:
        case Errc::unknown_input:
        case Errc::unsafe_path:
            return invalid_workflow;
        default:
            return protocol;
    }
}

std::string_view name(FailureClass failure) {
    constexpr std::string_view kNames[] = {"unreachable",
                                           "in_doubt",
                                           "superseded",
                                           "missing_model",
                                           "missing_node",
                                           "invalid_workflow",
                                           "validation_crash",
                                           "partial_validation",
                                           "server_misconfigured",
                                           "too_large",
                                           "server_busy",
                                           "oom",
                                           "gpu_broken",
                                           "server_disk_full",
                                           "node_transient",
                                           "upstream_denied",
                                           "node_error",
                                           "foreign_interrupt",
                                           "dropped",
                                           "server_restart",
                                           "zombie",
                                           "no_output",
                                           "bad_output",
                                           "suspect_output",
                                           "timeout",
                                           "protocol"};
    return kNames[static_cast<std::size_t>(failure)];
}

}  // namespace divan::durable
