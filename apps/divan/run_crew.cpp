#include "run_crew.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <divan/client/catalogue.hpp>
#include <divan/client/save_outputs.hpp>
#include <divan/workflow/explain.hpp>
#include <divan/workflow/fingerprint.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/validate.hpp>

namespace divan::app {

/// One server and what was prepared for it.
struct RunCrew::Member {
    Connection connection;
    std::optional<NodeCatalogue> catalogue;  ///< of the classes with drawn seeds, or of all with `--check`
    bool serving = true;

    Member(asio::io_context& io, const ConnectionConfig& config, const Logger& log)
        : connection{io.get_executor(), config, &log} {}
};

RunCrew::RunCrew(asio::io_context& io, const std::vector<ConnectionConfig>& servers, const RunPlan& plan,
                 RunReporter& reporter, const Logger& log)
    : io_{io}, plan_{plan}, reporter_{reporter}, deadline_{within(plan.timeout)}, unfinished_{plan.count} {
    for (const ConnectionConfig& server : servers)
        members_.push_back(std::make_unique<Member>(io, server, log));
    for (int i = 0; i < plan.count; ++i) waiting_.push_back(i);
}

RunCrew::~RunCrew() = default;

ExitCode RunCrew::work() {
    asio::signal_set signals{io_, SIGINT, SIGTERM};
    std::function<void(const boost::system::error_code&, int)> on_signal_again =
        [&](const boost::system::error_code& error, int) {
            if (error) return;
            on_signal();
            signals.async_wait(on_signal_again);
        };
    signals.async_wait(on_signal_again);
    std::exception_ptr defect;
    for (const auto& member : members_)
        asio::co_spawn(io_, serve(*member), [&](std::exception_ptr exception) {
            if (exception) defect = exception;
            if (exception || unfinished_ == 0) io_.stop();
        });
    io_.run();
    if (defect) std::rethrow_exception(defect);
    reporter_.done();
    return worst_;
}

void RunCrew::on_signal() {
    if (stopping_) std::_Exit(static_cast<int>(ExitCode::cancelled));
    stopping_ = true;
    const Error stopped{Errc::cancelled, "stopped before it was sent"};
    while (const auto index = next_run()) note_failure(*index, stopped);
    if (active_.empty()) {
        worst_ = ExitCode::cancelled;
        io_.stop();
    }
    for (Run& run : active_) run.cancel();
}

asio::awaitable<void> RunCrew::serve(Member& member) {
    if (auto prepared = co_await prepare(member); !prepared) {
        member.serving = false;
        while (const auto index = next_run()) {
            if (hand_back(member, *index, prepared.error())) break;
            note_failure(*index, prepared.error());
        }
        co_return;
    }
    // One run computes while the next one waits on the server already.
    const auto executor = co_await asio::this_coro::executor;
    if (waiting_.size() > 1)
        asio::co_spawn(executor, take_runs(member), [this](std::exception_ptr) {
            if (unfinished_ == 0) io_.stop();
        });
    co_await take_runs(member);
}

asio::awaitable<void> RunCrew::take_runs(Member& member) {
    while (member.serving) {
        const auto index = next_run();
        if (!index) co_return;
        auto summary = co_await carry_out(member, *index);
        if (summary) {
            reporter_.finished(*index, *summary);
            --unfinished_;
        } else if (!hand_back(member, *index, summary.error())) {
            note_failure(*index, summary.error());
        }
    }
}

std::optional<int> RunCrew::next_run() {
    if (waiting_.empty()) return std::nullopt;
    const int index = waiting_.front();
    waiting_.pop_front();
    return index;
}

/// True when the run goes to another server: ours could not be reached, so nothing was sent to it.
bool RunCrew::hand_back(Member& member, int index, const Error& error) {
    if (error.code != Errc::connect_failed || stopping_) return false;
    member.serving = false;
    const auto other =
        std::find_if(members_.begin(), members_.end(), [](const auto& one) { return one->serving; });
    if (other == members_.end()) return false;
    reporter_.note(member.connection.server() + " cannot be reached, the other servers take over");
    waiting_.push_front(index);
    asio::co_spawn(io_, take_runs(**other), [this](std::exception_ptr) {
        if (unfinished_ == 0) io_.stop();
    });
    return true;
}

void RunCrew::note_failure(int index, const Error& error) {
    reporter_.failed(index, error);
    worst_ = std::max(worst_, exit_code_of(error));
    --unfinished_;
}

asio::awaitable<Result<void>> RunCrew::prepare(Member& member) {
    if (plan_.check) co_return co_await check_workflow(member);
    co_return co_await learn_seed_ranges(member);
}

/// Without the ranges seeds are drawn from 32 bits, so a server that does not tell them stops nothing.
asio::awaitable<Result<void>> RunCrew::learn_seed_ranges(Member& member) {
    json::Object classes;
    for (const std::string& name : classes_with_drawn_seeds(plan_.workflow, plan_.seed)) {
        auto one = co_await object_info(member.connection, name, deadline_);
        if (!one && one.error().code == Errc::connect_failed) co_return fail(std::move(one).error());
        if (!one) continue;
        if (const auto* entry = json::find(one->to_value(), name)) classes[name] = *entry;
    }
    if (auto catalogue = NodeCatalogue::from_json(std::move(classes)))
        member.catalogue = *std::move(catalogue);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> RunCrew::check_workflow(Member& member) {
    auto catalogue = co_await object_info(member.connection, deadline_);
    if (!catalogue) co_return fail(std::move(catalogue).error());
    member.catalogue = *std::move(catalogue);
    const SeededWorkflow first = seeded(plan_.workflow, plan_.seed, 0, &*member.catalogue);
    const PromptVerdict verdict = validate_prompt(first.workflow.to_value(), *member.catalogue);
    const auto problems = explain(verdict, first.workflow, *member.catalogue);
    if (verdict.accepted && problems.empty()) co_return Result<void>{};
    std::string text = "the workflow does not fit the server";
    for (const Problem& problem : problems) text += "\n  " + describe(problem);
    co_return fail(Error{Errc::prompt_rejected, text}.with("server", member.connection.server()));
}

RunEvents RunCrew::events_of(int index, const Workflow& workflow, const std::string& server) {
    RunEvents events;
    events.on_accepted = [this, index, server](const protocol::PromptId& id) {
        reporter_.accepted(index, id, server);
    };
    events.on_waiting = [this, index](std::size_t ahead) { reporter_.waiting(index, ahead); };
    events.on_started = [this, index] { reporter_.started(index); };
    events.on_progress = [this, index, workflow](const RunProgress& progress) {
        reporter_.progress(index, progress, workflow.title(progress.node));
    };
    events.on_preview = [this, index](const Preview& preview) { reporter_.preview(index, preview); };
    events.on_output = [this, index](const protocol::NodeOutputs& outputs) {
        reporter_.output(index, outputs);
    };
    return events;
}

asio::awaitable<Result<RunSummary>> RunCrew::carry_out(Member& member, int index) {
    SeededWorkflow made =
        seeded(plan_.workflow, plan_.seed, index, member.catalogue ? &*member.catalogue : nullptr);
    RunSummary summary;
    summary.server = member.connection.server();
    summary.workflow_id = fingerprint(made.workflow);
    summary.seeds = std::move(made.seeds);
    const auto wanted = output_nodes(made.workflow);
    RunEvents events = events_of(index, made.workflow, summary.server);
    RunRequest request{std::move(made.workflow)};
    request.limits = plan_.limits;
    request.profile = plan_.profile;
    request.catalogue = member.catalogue;
    const Run run = start_run(member.connection, std::move(request), std::move(events), deadline_);
    active_.push_back(run);
    auto result = co_await run.result();
    std::erase_if(active_, [&](const Run& one) { return one.prompt_id() == run.prompt_id(); });
    if (!result) co_return fail(std::move(result).error());
    summary.result = *std::move(result);
    const bool something_came = std::any_of(summary.result.outputs.begin(), summary.result.outputs.end(),
                                            [](const auto& node) { return !node.ui.is_null(); });
    if (!wanted.empty() && !something_came)
        co_return fail(
            Errc::result_missing, "the server reports success, but none of the output nodes gave anything",
            "an output node may have been blocked; change the seed or the file name prefix and run again");
    auto files = co_await deliver(member, summary, index);
    if (!files) co_return fail(std::move(files).error());
    summary.files = *std::move(files);
    co_return summary;
}

asio::awaitable<Result<std::vector<SavedFile>>> RunCrew::deliver(Member& member, const RunSummary& summary,
                                                                 int index) {
    SaveOptions options{plan_.output.folder};
    options.pattern = plan_.output.pattern;
    if (!summary.seeds.empty()) options.values["seed"] = std::to_string(summary.seeds.front().value);
    options.values["run"] = std::to_string(index + 1);
    auto saved = co_await save_outputs(member.connection, summary.result, std::move(options), deadline_);
    if (!saved) co_return fail(std::move(saved).error());
    for (const SavedFile& file : *saved) reporter_.saved(index, file);
    co_return saved;
}

}  // namespace divan::app
