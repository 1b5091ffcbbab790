#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/store/assets.hpp>
#include <divan/store/query.hpp>

#include "attempt_session.hpp"
#include "collect.hpp"
#include "dispatcher_core.hpp"
#include "timers.hpp"

// Results of equal jobs: one that is there is taken over, one that is being computed is waited for.
namespace divan::durable {
namespace {

using store::Phase;

constexpr std::size_t kMostFollowers = 1'000;  // jobs that wait for another one's run without a slot

std::string marked(const std::string& details, const JobId& source) {
    auto parsed = json::parse(details);
    json::Object object;
    if (parsed && json::object_of(*parsed)) object = *json::object_of(*parsed);
    object["cached_from"] = source.str();
    return json::write(object);
}

store::NewOutput copy_of(const store::Output& output, const JobId& source) {
    store::NewOutput copy;
    copy.node = output.node;
    copy.name = output.name;
    copy.kind = output.kind;
    copy.details = marked(output.details, source);
    copy.hash = output.hash;
    copy.size = output.size;
    copy.content_type = output.content_type;
    return copy;
}

/// The outputs of a job whose files are all still there; nothing when they are not, or when one is suspect.
asio::awaitable<std::optional<std::vector<store::NewOutput>>> still_there(store::Store& store, JobId source,
                                                                          std::string owner, bool blank_too) {
    auto job = co_await store::find_job(store, source, owner);
    if (!job || job->phase != Phase::succeeded) co_return std::nullopt;
    auto outputs = co_await store::outputs_of(store, source);
    if (!outputs) co_return std::nullopt;
    std::vector<store::NewOutput> copies;
    for (const store::Output& output : *outputs) {
        auto asset = co_await store::find_asset(store, output.asset, owner);
        if (!asset) co_return std::nullopt;
        copies.push_back(copy_of(output, source));
        if (!blank_too && is_blank(copies.back())) co_return std::nullopt;
    }
    co_return copies;
}

}  // namespace

/// True when the job is through with: it has the result, or waits for its turn again, or has moved on.
asio::awaitable<bool> AttemptSession::reuse() {
    if (details_.cache_key.empty() || !details_.reuse) co_return false;
    ResultCache& cache = core_->cache;
    const std::string key = details_.cache_key;
    if (const auto source = cache.find(key)) {
        if (co_await take_over_result(*source, false)) co_return true;
        cache.forget(key);
    }
    if (cache.lead(key, held_.job.id)) {
        leads_ = true;
        co_return false;
    }
    if (core_->followers >= kMostFollowers) co_return false;
    co_return co_await follow_leader();
}

/// Waits without a slot: the server goes on with other jobs meanwhile.
asio::awaitable<bool> AttemptSession::follow_leader() {
    const std::string key = details_.cache_key;
    const auto ended = std::make_shared<bool>(false);
    core_->cache.await_leader(key, [weak = weak_from_this(), ended] {
        *ended = true;
        if (const auto self = weak.lock()) self->wake();
    });
    ++core_->followers;
    graph_.clear();
    workflow_ = Workflow{};
    (void)co_await store::release_slot(core_->store, prompt());
    leave_server();
    while (!*ended && !dropped_ && !core_->stopping()) {
        co_await wait_on(wake_, kNever);
    }
    --core_->followers;
    if (dropped_ || core_->stopping()) co_return true;
    if (const auto source = core_->cache.find(key)) {
        if (co_await take_over_result(*source, true)) {
            ++core_->counts.shared_runs;
            co_return true;
        }
    }
    store::JobError error{"shared_run_failed", "the equal job that it waited for gave no result", "", true};
    store::Setback setback{fence(), std::move(error)};
    setback.counted = false;
    setback.server_free = true;
    setback.avoid = held_.job.avoid;
    co_await set_back(std::move(setback));
    co_return true;
}

/// False when the source has nothing to give any more; nothing was written then.
asio::awaitable<bool> AttemptSession::take_over_result(JobId source, bool blank_too) {
    auto outputs = co_await still_there(core_->store, source, held_.job.owner, blank_too);
    if (!outputs || (outputs->empty() && !details_.allow_no_output)) co_return false;
    for (const Phase to : {Phase::submitted, Phase::collecting})
        if (!co_await advance(to)) co_return true;
    json::Object data;
    data["job"] = source.str();
    const store::Fence at = fence();
    DispatcherCore::Step note = [this, at, text = json::write(data)]() {
        return store::add_event(core_->store, at, "cache_hit", text);
    };
    auto noted = co_await core_->persist(std::move(note));
    if (moved_on(noted)) co_return true;
    leave_server();
    co_await succeed(std::move(*outputs));
    if (phase_ == Phase::succeeded) ++core_->counts.cache_hits;
    co_return true;
}

}  // namespace divan::durable
