#pragma once

#include <string>

#include <divan/jobs/dispatcher_config.hpp>
#include <divan/store/assets.hpp>
#include <divan/store/query.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::durable {

/// The graph that a server gets for an attempt: names of files in place of asset references, and the folder
/// of the attempt before each `filename_prefix` (where the job wants that). `inputs` are the job's.
/// Errors: of `JobDetails::parse`.
Result<Workflow> sent_graph(Workflow submitted, const store::Job& job, int attempt,
                            const std::vector<store::Asset>& inputs, const InputScaling& scaling);

/// What the event of a submission says about it (`graph`): "blake3:" and the hash of its compact JSON.
std::string graph_digest(const Workflow& sent);

/// What one attempt was sent.
struct SentGraph {
    Workflow workflow;     ///< made again, by the rules of today
    std::string digest;    ///< of that
    std::string recorded;  ///< when it was sent; empty when the server never took it

    SentGraph() = default;
    bool as_recorded() const { return digest == recorded; }
};
/// Errors: `not_found` for a job that is not the owner's (nothing: anybody's), and for an attempt that was
/// never made; those of the store.
asio::awaitable<Result<SentGraph>> what_was_sent(store::Store& store, JobId job,
                                                 std::optional<std::string> owner, int attempt,
                                                 InputScaling scaling);

}  // namespace divan::durable
