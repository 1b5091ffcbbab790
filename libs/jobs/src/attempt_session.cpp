#include "attempt_session.hpp"

#include <divan/base/crash_point.hpp>
#include <divan/jobs/output_names.hpp>
#include <divan/jobs/sent_graph.hpp>
#include <divan/json/write.hpp>
#include <divan/store/query.hpp>

#include "collect.hpp"
#include "dispatcher_core.hpp"
#include "input_files.hpp"
#include "timers.hpp"

namespace divan::durable {
namespace {

using store::Phase;

Deadline clock_now() { return std::chrono::steady_clock::now(); }

/// Nodes that an expansion made ("12.0.0.3") count for the node that made them.
std::string class_of(const Workflow& workflow, const NodeId& node) {
    std::string known = workflow.class_type(node);
    return known.empty() ? workflow.class_type(NodeId{node.str().substr(0, node.str().find('.'))}) : known;
}

}  // namespace

AttemptSession::AttemptSession(std::shared_ptr<DispatcherCore> core, std::shared_ptr<FleetServer> server,
                               store::HeldJob held, std::string graph, bool fresh)
    : core_{std::move(core)},
      server_{std::move(server)},
      held_{std::move(held)},
      graph_{std::move(graph)},
      fresh_{fresh},
      folder_{output_folder(held_.job.id, held_.attempt.number)},
      phase_{held_.job.phase},
      begun_at_{server_->now()},
      wake_{core_->executor} {}

asio::awaitable<void> AttemptSession::drive(std::shared_ptr<AttemptSession> self) {
    self->core_->progress.begin(self->held_.job.id, self->held_.attempt.number);
    co_await self->go();
    if (self->run_) self->run_->detach();
    if (self->leads_) self->core_->cache.finish(self->details_.cache_key, self->held_.job.id);
    self->core_->progress.end(self->held_.job.id);
    self->leave_server();
    self->core_->ended(*self);
}

void AttemptSession::leave_server() {
    if (!std::exchange(left_server_, true)) server_->end();
}

asio::awaitable<void> AttemptSession::go() {
    auto workflow = Workflow::parse(graph_);
    auto details = JobDetails::parse(held_.job.details);
    if (!workflow) co_return co_await fail_with(std::move(workflow).error());
    if (!details) co_return co_await fail_with(std::move(details).error());
    workflow_ = std::move(*workflow);
    details_ = std::move(*details);
    if (fresh_ && core_->config.cache) {
        if (co_await reuse()) co_return;
    }
    if (auto ready = co_await prepare(); !ready) co_return co_await fail_with(std::move(ready).error());
    if (dropped_ || core_->stopping()) co_return;
    if (must_leave()) {
        if (co_await leave()) co_return;
    }
    begin();
    if (co_await follow()) co_await conclude();
}

void AttemptSession::drop() {
    dropped_ = true;
    if (run_) run_->detach();
    wake();
}

void AttemptSession::release() {
    releasing_ = true;
    if (!collecting_) drop();
}

/// Brings what the job takes in to the server, under names that say the content.
asio::awaitable<Result<void>> AttemptSession::prepare() {
    auto inputs = co_await store::inputs_of(core_->store, held_.job.id);
    if (!inputs) co_return fail(std::move(inputs).error());
    const InputScaling& scaling = core_->config.inputs;
    InputFiles files{core_->assets, core_->config.scratch, scaling, *server_};
    for (const store::Asset& asset : *inputs) {
        if (!fresh_) continue;
        if (auto sent = co_await files.bring(asset); !sent) co_return fail(std::move(sent).error());
    }
    if (fresh_) crash_point("CP6");
    auto sent = sent_graph(workflow_, held_.job, held_.attempt.number, *inputs, scaling);
    if (!sent) co_return fail(std::move(sent).error());
    sent_ = std::move(*sent);
    co_return Result<void>{};
}

RunLimits AttemptSession::limits() const {
    const DispatchTimes& times = core_->config.times;
    RunLimits limits;
    limits.silence = times.stall;
    limits.unreachable = times.grace;
    limits.refused = times.refused;
    limits.poll_with_socket = times.poll_with_socket;
    limits.poll_without_socket = times.poll_without_socket;
    limits.submissions = 1;  // a prompt that did not arrive is another attempt, with another id
    return limits;
}

void AttemptSession::begin() {
    begun_at_ = server_->now();
    const protocol::PromptId prompt{held_.attempt.prompt.str()};
    if (fresh_) {
        RunRequest request{sent_};
        request.profile = true;
        request.prompt_id = prompt;
        request.randomize_seeds = false;
        request.limits = limits();
        if (core_->config.comfy_org_api_key)
            if (const std::string key = core_->config.comfy_org_api_key(held_.job.id); !key.empty())
                request.extra_data["api_key_comfy_org"] = key;
        sent_any_ = true;
        run_.emplace(start_run(server_->connection(), std::move(request), events(), kNever));
        return;
    }
    AttachRequest request{prompt};
    request.workflow = sent_;
    request.in_doubt = resume_of(phase_) == Resume::look_for_it;
    request.limits = limits();
    sent_any_ = true;
    sight_.accepted = !request.in_doubt;
    sight_.started = phase_ == Phase::running;
    run_.emplace(attach_run(server_->connection(), std::move(request), events(), kNever));
}

RunEvents AttemptSession::events() {
    const auto weak = weak_from_this();
    const auto with_self = [weak](auto what) {
        return [weak, what](const auto&... told) {
            if (const auto self = weak.lock()) {
                what(*self, told...);
                self->wake();
            }
        };
    };
    RunEvents events;
    events.on_accepted = with_self([](AttemptSession& self, const auto&) { self.sight_.accepted = true; });
    events.on_doubt = with_self([](AttemptSession& self, bool doubt) { self.sight_.in_doubt = doubt; });
    events.on_started = with_self([](AttemptSession& self) {
        self.sight_.started = true;
        self.started_at_ = clock_now();
        self.head_since_ = kNever;
    });
    events.on_waiting = with_self([](AttemptSession& self, std::size_t ahead) {
        self.head_since_ = ahead == 0 ? clock_now() : kNever;
        self.core_->progress.change(self.held_.job.id, [&](JobProgress& now) { now.ahead = ahead; });
    });
    events.on_cached = with_self([](AttemptSession& self, const auto&) { self.hears_ = true; });
    events.on_node = with_self([](AttemptSession& self, const auto&) { self.hears_ = true; });
    events.on_progress = with_self([](AttemptSession& self, const RunProgress& run) {
        self.core_->progress.change(self.held_.job.id, [&](JobProgress& now) {
            now.run = run;
            now.node_class = class_of(self.sent_, run.node);
            now.ahead.reset();
        });
    });
    events.on_text = with_self([](AttemptSession& self, const NodeId&, std::string_view text) {
        self.core_->progress.change(self.held_.job.id,
                                    [&](JobProgress& now) { now.text = text.substr(0, 4096); });
    });
    events.on_preview = with_self([](AttemptSession& self, const Preview& preview) {
        PreviewPicture picture;
        picture.media_type = preview.media_type;
        picture.node = preview.node;
        picture.bytes.assign(reinterpret_cast<const char*>(preview.image.data()), preview.image.size());
        self.core_->progress.show(self.held_.job.id, std::move(picture));
    });
    events.on_finished = with_self([](AttemptSession&, const auto&) {});
    events.on_failed = with_self([](AttemptSession&, const auto&) {});
    return events;
}

/// Next in the queue, or executing, and nothing was begun: the worker behind the queue is dead (seen: it
/// accepts for ever and executes nothing).
std::optional<Error> AttemptSession::stuck() const {
    const auto limit = core_->config.times.zombie;
    const bool waits = head_since_ != kNever && clock_now() >= head_since_ + limit;
    const bool silent = fresh_ && !hears_ && started_at_ != kNever && clock_now() >= started_at_ + limit &&
                        server_->now().losses == begun_at_.losses && server_->connection().connected();
    if (!waits && !silent) return std::nullopt;
    return Error{Errc::timeout, "the server has the prompt, but does not begin to execute it",
                 "its worker is dead: restart the server"}
        .with("limit", "start");
}

Deadline AttemptSession::next_look() const {
    const auto limit = core_->config.times.zombie;
    Deadline next = next_leave();
    if (head_since_ != kNever) next = std::min(next, head_since_ + limit);
    if (fresh_ && !hears_ && started_at_ != kNever) {
        const Deadline due = started_at_ + limit;
        next = std::min(next, due > clock_now() ? due : clock_now() + limit);
    }
    return next;
}

/// True when the run has ended, whichever way.
asio::awaitable<bool> AttemptSession::follow() {
    for (;;) {
        if (dropped_ || core_->stopping()) co_return false;
        const Result<RunResult>* end = run_->ended();
        sight_.done = end && *end;
        if (const auto to = next_phase(phase_, sight_)) {
            if (!co_await advance(*to)) co_return false;
            continue;
        }
        if (end) co_return true;
        if (must_leave()) {
            if (co_await leave()) co_return false;
            continue;
        }
        if (auto error = stuck()) {
            run_->detach();
            co_await fail_with(std::move(*error));
            co_return false;
        }
        co_await wait_on(wake_, next_look());
    }
}

}  // namespace divan::durable
