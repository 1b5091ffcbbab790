#include "run_session.hpp"

#include <algorithm>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <divan/base/random.hpp>
#include <divan/net/before.hpp>
#include <divan/workflow/collected_outputs.hpp>

#include "http_call.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

Deadline now() { return std::chrono::steady_clock::now(); }

protocol::PromptId id_of(const RunRequest& request) {
    return request.prompt_id.empty() ? protocol::PromptId{uuid4()} : request.prompt_id;
}

RunRequest request_for(const AttachRequest& attached) {
    RunRequest request{attached.workflow.value_or(Workflow{})};
    request.prompt_id = attached.prompt_id;
    request.include_outputs = attached.include_outputs;
    request.profile = attached.profile;
    request.limits = attached.limits;
    return request;
}

RunLimits limits_of(const RunRequest& request, Deadline deadline) {
    RunLimits limits = request.limits;
    limits.whole = deadline;
    return limits;
}

}  // namespace

RunSession::RunSession(std::shared_ptr<ConnectionCore> core, RunRequest request, RunEvents events,
                       Deadline deadline)
    : core_{std::move(core)},
      request_{std::move(request)},
      watchers_{std::move(events)},
      deadline_{deadline},
      tracker_{id_of(request_), limits_of(request_, deadline), now()},
      progress_{nodes_to_run(request_.workflow, request_.targets)},
      wake_{core_->executor},
      done_{core_->executor, Deadline::max()} {}

RunSession::RunSession(std::shared_ptr<ConnectionCore> core, AttachRequest request, RunEvents events,
                       Deadline deadline)
    : RunSession{std::move(core), request_for(request), std::move(events), deadline} {
    attached_ = true;
    knows_workflow_ = request.workflow.has_value();
    in_doubt_ = request.in_doubt;
    sent_with_ = std::move(request.client_id);
}

asio::awaitable<void> RunSession::drive(std::shared_ptr<RunSession> self) {
    if (!self->attached_)
        co_await self->prepare();
    else if (self->knows_workflow_)
        self->adopt_workflow(self->request_.workflow);
    self->core_->runs.add(self->prompt_id(), self);
    const bool refused = std::holds_alternative<Finish>(self->tracker_.next(now()));
    if (!refused) co_await self->open_socket();
    if (self->attached_) self->note(Adopted{self->in_doubt_});
    co_await self->follow();
    self->core_->runs.remove(self->prompt_id());
    const bool withdraw = self->end_->withdraw && !self->core_->closed();
    self->finish(std::move(*self->end_));
    if (withdraw) co_await self->withdraw();
    if (self->request_.close_connection) self->core_->close();
}

/// Everything that comes before the prompt is sent. A cancelled run does not wait for its uploads.
asio::awaitable<void> RunSession::prepare() {
    if (!needs_server(request_)) {
        auto prepared = prepare_here(request_);
        if (prepared)
            take(std::move(*prepared));
        else
            note(Refused{std::move(prepared).error()});
        co_return;
    }
    auto preparing = net::before(deadline_, prepare_run(core_, request_, deadline_));
    auto stoppable = asio::bind_cancellation_slot(stop_preparing_.slot(), asio::use_awaitable);
    auto prepared = co_await asio::co_spawn(core_->executor, std::move(preparing), std::move(stoppable));
    if (prepared)
        take(std::move(*prepared));
    else
        note(Refused{std::move(prepared).error()});
}

void RunSession::take(PreparedRun prepared) {
    gathered_.seeds = std::move(prepared.seeds);
    gathered_.collected = std::move(prepared.outputs);
    gathered_.declared = prepared.declared;
    upload_ = prepared.upload;
    request_.workflow = std::move(prepared.workflow);
    start_measuring(request_.workflow);
}

void RunSession::start_measuring(Workflow workflow) {
    const auto nodes = nodes_to_run(workflow, request_.targets);
    progress_ = ProgressModel{nodes};
    gathered_.node_count = nodes.size();
    if (request_.profile) profiler_.emplace(std::move(workflow), now(), SystemClock{}.utc());
}

/// An attached run learns from the server what it is.
void RunSession::learn_workflow(const json::Value& prompt) {
    if (std::exchange(knows_workflow_, true)) return;
    auto workflow = Workflow::from_json(json::Value(prompt));
    if (!workflow) return;  // progress is then counted without knowing the nodes
    adopt_workflow(std::move(*workflow));
}

/// What an attached run collects. A wish that cannot be met is the run's failure in the end.
void RunSession::adopt_workflow(Workflow workflow) {
    auto outputs = collected_outputs(workflow, request_.include_outputs);
    if (outputs)
        gathered_.collected = std::move(*outputs);
    else
        bad_wish_ = std::move(outputs).error();
    gathered_.declared = !workflow.declared_outputs().empty();
    request_.workflow = workflow;
    start_measuring(std::move(workflow));
}

/// Where attempts have failed already, a run does not wait for the next one.
asio::awaitable<void> RunSession::open_socket() {
    if (!core_->config.use_socket) co_return;
    if (core_->unavailable() && core_->config.polling_fallback) co_return core_->want_socket();
    const Deadline limit =
        std::min(deadline_, within(core_->config.greeting_timeout + core_->config.connect_timeout));
    auto stoppable = asio::bind_cancellation_slot(stop_preparing_.slot(), asio::use_awaitable);
    auto opened = co_await asio::co_spawn(core_->executor, core_->open(limit), std::move(stoppable));
    if (core_->connected()) {
        note(SocketUp{true});
    } else if (!opened && !core_->config.polling_fallback) {
        note(Refused{opened.error()});
    } else if (!opened) {
        core_->log(LogLevel::info, "no socket: the run is followed by polling",
                   {{"reason", std::string_view{opened.error().message}}});
    }
}

asio::awaitable<void> RunSession::follow() {
    while (!end_) {
        NextAction action = tracker_.next(now());
        if (auto* end = std::get_if<Finish>(&action))
            end_ = std::move(*end);
        else
            co_await perform(std::move(action));
    }
}

asio::awaitable<void> RunSession::perform(NextAction action) {
    if (const auto* wait = std::get_if<Wait>(&action)) {
        co_await sleep_until_woken(wait->until);
    } else if (std::holds_alternative<Submit>(action)) {
        co_await send_prompt();
    } else if (std::holds_alternative<ReadQueueThenHistory>(action)) {
        co_await read_queue();
    } else if (std::holds_alternative<ReadHistory>(action)) {
        co_await read_history();
    } else if (std::holds_alternative<DeleteFromQueue>(action)) {
        co_await delete_prompt();
    } else if (std::holds_alternative<Interrupt>(action)) {
        co_await interrupt_prompt();
    } else if (std::holds_alternative<Reconnect>(action)) {
        core_->log(LogLevel::warn, "the socket hears nothing: it is opened again",
                   {{"prompt_id", prompt_id().str()}});
        core_->reconnect(true);
        note(ReconnectSent{});
    }
}

asio::awaitable<void> RunSession::sleep_until_woken(Deadline time) {
    sleeping_until_ = time;
    wake_.expires_at(time);
    co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace divan
