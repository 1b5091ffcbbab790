#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace divan {

/// Stable codes: programs branch on them, and they are printed beside the name. A code never changes its
/// meaning.
enum class Errc : std::uint16_t {
    connect_failed = 101,     ///< no connection was made; nothing was sent
    timeout = 102,            ///< the deadline passed first
    cancelled = 103,          ///< the caller gave up
    in_doubt = 104,           ///< sent, but the reply was lost: ask the server before sending again
    io_failed = 105,          ///< a local file could not be read or written
    connection_lost = 106,    ///< an open connection ended in the middle
    address_refused = 107,    ///< an address that this call may not connect to; nothing was sent
    malformed_reply = 201,    ///< the server answered with something that is not its protocol
    prompt_rejected = 202,    ///< the server refused the workflow (400 with `node_errors`)
    execution_failed = 203,   ///< a node raised an error
    interrupted = 204,        ///< the prompt was interrupted on the server
    prompt_lost = 205,        ///< the server no longer knows the prompt (restart, or deleted by somebody)
    result_missing = 206,     ///< the run succeeded, but an output could not be fetched
    unexpected_status = 207,  ///< an HTTP status that this call does not expect
    unauthorized = 208,       ///< 401 or 403
    not_supported = 209,      ///< the server is too old, or lacks the route
    failed_cache = 210,       ///< all from the server's cache, and an output is not there
    no_server_fits = 301,     ///< no server of the pool can run the job; the facts tell why, server by server
    queue_full = 302,         ///< the queue holds as many jobs as it may
    malformed_workflow = 401,
    unknown_node = 402,
    malformed_json = 403,
    unknown_input = 404,
    invalid_argument = 405,
    unsafe_path = 406,
    store_unavailable = 501,  ///< the database does not answer: nothing was done, try again
    commit_unknown =
        502,             ///< the connection was lost while committing: read what is there before trying again
    store_in_use = 503,  ///< another gateway has this store open
    schema_mismatch = 504,   ///< the store was written by another version
    store_damaged = 505,     ///< what is stored contradicts itself, or its checksum
    storage_full = 506,      ///< too little disk space is left
    not_found = 507,         ///< no such thing, or not the asker's
    lease_lost = 508,        ///< the job has moved on under another epoch: forget it
    already_finished = 509,  ///< the job has ended; it never changes again
    quota_exceeded = 510,    ///< the owner's own limit
    conflict = 511,          ///< it exists already, or is not in a state for that
    asset_in_use = 512,      ///< a job that has not ended needs it
};

/// The name of a code, e.g. "prompt_rejected".
std::string_view name(Errc code);

/// What went wrong, for programs (`code`) and for people (the rest).
struct Error {
    Errc code{};
    std::string message;      ///< one sentence in our words
    std::string hint;         ///< what to do next; may be empty
    std::string server_text;  ///< verbatim from the server: untrusted, escaped wherever it is shown
    std::vector<std::pair<std::string, std::string>> context;  ///< facts, added on the way up
    /// What the server sent, for programs: the body of a refusal (at most 64 KiB), or the data of an
    /// `execution_error` message as JSON. Untrusted; never printed.
    std::string server_body;

    Error() = default;
    Error(Errc error_code, std::string what, std::string what_next = {}, std::string from_server = {});

    /// Adds one fact, e.g. `with("server", "gpu-03:8188")`.
    Error with(std::string key, std::string value) &&;
    /// The fact of that name, or an empty view.
    std::string_view fact(std::string_view key) const;

    bool operator==(const Error&) const = default;
};

/// "error 202 prompt_rejected: node 3 misses input 'model' (server=gpu-03:8188) — hint: connect a loader".
/// Control characters of the server's text are escaped, so it can be shown on a terminal.
std::string describe(const Error& error);

template <class T = void>
using Result = tl::expected<T, Error>;

/// `return fail(Errc::timeout, "…");` from a function that returns a Result.
inline tl::unexpected<Error> fail(Errc code, std::string message, std::string hint = {},
                                  std::string server_text = {}) {
    return tl::unexpected<Error>{Error{code, std::move(message), std::move(hint), std::move(server_text)}};
}

/// Hands an error on: `if (!reply) return fail(std::move(reply).error());`.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>{std::move(error)}; }

}  // namespace divan
