#include <divan/fleet/failure.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <divan/base/text.hpp>

#include "rejection.hpp"

namespace divan {
namespace {

using namespace std::string_view_literals;

int status_of(const Error& error) {
    const std::string_view text = error.fact("status");
    int status = 0;
    std::from_chars(text.data(), text.data() + text.size(), status);
    return status;
}

Failure unreachable() {
    Failure failure{FailureKind::transient};
    failure.counts = false;
    failure.connection = true;
    failure.server_fault = true;
    return failure;
}

Failure of_status(const Error& error) {
    const int status = status_of(error);
    if (status == 413) {  // another server may take larger files
        Failure failure{FailureKind::server_incompatible};
        failure.counts = false;
        return failure;
    }
    if (status == 429 || status == 503) {
        Failure failure = unreachable();
        failure.server_fault = false;  // busy is not broken
        return failure;
    }
    if (status >= 500 || status < 400) {
        Failure failure{FailureKind::transient};
        failure.server_fault = true;
        return failure;
    }
    return Failure{FailureKind::workflow_invalid};
}

bool says_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// The exception types of what a server lacks; any other one may be chance.
bool names_something_missing(std::string_view exception) {
    return exception == "FileNotFoundError" || exception == "ModuleNotFoundError" ||
           exception == "ImportError";
}

Failure of_execution(const Error& error) {
    const std::string exception{error.fact("exception")};
    const std::string text = to_lower(exception + " " + error.server_text);
    if (says_any(text, {"outofmemory", "out of memory", "allocation on device"})) {
        Failure failure{FailureKind::transient};
        failure.out_of_memory = true;
        return failure;
    }
    if (says_any(text, {"no space left on device", "errno 28"})) {
        Failure failure = unreachable();
        failure.connection = false;
        return failure;
    }
    // The CUDA context is gone: nothing works on that server until it is restarted.
    if (says_any(text, {"illegal memory access", "device-side assert", "acceleratorerror", "cublas_status",
                        "cudnn_status", "launch failure"})) {
        Failure failure{FailureKind::transient};
        failure.server_fault = true;
        return failure;
    }
    if (names_something_missing(exception)) return Failure{FailureKind::server_incompatible};
    return Failure{FailureKind::transient};
}

Failure of_time_out() {
    Failure failure{FailureKind::transient};
    failure.server_fault = true;
    return failure;
}

/// With a prompt that had not started nothing is lost, and nothing was learnt about its workflow.
Failure of_lost_prompt(const Error& error) {
    Failure failure{FailureKind::transient};
    failure.counts = error.fact("started") != "no";
    failure.connection = !failure.counts;
    return failure;
}

Failure of_shut_out() {
    Failure failure = unreachable();
    failure.shut_out = true;
    return failure;
}

}  // namespace

std::string_view name(FailureKind kind) {
    switch (kind) {
        case FailureKind::workflow_invalid:
            return "workflow_invalid";
        case FailureKind::server_incompatible:
            return "server_incompatible";
        case FailureKind::transient:
            return "transient";
        case FailureKind::unknown:
            return "unknown";
    }
    return "unknown";
}

Failure classify_failure(const Error& error, const Workflow& workflow) {
    switch (error.code) {
        case Errc::connect_failed:
        case Errc::connection_lost:
        case Errc::in_doubt:
            return unreachable();
        case Errc::unauthorized:
            return of_shut_out();
        case Errc::timeout:
            return of_time_out();
        case Errc::malformed_reply:
            return of_time_out();
        case Errc::unexpected_status:
            return of_status(error);
        case Errc::prompt_rejected:
            return classify_rejection(error, workflow);
        case Errc::execution_failed:
            return of_execution(error);
        case Errc::interrupted:
            return Failure{FailureKind::transient};
        case Errc::prompt_lost:
            return of_lost_prompt(error);
        case Errc::malformed_workflow:
        case Errc::malformed_json:
        case Errc::unknown_node:
        case Errc::unknown_input:
        case Errc::invalid_argument:
        case Errc::unsafe_path:
        case Errc::io_failed:
            return Failure{FailureKind::workflow_invalid};  // ours: no server is to blame
        case Errc::cancelled:
        case Errc::result_missing:
        case Errc::failed_cache:
        case Errc::not_supported:
        case Errc::no_server_fits:
        case Errc::queue_full:
        case Errc::address_refused:
        case Errc::store_unavailable:
        case Errc::commit_unknown:
        case Errc::store_in_use:
        case Errc::schema_mismatch:
        case Errc::store_damaged:
        case Errc::storage_full:
        case Errc::not_found:
        case Errc::lease_lost:
        case Errc::already_finished:
        case Errc::quota_exceeded:
        case Errc::conflict:
        case Errc::asset_in_use:
            break;
    }
    return Failure{FailureKind::unknown};
}

}  // namespace divan
