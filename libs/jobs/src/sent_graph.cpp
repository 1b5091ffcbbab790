#include <divan/jobs/sent_graph.hpp>

#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/jobs/asset_references.hpp>
#include <divan/jobs/details.hpp>
#include <divan/jobs/output_names.hpp>
#include <divan/json/parse.hpp>

#include "input_files.hpp"

namespace divan::durable {
namespace {

/// The digest in the log of that attempt.
std::string recorded_in(const std::vector<store::Event>& events, int attempt) {
    for (const store::Event& event : events) {
        const auto data = json::parse(event.data);
        const json::Value* number = data ? json::find(*data, "attempt") : nullptr;
        if (number && json::to_int64(*number) == attempt)
            if (std::string digest = json::text_or(*data, "graph"); !digest.empty()) return digest;
    }
    return {};
}

/// The whole log: a page may end before the attempt begins.
asio::awaitable<Result<std::string>> recorded(store::Store& store, JobId job, int attempt) {
    for (std::int64_t seq = 0;;) {
        auto page = co_await store::events_after(store, job, seq);
        if (!page) co_return fail(std::move(page).error());
        std::string digest = recorded_in(*page, attempt);
        if (!digest.empty() || page->empty()) co_return digest;
        seq = page->back().seq;
    }
}

}  // namespace

Result<Workflow> sent_graph(Workflow submitted, const store::Job& job, int attempt,
                            const std::vector<store::Asset>& inputs, const InputScaling& scaling) {
    auto details = JobDetails::parse(job.details);
    if (!details) return fail(std::move(details).error());
    Workflow sent = replace_references(std::move(submitted), texts_for(inputs, scaling));
    if (!details->rename_outputs) return sent;
    return with_folder(std::move(sent), output_folder(job.id, attempt));
}

std::string graph_digest(const Workflow& sent) { return "blake3:" + blake3_hex(sent.to_json()); }

asio::awaitable<Result<SentGraph>> what_was_sent(store::Store& store, JobId id,
                                                 std::optional<std::string> owner, int attempt,
                                                 InputScaling scaling) {
    auto job = co_await store::find_job(store, id, owner);
    if (!job) co_return fail(std::move(job).error());
    if (attempt < 1 || attempt > job->attempt)
        co_return fail(Errc::not_found, "the job has no such attempt", "its attempts count from 1");
    auto graph = co_await store::graph_of(store, id, owner);
    if (!graph) co_return fail(std::move(graph).error());
    auto inputs = co_await store::inputs_of(store, id);
    if (!inputs) co_return fail(std::move(inputs).error());
    auto workflow = Workflow::parse(*graph);
    if (!workflow) co_return fail(std::move(workflow).error());
    auto sent = sent_graph(std::move(*workflow), *job, attempt, *inputs, scaling);
    if (!sent) co_return fail(std::move(sent).error());
    auto noted = co_await recorded(store, id, attempt);
    if (!noted) co_return fail(std::move(noted).error());
    SentGraph all;
    all.digest = graph_digest(*sent);
    all.workflow = std::move(*sent);
    all.recorded = std::move(*noted);
    co_return all;
}

}  // namespace divan::durable
