#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

/// What becomes of a claimed job. Each step carries the fence of the claim (or of the take-over) and happens
/// once or not at all.
///
/// Errors of all that take a fence: `lease_lost` (the job has moved on: drop the attempt, and stop it on its
/// server), `already_finished`, `conflict` (no such move, see lifecycle.hpp).
namespace divan::store {

/// To submitted, running, collecting or in_doubt. `running` starts the run time-out when it is the first of
/// the attempt; `collecting` means that the server is done, so its slot is free; who was not seen running has
/// begun then.
/// `facts` go into the event.
asio::awaitable<Result<void>> advance(Store& store, Fence fence, Phase to, json::Object facts = {});

/// An entry of the job's log that is no move, e.g. "output". `data` is a JSON object.
asio::awaitable<Result<void>> add_event(Store& store, Fence fence, std::string kind, std::string data);

/// A file that a job made. Its asset record is made in the same commit.
struct NewOutput {
    std::string node, name;
    std::string kind;     ///< image, video, audio, text, file, latent
    std::string details;  ///< opaque
    std::string hash;     ///< of a blob that the asset store keeps (`keep`)
    std::int64_t size = 0;
    std::string content_type;

    NewOutput() = default;
};

struct Success {
    Fence fence;
    std::vector<NewOutput> outputs;
    std::optional<std::chrono::milliseconds> keep_for;  ///< the files; nothing for ever

    Success() = default;
    explicit Success(Fence at) : fence{std::move(at)} {}
};
/// From collecting to succeeded: outputs, their assets, the last event and the webhook rows in one commit.
asio::awaitable<Result<void>> succeed(Store& store, Success success);

/// An attempt that did not work out, while the job may go on.
struct Setback {
    Fence fence;
    JobError error;
    bool counted = true;  ///< uses up one of `limits.attempts`; else one of `limits.redispatches`
    bool strike = false;  ///< it took its server down
    std::chrono::milliseconds delay{0};
    std::vector<ServerId> avoid;  ///< replaces the job's list
    bool server_free = false;     ///< the server is known not to have the prompt (any more)

    Setback() = default;
    Setback(Fence at, JobError why) : fence{std::move(at)}, error{std::move(why)} {}
};
/// Back to the queue, at its old place; or failed, when attempts, redispatches or strikes (code `poison`) are
/// used up. Says which.
asio::awaitable<Result<Phase>> set_back(Store& store, Setback setback);

/// Failed for good.
asio::awaitable<Result<void>> give_up(Store& store, Fence fence, JobError error, bool server_free = false);

struct Cancelled {
    Job job;
    std::optional<Attempt> attempt;  ///< what was under way: to be stopped there (see `late_guests`)
};
/// Ends a job wherever it is; later results are never visible. Only the caller's own job when `owner` is
/// given. Errors: `not_found`; `already_finished`, with the fact `phase` (a second cancel too: its phase is
/// "cancelled").
asio::awaitable<Result<Cancelled>> cancel(Store& store, JobId job, std::optional<std::string> owner,
                                          std::string why = {});

/// An attempt that has ended here while its server may still have the prompt.
struct LateGuest {
    JobId job;
    Attempt attempt;
};
/// Of that server, oldest first. Stop each there, then `release_slot`.
asio::awaitable<Result<std::vector<LateGuest>>> late_guests(Store& store, ServerId server);
/// The server is known not to have this prompt. Repeatable.
asio::awaitable<Result<void>> release_slot(Store& store, PromptId prompt);

}  // namespace divan::store
