#include <fmt/format.h>

#include <divan/base/crash_point.hpp>
#include <divan/base/text.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/fleet/failure.hpp>
#include <divan/jobs/verdict.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/store/query.hpp>

#include "attempt_session.hpp"
#include "dispatcher_core.hpp"

// What becomes of a job whose attempt failed.
namespace divan::durable {
namespace {

using store::Phase;

constexpr std::size_t kToldServerText = 2'000;
constexpr std::size_t kToldTraceback = 4'000;

/// The end of it says most.
std::string traceback_in(std::string_view body) {
    const auto raised = json::parse(body);
    const json::Value* lines = raised ? json::find(*raised, "traceback") : nullptr;
    const json::Array* list = lines ? json::array_of(*lines) : nullptr;
    std::string text;
    if (!list) return text;
    for (const json::Value& line : *list)
        if (const auto words = json::text_of(line)) text += *words;
    if (text.size() > kToldTraceback)
        text.erase(0, std::min(text.find('\n', text.size() - kToldTraceback), text.size()));
    return text;
}

bool may_be_a_restart(Errc code) {
    return code == Errc::prompt_lost || code == Errc::connect_failed || code == Errc::connection_lost ||
           code == Errc::timeout;
}

}  // namespace

store::JobError AttemptSession::job_error(std::string code, const Error& error, bool retryable) const {
    json::Object details;
    details["server"] = server_->id().str();
    details["error"] = name(error.code);
    if (!error.hint.empty()) details["hint"] = error.hint;
    for (const char* fact : {"node", "node_class", "exception", "input", "reason", "limit", "file", "status"})
        if (const std::string_view value = error.fact(fact); !value.empty()) details[fact] = value;
    const std::string words = printable(error.server_text, kToldServerText);
    if (!words.empty()) details["server_text"] = words;
    if (const std::string trace = traceback_in(error.server_body); !trace.empty())
        details["traceback"] = trace;
    std::string message = error.message;
    if (!words.empty()) message += ": " + printable(error.server_text, 500);
    return {std::move(code), std::move(message), json::write(details), retryable};
}

/// Where the server is known not to have the prompt any more, its slot is free at once.
bool AttemptSession::server_is_free(const Error& error) const {
    if (!sent_any_ || phase_ == Phase::collecting) return true;
    if (error.fact("accepted") == "partly" || !error.fact("limit").empty()) return false;
    switch (error.code) {
        case Errc::prompt_rejected:
        case Errc::execution_failed:
        case Errc::interrupted:
        case Errc::prompt_lost:
        case Errc::unexpected_status:
        case Errc::unauthorized:
        case Errc::in_doubt:  // it was looked for, in vain
        case Errc::connect_failed:
            return true;
        default:
            return false;
    }
}

/// What it lacks, the next jobs need not find out.
void AttemptSession::learn_gaps(const Error& error) {
    const Failure failure = classify_failure(error, sent_);
    for (const std::string& class_type : failure.missing_classes)
        server_->inventory().learn_missing_class(class_type);
    for (const NeededFile& file : failure.missing_files) server_->inventory().learn_missing_file(file);
}

asio::awaitable<void> AttemptSession::fail_with(Error error, std::optional<FailureClass> known) {
    if (dropped_ || core_->stopping() || error.code == Errc::cancelled) co_return;
    AttemptStory story;
    story.sent = sent_any_;
    story.accepted = sight_.accepted;
    story.started = sight_.started;
    story.adopted = !fresh_;
    if (sent_any_ && may_be_a_restart(error.code))
        story.restarted = co_await server_->restarted_since(begun_at_);
    const FailureClass failure = known ? *known : classify(error, sent_any_ ? sent_ : workflow_, story);
    if (failure == FailureClass::missing_model || failure == FailureClass::missing_node) learn_gaps(error);
    auto earlier = co_await store::attempts_of(core_->store, held_.job.id);

    FailedJob failed;
    failed.job = held_.job;
    failed.server = server_->id();
    failed.message = job_error({}, error, false).message;
    failed.was_running = sight_.started;
    if (earlier) failed.earlier = std::move(*earlier);
    std::erase_if(failed.earlier, [&](const auto& one) { return one.number >= held_.attempt.number; });
    failed.able = core_->servers_for(needs_of(workflow_));
    failed.roomiest = core_->roomiest_of(failed.able);
    failed.retry_node_errors = core_->config.retry_node_errors;
    const Verdict verdict = judge(failure, failed, core_->chance());
    server_->punish(verdict.penalty, error);
    if (failure == FailureClass::oom) {
        server_->note_trouble(Trouble::out_of_memory, held_.job.id);
        (void)co_await free_memory(server_->connection(), true, true,
                                   within(core_->config.times.probe_timeout));
    }

    const bool free = server_is_free(error) || story.restarted;
    if (!free) ++core_->counts.duplicate_dispatches;
    store::JobError told = job_error(std::string{name(failure)}, error, verdict.again);
    if (!verdict.again) co_return co_await give_up(std::move(told), free);
    store::Setback setback{fence(), std::move(told)};
    setback.counted = verdict.counted;
    setback.strike = verdict.strike;
    setback.delay = verdict.delay;
    if (core_->over_retry_budget()) setback.delay += core_->config.times.retry_wait;
    setback.avoid = verdict.avoid;
    setback.server_free = free;
    co_await set_back(std::move(setback));
}

asio::awaitable<void> AttemptSession::set_back(store::Setback setback) {
    ending_ = true;
    auto end = std::make_shared<Phase>(Phase::queued);
    DispatcherCore::Step step = [this, setback, end]() -> asio::awaitable<Result<void>> {
        auto became = co_await store::set_back(core_->store, setback);
        if (!became) co_return fail(std::move(became).error());
        *end = *became;
        co_return Result<void>{};
    };
    auto written = co_await core_->persist(std::move(step));
    if (moved_on(written)) co_return;
    ++(*end == Phase::failed ? core_->counts.failed : core_->counts.set_back);
    core_->log.write(LogLevel::info, "jobs", "an attempt failed",
                     {{"job", held_.job.id.str()},
                      {"server", server_->id().str()},
                      {"code", std::string_view{setback.error.code}},
                      {"became", store::name(*end)}});
    if (!setback.server_free) server_->look_for_guests();
    core_->wake_claims();
}

asio::awaitable<void> AttemptSession::give_up(store::JobError error, bool server_free) {
    ending_ = true;
    const store::Fence at = fence();
    DispatcherCore::Step step = [this, at, error, server_free]() {
        return store::give_up(core_->store, at, error, server_free);
    };
    auto written = co_await core_->persist(std::move(step));
    if (moved_on(written)) co_return;
    ++core_->counts.failed;
    core_->log.write(LogLevel::info, "jobs", "a job failed",
                     {{"job", held_.job.id.str()},
                      {"server", server_->id().str()},
                      {"code", std::string_view{error.code}}});
    if (!server_free) server_->look_for_guests();
}

}  // namespace divan::durable
