#include "gateway_run.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/base/random.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>
#include <divan/workflow/attachments.hpp>
#include <divan/workflow/fingerprint.hpp>

#include "gateway_progress.hpp"
#include "gateway_save.hpp"
#include "gateway_stream.hpp"
#include "job_outcome.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr int kAtOnce = 16;  // jobs of one command
constexpr int kTries = 20;   // a gateway that is away, for half a minute
constexpr auto kPause = 300ms;
constexpr auto kCancelTime = 5s;

std::string job_target(const std::string& job, const char* below = "") {
    return "/api/v2/divan/jobs/" + net::percent_encode(job) + below;
}

std::chrono::milliseconds between(const json::Value& job, std::string_view from, std::string_view to) {
    const auto begin = parse_rfc3339(json::text_or(job, from)), end = parse_rfc3339(json::text_or(job, to));
    return begin && end ? std::max(*end - *begin, std::chrono::milliseconds{0})
                        : std::chrono::milliseconds{0};
}

/// The server of the attempt that went well.
std::string server_of(const json::Value& job, const std::string& otherwise) {
    const json::Value* more = json::find(job, "divan");
    const json::Value* member = more ? json::find(*more, "attempts") : nullptr;
    const json::Array* attempts = member ? json::array_of(*member) : nullptr;
    return attempts && !attempts->empty() ? json::text_or(attempts->back(), "server", otherwise) : otherwise;
}

}  // namespace

Result<void> check_for_gateway(const RunPlan& plan) {
    const auto refuse = [](const char* what, const char* hint) {
        return fail(Errc::invalid_argument, what, hint);
    };
    if (!plan.workflow.bypassed().empty())
        return refuse("--bypass needs the node catalogue of a server",
                      "bypass the node with --server, or in the file");
    if (plan.check)
        return refuse("--check asks a server", "a gateway checks every workflow before it takes it");
    if (plan.profile)
        return refuse("--profile watches a server", "divan jobs show tells the times of an attempt");
    if (plan.limits.node || plan.limits.silence != RunLimits{}.silence)
        return refuse("--silence-timeout and --node-timeout watch a server", "use --timeout");
    for (const PlannedUpload& upload : plan.workflow.attachments())
        if (upload.node.str().empty())
            return refuse("a folder of files cannot be handed to a gateway", "use --server");
    return {};
}

GatewayRun::GatewayRun(asio::io_context& io, GatewayAccess& gateway, std::string server, const RunPlan& plan,
                       RunReporter& reporter)
    : io_{io},
      gateway_{gateway},
      server_{std::move(server)},
      plan_{plan},
      reporter_{reporter},
      deadline_{within(plan.timeout)},
      unfinished_{plan.count} {}

ExitCode GatewayRun::work() {
    asio::signal_set signals{io_, SIGINT, SIGTERM};
    std::function<void(const boost::system::error_code&, int)> on_signal_again =
        [&](const boost::system::error_code& error, int) {
            if (error) return;
            on_signal();
            signals.async_wait(on_signal_again);
        };
    signals.async_wait(on_signal_again);
    std::exception_ptr defect;
    for (int i = 0; i < std::min(kAtOnce, plan_.count); ++i)
        asio::co_spawn(io_, take_runs(), [&](std::exception_ptr exception) {
            if (exception) defect = exception;
            if (exception || unfinished_ == 0) io_.stop();
        });
    io_.run();
    if (defect) std::rethrow_exception(defect);
    reporter_.done();
    return worst_;
}

void GatewayRun::on_signal() {
    if (stopping_) std::_Exit(static_cast<int>(ExitCode::cancelled));
    stopping_ = true;
    for (const std::string& job : active_) asio::co_spawn(io_, cancel(job), asio::detached);
}

asio::awaitable<void> GatewayRun::take_runs() {
    while (next_ < plan_.count) {
        const int index = next_++;
        auto summary = co_await carry_out(index);
        if (summary) {
            reporter_.finished(index, *summary);
            --unfinished_;
        } else {
            note_failure(index, summary.error());
        }
    }
}

void GatewayRun::note_failure(int index, const Error& error) {
    reporter_.failed(index, error);
    worst_ = std::max(worst_, exit_code_of(error));
    --unfinished_;
}

asio::awaitable<Result<RunSummary>> GatewayRun::carry_out(int index) {
    if (stopping_) co_return fail(Errc::cancelled, "stopped before it was handed in");
    SeededWorkflow made = seeded(plan_.workflow, plan_.seed, index, nullptr);
    auto uploaded = co_await upload_files(made.workflow);
    if (!uploaded) co_return fail(std::move(uploaded).error());
    auto handed = co_await hand_in(made.workflow, index);
    if (!handed) co_return fail(std::move(handed).error());
    const std::string id = json::text_or(*handed, "id");
    active_.insert(id);
    if (stopping_) co_await cancel(id);
    reporter_.accepted(index, protocol::PromptId{id}, server_);
    auto job = co_await follow(index, id, made.workflow);
    if (!job && job.error().code == Errc::timeout) co_await cancel(id);
    active_.erase(id);
    if (!job) co_return fail(std::move(job).error().with("job", id));
    if (auto outcome = outcome_of(*job); !outcome) co_return fail(std::move(outcome).error());
    co_return co_await summarize(index, std::move(*job), std::move(made));
}

/// Each content once, whatever number of runs and nodes takes it in.
asio::awaitable<Result<void>> GatewayRun::upload_files(Workflow& workflow) {
    const std::vector<PlannedUpload> uploads = workflow.attachments();
    for (const PlannedUpload& upload : uploads) {
        auto hash = content_hash(upload.attachment);
        if (!hash) co_return fail(std::move(hash).error());
        if (!uploaded_.contains(*hash)) {
            auto reference = co_await upload_file(gateway_, upload.attachment, deadline_);
            if (!reference) co_return fail(std::move(reference).error());
            uploaded_.emplace(*hash, std::move(*reference));
        }
        workflow.detach(upload.node, upload.input);
        auto set = workflow.set(upload.node, upload.input, uploaded_.at(*hash));
        if (!set) co_return set;
    }
    co_return Result<void>{};
}

asio::awaitable<Result<json::Value>> GatewayRun::hand_in(const Workflow& workflow, int index) {
    const auto seconds = [](std::chrono::milliseconds span) {
        return static_cast<double>(span.count()) / 1'000;
    };
    json::Object limits;
    if (plan_.limits.start) limits["queue_ttl"] = seconds(*plan_.limits.start);
    json::Object client;
    client["command"] = "divan run";
    client["run"] = index;
    json::Object body;
    body["workflow"] = workflow.to_value();
    body["limits"] = std::move(limits);
    body["client"] = std::move(client);
    net::HttpRequest request{"POST", "/api/v2/divan/jobs", json::write(json::Value(std::move(body))),
                             "application/json"};
    request.headers.set("Idempotency-Key", uuid4());
    co_return co_await gateway_.ask_patiently(std::move(request), kTries, deadline_);
}

asio::awaitable<Result<json::Value>> GatewayRun::look(std::string job) {
    net::HttpRequest request{"GET", job_target(job)};
    // A job that is cancelled at the deadline is still looked at.
    co_return co_await gateway_.ask_patiently(std::move(request), kTries,
                                              std::max(deadline_, within(kCancelTime)));
}

/// The live stream shows progress and previews; whether the job has ended its own view says, and when the
/// stream cannot be had that is all.
asio::awaitable<Result<json::Value>> GatewayRun::follow(int index, std::string job, Workflow workflow) {
    GatewayProgress progress{reporter_, index, std::move(workflow)};
    const EventListener tell = [&progress](const net::SseEvent& event) { progress.on(event); };
    for (;;) {
        std::string none;  // this stream has no numbers: it begins with how things are
        auto streamed = co_await read_stream(gateway_, "/api/v2/jobs/" + net::percent_encode(job) + "/events",
                                             none, tell, deadline_);
        auto view = co_await look(job);
        if (!view) co_return view;
        progress.on_view(*view);
        if (has_ended(json::text_or(*view, "status"))) co_return view;
        if (std::chrono::steady_clock::now() >= deadline_)
            co_return fail(Errc::timeout, "the job has not ended in time", "give it more with --timeout");
        if (!co_await net::sleep_until(std::min(deadline_, within(kPause))))
            co_return fail(Errc::cancelled, "stopped");
    }
}

asio::awaitable<void> GatewayRun::cancel(std::string job) {
    net::HttpRequest request{"POST", job_target(job, "/cancel")};
    auto cancelled = co_await gateway_.ask(std::move(request), within(kCancelTime));
    if (!cancelled && cancelled.error().code != Errc::already_finished)
        reporter_.note("job " + job + " may go on: " + describe(cancelled.error()));
}

asio::awaitable<Result<RunSummary>> GatewayRun::summarize(int index, json::Value job, SeededWorkflow made) {
    RunSummary summary;
    summary.server = server_of(job, server_);
    summary.workflow_id = fingerprint(made.workflow);
    summary.seeds = made.seeds;
    SavePlan plan;
    plan.place = plan_.output;
    if (!summary.seeds.empty()) plan.values["seed"] = std::to_string(summary.seeds.front().value);
    plan.values["run"] = std::to_string(index + 1);
    for (const DeclaredOutput& output : made.workflow.declared_outputs()) plan.nodes.push_back(output.node);
    plan.on_saved = [this, index](const SavedFile& file) { reporter_.saved(index, file); };
    const std::vector<NodeId> wanted = plan.nodes;
    const json::Value view = job;
    auto results = co_await save_results(gateway_, std::move(job), std::move(plan), deadline_);
    if (!results) co_return fail(std::move(results).error());
    for (const NodeId& node : wanted)
        if (std::ranges::find(results->nodes, node, &protocol::NodeOutputs::node) == results->nodes.end())
            co_return fail(
                Error{Errc::result_missing, "a collected output gave nothing"}.with("node", node.str()));
    summary.result.prompt_id = protocol::PromptId{json::text_or(view, "id")};
    for (const protocol::NodeOutputs& node : results->nodes) reporter_.output(index, node);
    summary.result.outputs = std::move(results->nodes);
    summary.result.node_count = made.workflow.size();
    summary.result.times.waited = between(view, "created_at", "started_at");
    summary.result.times.ran = between(view, "started_at", "completed_at");
    summary.result.times.finished_at =
        parse_rfc3339(json::text_or(view, "completed_at")).value_or(Timestamp{});
    summary.files = std::move(results->files);
    co_return summary;
}

}  // namespace divan::app
