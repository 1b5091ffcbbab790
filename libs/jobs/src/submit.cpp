#include <divan/jobs/submit.hpp>

#include <map>

#include <fmt/format.h>

#include <divan/base/crash_point.hpp>
#include <divan/jobs/asset_references.hpp>
#include <divan/jobs/details.hpp>
#include <divan/jobs/lane.hpp>
#include <divan/store/assets.hpp>

#include "cache_key.hpp"

namespace divan::durable {
namespace {

using Contents = std::map<store::AssetId, std::string>;

/// The hashes of the owner's assets; those that are known already are not asked for again.
asio::awaitable<Result<Contents>> contents_of(store::Store& store, std::vector<store::AssetId> assets,
                                              std::string owner, Contents& known) {
    Contents contents;
    for (const store::AssetId& asset : assets) {
        auto entry = known.find(asset);
        if (entry == known.end()) {
            auto found = co_await store::find_asset(store, asset, owner);
            if (!found) co_return fail(std::move(found).error().with("asset", asset.str()));
            entry = known.emplace(asset, found->blob.hash).first;
        }
        contents.insert(*entry);
    }
    co_return contents;
}

JobDetails details_of(SubmitRequest& request, Workflow& workflow) {
    JobDetails details;
    if (request.randomize_seeds) details.seeds = randomize_seeds(workflow);
    details.rename_outputs = request.rename_outputs;
    details.allow_no_output = request.allow_no_output;
    details.reuse = request.use_cache && details.seeds.empty();
    details.keep_for = request.keep_for;
    details.client = std::move(request.client);
    return details;
}

store::NewJob job_of(SubmitRequest& request, const Workflow& workflow, const JobDetails& details,
                     std::vector<store::AssetId> inputs) {
    store::NewJob job{workflow.to_json()};
    job.id = std::move(request.id);
    job.lane = lane_of(needs_of(workflow));
    job.details = details.to_json();
    job.batch = std::move(request.batch);
    job.priority = request.priority;
    job.not_before = request.not_before;
    job.limits = request.limits;
    job.inputs = std::move(inputs);
    job.webhooks = std::move(request.webhooks);
    return job;
}

asio::awaitable<Result<store::NewJob>> prepare(store::Store& store, SubmitRequest request,
                                               const Submitter& submitter, Contents& known) {
    if (request.webhooks.size() > submitter.webhooks)
        co_return fail(Error{Errc::invalid_argument,
                             fmt::format("a job tells at most {} receivers of its end", submitter.webhooks)}
                           .with("limit", "webhooks"));
    auto workflow = check_graph(std::move(request.graph), submitter.limits);
    if (!workflow) co_return fail(std::move(workflow).error());
    if (auto may = check_policy(*workflow, submitter.policy); !may) co_return fail(std::move(may).error());
    auto assets = asset_references(*workflow);
    if (!assets) co_return fail(std::move(assets).error());
    if (assets->size() > submitter.files)
        co_return fail(Error{Errc::invalid_argument,
                             fmt::format("the workflow takes in more than {} files", submitter.files)}
                           .with("limit", "files"));
    auto contents = co_await contents_of(store, *assets, submitter.owner, known);
    if (!contents) co_return fail(std::move(contents).error());
    JobDetails details = details_of(request, *workflow);
    if (request.use_cache)
        details.cache_key = cache_key(*workflow, *contents, submitter.owner, submitter.input_max_side);
    co_return job_of(request, *workflow, details, std::move(*assets));
}

}  // namespace

asio::awaitable<Result<store::Submitted>> submit(store::Store& store, std::vector<SubmitRequest> jobs,
                                                 Submitter submitter) {
    crash_point("CP1");
    Contents known;
    std::vector<store::NewJob> prepared;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        auto job = co_await prepare(store, std::move(jobs[i]), submitter, known);
        if (!job && jobs.size() > 1) co_return fail(std::move(job).error().with("job", std::to_string(i)));
        if (!job) co_return fail(std::move(job).error());
        prepared.push_back(std::move(*job));
    }
    store::Submission submission{submitter.owner, std::move(prepared)};
    submission.idempotency = std::move(submitter.idempotency);
    submission.bounds = submitter.bounds;
    auto submitted = co_await store::submit(store, std::move(submission));
    if (submitted) crash_point("CP3");
    co_return submitted;
}

}  // namespace divan::durable
