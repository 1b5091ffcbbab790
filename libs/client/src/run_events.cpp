#include <algorithm>

#include <boost/asio/co_spawn.hpp>

#include <divan/net/before.hpp>

#include "run_session.hpp"

// The other half of a run: what it hears and tells.
namespace divan {
namespace {

template <class Function, class... Args>
void call(const Function& function, const Args&... args) {
    if (!function) return;
    const Function kept = function;  // the callback may cancel the run, which clears its callbacks
    kept(args...);
}

std::chrono::milliseconds between(std::optional<Deadline> from, std::optional<Deadline> to) {
    if (!from || !to || *to < *from) return std::chrono::milliseconds{0};
    return std::chrono::duration_cast<std::chrono::milliseconds>(*to - *from);
}

}  // namespace

void RunSession::note(const TrackerEvent& event) {
    const bool accepted_before = tracker_.accepted();
    tracker_.on(event, std::chrono::steady_clock::now());
    if (!accepted_before && tracker_.accepted() && !done()) {
        accepted_at_ = std::chrono::steady_clock::now();
        call(events_.on_accepted, prompt_id());
    }
    if (tracker_.started()) announce_start();
    wake_.cancel();
}

void RunSession::on_message(const protocol::ServerMessage& message) {
    const auto self = shared_from_this();
    note(Heard{&message});
    const protocol::PromptId* prompt = protocol::prompt_of(message);
    if (done() || !prompt || *prompt != prompt_id()) return;
    announce(message);
    if (progress_.on(message)) announce_progress();
}

void RunSession::on_binary(const protocol::BinaryMessage& message) {
    if (done()) return;
    const auto self = shared_from_this();
    if (const auto* preview = std::get_if<protocol::PreviewWithMetadata>(&message)) {
        call(events_.on_preview,
             Preview{preview->node, protocol::media_type(preview->format), preview->image});
    } else if (const auto* bare = std::get_if<protocol::PreviewImage>(&message)) {
        call(events_.on_preview,
             Preview{progress_.now().node, protocol::media_type(bare->format), bare->image});
    } else if (const auto* text = std::get_if<protocol::ProgressText>(&message)) {
        call(events_.on_text, text->node, text->text);
    }
}

/// Another run's reading saves us one; only our own may say that we are gone (the history is read after it).
void RunSession::on_queue(const QueueSight& sight) {
    const bool ours = tracker_.accepted() && accepted_at_ && sight.asked_at > *accepted_at_;
    if (!done() && ours && protocol::find(sight.queue, prompt_id())) note_queue(sight);
}
void RunSession::on_socket_up(const protocol::ClientId& client) {
    note(SocketUp{sent_with(client) || sent_with_.empty()});
}
void RunSession::on_socket_down() { note(SocketDown{}); }
void RunSession::on_closed() {
    events_ = RunEvents{};
    note(ConnectionClosed{});
}
bool RunSession::sent_with(const protocol::ClientId& client) const { return sent_with_ == client; }

void RunSession::announce(const protocol::ServerMessage& message) {
    call(events_.on_message, message);
    if (const auto* cached = std::get_if<protocol::ExecutionCached>(&message)) {
        call(events_.on_cached, cached->nodes);
    } else if (const auto* executing = std::get_if<protocol::Executing>(&message)) {
        if (executing->node) call(events_.on_node, *executing->node);
    } else if (const auto* executed = std::get_if<protocol::Executed>(&message)) {
        if (!executed->output.is_null())
            call(events_.on_output, protocol::read_node_outputs(executed->node, executed->output));
    } else if (const auto* error = std::get_if<protocol::ExecutionError>(&message)) {
        if (!error->ends_the_prompt()) gathered_.blocked.push_back(*error);
    }
}

void RunSession::announce_start() {
    if (started_at_ || done()) return;
    started_at_ = std::chrono::steady_clock::now();
    call(events_.on_started);
}

void RunSession::announce_place() {
    const auto& place = tracker_.place();
    if (done() || !place || place->running || told_ahead_ == place->ahead) return;
    told_ahead_ = place->ahead;
    call(events_.on_waiting, place->ahead);
}

void RunSession::announce_progress() {
    call(events_.on_progress, progress_.now());
    if (const auto percent = progress_.new_percent()) call(events_.on_percent, *percent);
}

void RunSession::cancel() {
    if (done()) return;
    events_ = RunEvents{};
    note(CancelWanted{});
}

void RunSession::finish(Finish end) {
    if (end.error) {
        Error error = std::move(*end.error).with("prompt_id", prompt_id().str());
        if (error.fact("server").empty())
            error.context.emplace_back("server", core_->config.origin.authority());
        return publish(fail(std::move(error)));
    }
    progress_.complete();
    announce_progress();
    publish(gather(*end.entry));
}

void RunSession::publish(Result<RunResult> result) {
    result_ = std::move(result);
    events_ = RunEvents{};
    done_.cancel();
}

RunResult RunSession::gather(const protocol::HistoryEntry& entry) {
    RunResult result = std::move(gathered_);
    result.prompt_id = prompt_id();
    result.outputs = entry.outputs;
    result.cached_nodes = protocol::cached_nodes(entry);
    result.executed_nodes = {progress_.executed().begin(), progress_.executed().end()};
    if (const auto time = protocol::execution_time(entry))
        result.times.server = std::chrono::milliseconds{*time};
    result.times.waited = between(accepted_at_, started_at_);
    result.times.ran = between(started_at_, std::chrono::steady_clock::now());
    return result;
}

asio::awaitable<Result<RunResult>> RunSession::wait() {
    const auto self = shared_from_this();
    const bool throwing = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    bool given_up = false;
    while (!done() && !given_up) {
        co_await done_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        given_up = cancellation.cancelled() != asio::cancellation_type::none;
    }
    co_await asio::this_coro::throw_if_cancelled(throwing);
    if (done()) co_return *result_;
    cancel();  // goes on behind the scenes
    co_return fail(
        Error{Errc::cancelled, "waiting for the run was cancelled"}.with("prompt_id", prompt_id().str()));
}

std::vector<NodeId> nodes_to_run(const Workflow& workflow, const std::vector<NodeId>& targets) {
    if (targets.empty()) return workflow.node_ids();
    std::set<NodeId> seen{targets.begin(), targets.end()};
    std::vector<NodeId> open{targets};
    while (!open.empty()) {
        const NodeId node = std::move(open.back());
        open.pop_back();
        for (const Link& link : workflow.links_into(node))
            if (seen.insert(link.from).second) open.push_back(link.from);
    }
    return {seen.begin(), seen.end()};
}

std::vector<protocol::OutputFile> RunResult::files() const {
    std::vector<protocol::OutputFile> files;
    for (const protocol::NodeOutputs& node : outputs)
        files.insert(files.end(), node.files.begin(), node.files.end());
    return files;
}

const protocol::NodeOutputs* RunResult::find(const NodeId& node) const {
    const auto found =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& each) { return each.node == node; });
    return found == outputs.end() ? nullptr : &*found;
}

Run::Run(std::shared_ptr<RunSession> session) : session_{std::move(session)} {}
const protocol::PromptId& Run::prompt_id() const { return session_->prompt_id(); }
asio::awaitable<Result<RunResult>> Run::result() const { return session_->wait(); }
void Run::cancel() { session_->cancel(); }
bool Run::done() const { return session_->done(); }
const RunProgress& Run::progress() const { return session_->progress(); }

Run start_run(Connection& connection, RunRequest request, RunEvents events, Deadline deadline) {
    auto session =
        std::make_shared<RunSession>(connection.core(), std::move(request), std::move(events), deadline);
    asio::co_spawn(connection.executor(), RunSession::drive(session), rethrow);
    return Run{std::move(session)};
}

asio::awaitable<Result<RunResult>> run(Connection& connection, RunRequest request, RunEvents events,
                                       Deadline deadline) {
    const Run started = start_run(connection, std::move(request), std::move(events), deadline);
    co_return co_await started.result();
}

}  // namespace divan
