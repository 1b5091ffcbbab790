#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>

namespace divan::engine {

/// What can go wrong. Not every effect fits every place; `effects_of` has the table.
enum class Effect {
    lose,
    duplicate,
    delay,
    reorder,
    corrupt,
    truncate,
    wrong_id,
    old_id,
    cut,
    status,
    accept_then_status,
    reset,
    accept_then_reset,
    hang,
    slow,
    wrong_length,
    late,
    raise,
    out_of_memory,
    nan,
    deaf,
    exit,
    restart_empty,
};

enum class Place { message, route, node, connect };

/// One rule of a fault plan. The plan is a TOML file:
///
///     seed = 7                          # of the probabilities; default 1
///     [[fault]]
///     message = "execution_success"     # where: exactly one of message, route, node, connect
///     do = "lose"                       # what, see below
///     nth = 2                           # only the 2nd time this place is passed (from 1); default: every
///     time probability = 0.5                 # above 0, up to 1; default 1 times = 3 # strikes at most so
///     often; default: no limit
///
/// `message`: a WebSocket message type, "preview", "progress_text", or "*".
///   `lose`, `double`; `delay` (`for`); `reorder` (swapped with the next message); `corrupt` (no JSON any
///   more); `truncate` (half of it); `wrong_id` (a prompt_id nobody knows); `old_id` (the id of an earlier
///   prompt); `cut` (sent, then the sockets it was for are cut).
///
/// `route`: method and path without "/api", as "POST /prompt", "* /history/*"; a final "*" takes the rest.
///   `status` (`status`; the request is not looked at); `accept_then_status` (done, but answered with
///   `status`); `reset` (cut before anything is done); `accept_then_reset` (done, then cut without a reply);
///   `delay` (`for`); `hang` (no answer for `for`, then cut); `slow` (`bytes_per_second`); `cut`
///   (Content-Length is right, but the connection ends after `bytes`); `wrong_length` (only the first `bytes`
///   are announced and sent); `corrupt`; `truncate`; `wrong_id` and `old_id` (in the reply of POST /prompt);
///   `late` (history entries stay invisible until `for` after the end of their prompt).
///
/// `node`: a class, or a node id.
///   `hang` (until interrupted); `raise` (`text`); `out_of_memory`; `nan` (NaN and infinities in the node's
///   UI output). `step`: 0 before the node runs (default), n at its nth progress report.
///
/// `connect`: true.
///   `deaf` (greeted, then silent); `status` (`status` instead of the upgrade); `reset`; `delay` (`for`).
///
/// Everywhere: `exit` (the process ends at once) and `restart_empty` (queue, history and caches are
/// forgotten, sockets cut, and the port is closed for `for`). Defaults: `for` 300 ms (`hang` 1 h), `status`
/// 500, `bytes` half of the body, `bytes_per_second` 1024, `text` "injected fault".
struct Fault {
    Place place = Place::message;
    std::string selector;  ///< empty for `connect`
    Effect effect = Effect::lose;
    int nth = 0;  ///< 0: every time
    double probability = 1;
    int times = 0;  ///< 0: no limit
    int step = 0;
    int status = 500;
    std::chrono::milliseconds span{300};
    std::optional<std::uint64_t> bytes;
    std::uint64_t bytes_per_second = 1024;
    std::string text = "injected fault";

    Fault() = default;
    bool operator==(const Fault&) const = default;
};

struct FaultPlan {
    std::uint64_t seed = 1;
    std::vector<Fault> faults;

    FaultPlan() = default;
    bool operator==(const FaultPlan&) const = default;
};

/// Reads a plan. Errors: `invalid_argument`; every problem is a fact of the error: key "fault[2].do", value
/// what is wrong with the nearest right name. A file that is no TOML has one problem, with its line.
Result<FaultPlan> parse_fault_plan(std::string_view toml);

std::string_view name(Effect effect);
std::string_view name(Place place);
/// The effects that fit a place, in the order of the table above.
std::vector<Effect> effects_of(Place place);

/// True when the rule is for this message type, node id, class or "METHOD /path".
bool selects(const Fault& fault, std::string_view what);

}  // namespace divan::engine
