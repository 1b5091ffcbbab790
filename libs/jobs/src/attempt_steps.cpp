#include <divan/base/crash_point.hpp>
#include <divan/jobs/sent_graph.hpp>
#include <divan/store/query.hpp>

#include "attempt_session.hpp"
#include "collect.hpp"
#include "dispatcher_core.hpp"

// What an attempt writes to the store on its way.
namespace divan::durable {
namespace {

using store::Phase;

double seconds(std::chrono::milliseconds span) { return std::chrono::duration<double>(span).count(); }

}  // namespace

/// After this the job is somebody else's, or nobody's: nothing more is written.
bool AttemptSession::moved_on(const Result<void>& written) {
    if (written) return false;
    const Errc code = written.error().code;
    if (code != Errc::cancelled) {
        ++core_->counts.lost;
        core_->log.write(LogLevel::info, "jobs", "a job has moved on",
                         {{"job", held_.job.id.str()}, {"error", std::string_view{written.error().message}}});
    }
    drop();
    server_->look_for_guests();
    return true;
}

/// False when the job has moved on.
asio::awaitable<bool> AttemptSession::advance(Phase to) {
    const store::Fence at = fence();
    json::Object facts;
    if (run_ && to == Phase::submitted) facts["graph"] = graph_digest(sent_);
    DispatcherCore::Step step = [this, at, to, facts]() {
        return store::advance(core_->store, at, to, facts);
    };
    auto written = co_await core_->persist(std::move(step));
    if (!written && written.error().code == Errc::conflict) {
        // A commit whose answer was lost has done it already.
        auto job = co_await store::find_job(core_->store, held_.job.id, std::nullopt);
        if (job && job->epoch == at.epoch && job->phase == to) written = Result<void>{};
    }
    if (moved_on(written)) co_return false;
    phase_ = to;
    if (to == Phase::submitted) crash_point("CP10");
    if (to == Phase::collecting) crash_point("CP11");
    co_return true;
}

asio::awaitable<void> AttemptSession::conclude() {
    const Result<RunResult>& end = *run_->ended();
    if (!end) {
        Error error = end.error();
        co_return co_await fail_with(std::move(error));
    }
    collecting_ = true;
    collecting_since_ = std::chrono::steady_clock::now();
    CollectRequest request{*end, sent_, folder_};
    request.limits = core_->config.results;
    request.scratch = core_->config.scratch;
    request.blank = core_->config.blank;
    request.until = within(core_->config.times.grace);
    request.pause = core_->config.times.fetch_pause;
    auto outputs = co_await collect(core_->store, core_->assets, server_->connection(), std::move(request));
    collecting_ = false;
    if (dropped_) co_return;
    if (!outputs && core_->stopping()) co_return;
    if (!outputs) {
        Error error = std::move(outputs).error();
        co_return co_await fail_with(std::move(error));
    }
    if (outputs->empty() && !details_.allow_no_output) {
        Error error{Errc::failed_cache, "the workflow ran, but gave no output",
                    "add a node that saves something, or allow jobs without output"};
        co_return co_await fail_with(std::move(error));
    }
    const bool suspect = co_await is_suspect(*outputs);
    if (suspect) {
        Error error{Errc::result_missing, "the result is a picture of one colour",
                    "models that compute NaN make such; the job runs once more"};
        co_return co_await fail_with(std::move(error), FailureClass::suspect_output);
    }
    co_await succeed(std::move(*outputs));
}

void AttemptSession::measure() {
    const auto& profile = run_->profile();
    if (!profile) return;
    JobSeconds& sum = core_->counts.seconds;
    ++core_->counts.measured;
    sum.waiting += seconds(held_.attempt.claimed_at - held_.job.created_at);
    sum.at_server += seconds(profile->queue);
    sum.model_load += seconds(profile->model_load);
    sum.execution += seconds(profile->execution);
    sum.saving += std::chrono::duration<double>(std::chrono::steady_clock::now() - collecting_since_).count();
}

asio::awaitable<void> AttemptSession::succeed(std::vector<store::NewOutput> outputs) {
    ending_ = true;
    store::Success success{fence()};
    success.outputs = std::move(outputs);
    success.keep_for = details_.keep_for;
    DispatcherCore::Step step = [this, success]() { return store::succeed(core_->store, success); };
    auto written = co_await core_->persist(std::move(step));
    if (!written && written.error().code == Errc::already_finished) {
        auto job = co_await store::find_job(core_->store, held_.job.id, std::nullopt);
        const bool ours = job && job->phase == Phase::succeeded && job->attempt == held_.attempt.number;
        if (ours) written = Result<void>{};
    }
    if (!written && written.error().code == Errc::conflict) {
        Error error{Errc::result_missing, "a file of the result is not in the store any more"};
        co_return co_await fail_with(std::move(error));
    }
    if (moved_on(written)) co_return;
    phase_ = Phase::succeeded;
    crash_point("CP16");
    ++core_->counts.succeeded;
    if (run_) measure();
    if (run_) server_->praise(prompt());  // a result that was taken over says nothing about the server
    core_->cache.add(details_.cache_key, held_.job.id);
}

}  // namespace divan::durable
