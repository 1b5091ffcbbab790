#pragma once

#include <divan/base/error.hpp>

namespace divan::app {

/// What the shell gets; fixed for ever (docs/cli.md).
enum class ExitCode {
    done = 0,
    failed = 1,            ///< anything that has no number of its own
    usage = 2,             ///< wrong command line, unreadable file, broken workflow file
    rejected = 3,          ///< the workflow was refused, by our check or by the server
    execution_failed = 4,  ///< a node failed, or the server lost the prompt
    unreachable = 5,       ///< no server could be reached
    timed_out = 6,
    cancelled = 7,
    not_saved = 8,      ///< the run succeeded, but a result could not be saved
    store_in_use = 73,  ///< another gateway has this store open
};

inline ExitCode exit_code_of(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument:
        case Errc::malformed_workflow:
        case Errc::malformed_json:
        case Errc::unknown_node:
        case Errc::unknown_input:
        case Errc::unsafe_path:
            return ExitCode::usage;
        case Errc::prompt_rejected:
        case Errc::no_server_fits:
            return ExitCode::rejected;
        case Errc::execution_failed:
        case Errc::interrupted:
        case Errc::prompt_lost:
            return ExitCode::execution_failed;
        case Errc::connect_failed:
        case Errc::address_refused:
        case Errc::connection_lost:
        case Errc::in_doubt:
        case Errc::unauthorized:
            return ExitCode::unreachable;
        case Errc::timeout:
            return ExitCode::timed_out;
        case Errc::cancelled:
            return ExitCode::cancelled;
        case Errc::io_failed:
        case Errc::failed_cache:
        case Errc::result_missing:
            return ExitCode::not_saved;
        case Errc::store_in_use:
            return ExitCode::store_in_use;
        case Errc::malformed_reply:
        case Errc::unexpected_status:
        case Errc::queue_full:
        case Errc::store_unavailable:
        case Errc::commit_unknown:
        case Errc::schema_mismatch:
        case Errc::store_damaged:
        case Errc::storage_full:
        case Errc::not_found:
        case Errc::lease_lost:
        case Errc::already_finished:
        case Errc::quota_exceeded:
        case Errc::conflict:
        case Errc::asset_in_use:
        case Errc::not_supported:
            return ExitCode::failed;
    }
    return ExitCode::failed;
}

}  // namespace divan::app
