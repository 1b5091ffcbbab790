#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/job_facts.hpp"

// GET /api/v2/divan/jobs: the newest first, page by page.
namespace divan::gateway {
namespace {

constexpr int kFewest = 50, kMost = 1'000;

Answer<std::vector<store::Phase>> phases_asked(Call& call) {
    std::vector<store::Phase> phases;
    for (const std::string& status : queries(call, "status")) {
        const std::size_t before = phases.size();
        for (int phase = 0; phase < store::kPhases; ++phase)
            if (v2_status(static_cast<store::Phase>(phase)) == status)
                phases.push_back(static_cast<store::Phase>(phase));
        if (phases.size() == before)
            return refuse(Refusal{400, "invalid_request",
                                  "the query 'status' must be queued, running, succeeded, failed or canceled"}
                              .with("query", "status"));
    }
    return phases;
}

Answer<store::JobFilter> filter_asked(Call& call) {
    if (auto known = only_queries(call, {"status", "batch", "limit", "before", "owner", "all"}); !known)
        return refuse(std::move(known).error());
    store::JobFilter filter;
    auto owner = owner_asked(call);
    if (!owner) return refuse(std::move(owner).error());
    filter.owner = std::move(*owner);
    auto phases = phases_asked(call);
    if (!phases) return refuse(std::move(phases).error());
    filter.phases = std::move(*phases);
    filter.batch = call.query("batch");
    auto limit = number_asked(call, "limit", 1, kMost);
    if (!limit) return refuse(std::move(limit).error());
    filter.most = static_cast<int>(limit->value_or(kFewest));
    auto before = number_asked(call, "before", 0, std::numeric_limits<std::int64_t>::max());
    if (!before) return refuse(std::move(before).error());
    filter.before = *before;
    return filter;
}

/// As in a job's own view, but for its place in the queue, which would cost a look-up each.
asio::awaitable<Result<JobPicture>> listed(Site& site, store::Job job) {
    JobPicture picture;
    picture.job = std::move(job);
    if (picture.job.phase == store::Phase::succeeded) {
        auto outputs = co_await store::outputs_of(site.store, picture.job.id);
        if (!outputs) co_return fail(std::move(outputs).error());
        picture.outputs = std::move(*outputs);
    }
    if (const auto* progress = site.dispatcher.progress().find(picture.job.id)) picture.progress = *progress;
    co_return picture;
}

asio::awaitable<Answer<>> list_jobs(Site& site, Call& call) {
    auto filter = filter_asked(call);
    if (!filter) co_return refuse(std::move(filter).error());
    auto page = co_await store::list_jobs(site.store, std::move(*filter));
    if (!page) co_return refuse(page.error());
    json::Array views;
    for (store::Job& job : page->jobs) {
        auto picture = co_await listed(site, std::move(job));
        if (!picture) co_return refuse(picture.error());
        views.emplace_back(addition_view(*picture, site, call.origin()));
    }
    json::Object answer;
    answer["jobs"] = std::move(views);
    answer["next"] = page->next ? json::Value(*page->next) : json::Value(nullptr);
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_job_list_routes(Router& router, Site& site) {
    router.add("GET", "/api/v2/divan/jobs", Scope::read,
               [&site](Call& call) { return list_jobs(site, call); });
}

}  // namespace divan::gateway
