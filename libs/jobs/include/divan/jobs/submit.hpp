#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <divan/jobs/graph_check.hpp>
#include <divan/jobs/node_policy.hpp>
#include <divan/store/submit.hpp>

namespace divan::durable {

namespace asio = boost::asio;

/// One job that a caller wants.
struct SubmitRequest {
    JobId id;           ///< a UUID that nobody had before, for who must know it first; empty: one is drawn
    json::Value graph;  ///< API format, with asset references where files of ours go in
    int priority = 0;   ///< high first
    std::optional<Timestamp> not_before;
    store::JobLimits limits;
    std::string batch;  ///< a name to list jobs by
    std::vector<store::WebhookTarget> webhooks;
    bool randomize_seeds = true;   ///< seeds of −1 are drawn now, so that every attempt has the same ones
    bool rename_outputs = true;    ///< false: prefixes go to the server as they are
    bool allow_no_output = false;  ///< a success without any output is one
    bool use_cache = true;         ///< takes and gives results of equal jobs
    std::optional<std::chrono::milliseconds> keep_for;  ///< its files; nothing: as retention says
    json::Object client;                                ///< kept with it, for the face

    SubmitRequest() = default;
    explicit SubmitRequest(json::Value workflow) : graph(std::move(workflow)) {}
};

/// Who asks, and under which rules; for all jobs of one submission.
struct Submitter {
    std::string owner;
    std::optional<store::IdempotencyKey> idempotency;
    store::QueueBounds bounds;
    GraphLimits limits;
    NodePolicy policy;
    int input_max_side = 0;    ///< the dispatcher's (`InputScaling`): jobs with other inputs are not equal
    std::size_t files = 64;    ///< asset references in one job
    std::size_t webhooks = 4;  ///< targets of one job

    Submitter() = default;
    explicit Submitter(std::string who) : owner{std::move(who)} {}
};

/// Checks the jobs, draws their seeds, and makes them durable: all of them, or none. When this returns, they
/// survive whatever comes.
///
/// The policy is held against exactly what is stored and, later, sent to a server.
///
/// Errors: those of `check_graph`, `check_policy`, `asset_references` and `store::submit` (a missing asset is
/// `not_found` with the fact `asset`); of several jobs, with the fact `job` (its place, from 0) where one of
/// them is to blame.
asio::awaitable<Result<store::Submitted>> submit(store::Store& store, std::vector<SubmitRequest> jobs,
                                                 Submitter submitter);

}  // namespace divan::durable
