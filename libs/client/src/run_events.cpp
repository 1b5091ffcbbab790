#include <algorithm>

#include <boost/asio/as_tuple.hpp>

#include <divan/net/before.hpp>

#include "run_session.hpp"

// The other half of a run: what it hears and tells.
namespace divan {
namespace {

std::chrono::milliseconds between(std::optional<Deadline> from, std::optional<Deadline> to) {
    if (!from || !to || *to < *from) return std::chrono::milliseconds{0};
    return std::chrono::duration_cast<std::chrono::milliseconds>(*to - *from);
}

}  // namespace

void RunSession::note(const TrackerEvent& event) {
    const bool accepted_before = tracker_.accepted();
    const NextAction next = tracker_.on(event, std::chrono::steady_clock::now());
    if (!accepted_before && tracker_.accepted() && !done()) {
        accepted_at_ = std::chrono::steady_clock::now();
        gathered_.times.accepted_at = SystemClock{}.utc();
        watchers_.tell(&RunEvents::on_accepted, prompt_id());
    }
    if (tracker_.started()) announce_start();
    // Most messages only move deadlines further away: the driver then finds out when it wakes anyway.
    const auto* wait = std::get_if<Wait>(&next);
    if (!wait || wait->until < sleeping_until_) wake_.cancel();
}

void RunSession::on_message(const protocol::ServerMessage& message) {
    const auto self = shared_from_this();
    note(Heard{&message});
    const protocol::PromptId* prompt = protocol::prompt_of(message);
    if (done() || !prompt || *prompt != prompt_id()) return;
    if (profiler_) profiler_->on(message, std::chrono::steady_clock::now());
    announce(message);
    if (progress_.on(message)) announce_progress();
}

void RunSession::on_binary(const protocol::BinaryMessage& message) {
    if (done()) return;
    const auto self = shared_from_this();
    if (const auto* preview = std::get_if<protocol::PreviewWithMetadata>(&message)) {
        watchers_.tell(&RunEvents::on_preview, Preview{preview->node, protocol::media_type(preview->format),
                                                       preview->image, preview});
    } else if (const auto* bare = std::get_if<protocol::PreviewImage>(&message)) {
        watchers_.tell(&RunEvents::on_preview, Preview{progress_.now().node,
                                                       protocol::media_type(bare->format), bare->image});
    } else if (const auto* raw = std::get_if<protocol::UnencodedPreview>(&message)) {
        watchers_.tell(&RunEvents::on_preview,
                       Preview{progress_.now().node, "application/octet-stream", raw->content});
    } else if (const auto* text = std::get_if<protocol::ProgressText>(&message)) {
        watchers_.tell(&RunEvents::on_text, text->node, text->text);
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
    watchers_.silence_own();
    note(ConnectionClosed{});
}
bool RunSession::sent_with(const protocol::ClientId& client) const { return sent_with_ == client; }

void RunSession::announce(const protocol::ServerMessage& message) {
    watchers_.tell(&RunEvents::on_message, message);
    if (const auto* cached = std::get_if<protocol::ExecutionCached>(&message)) {
        watchers_.tell(&RunEvents::on_cached, cached->nodes);
    } else if (const auto* executing = std::get_if<protocol::Executing>(&message)) {
        if (executing->node) watchers_.tell(&RunEvents::on_node, *executing->node);
    } else if (const auto* executed = std::get_if<protocol::Executed>(&message)) {
        if (!executed->output.is_null()) announce_output(*executed);
    } else if (const auto* error = std::get_if<protocol::ExecutionError>(&message)) {
        if (!error->ends_the_prompt()) gathered_.blocked.push_back(*error);
    }
}

void RunSession::announce_output(const protocol::Executed& executed) {
    const protocol::NodeOutputs output = protocol::read_node_outputs(executed.node, executed.output);
    watchers_.tell(&RunEvents::on_output, output);
    for (const DeclaredOutput& wanted : gathered_.collected)
        if (wanted.node == output.node)
            watchers_.tell(&RunEvents::on_named_output, std::string_view{wanted.alias}, output);
}

void RunSession::announce_start() {
    if (started_at_ || done()) return;
    started_at_ = std::chrono::steady_clock::now();
    watchers_.tell(&RunEvents::on_started);
}

void RunSession::announce_place() {
    const auto& place = tracker_.place();
    if (done() || !place || place->running || told_ahead_ == place->ahead) return;
    told_ahead_ = place->ahead;
    watchers_.tell(&RunEvents::on_waiting, place->ahead);
}

void RunSession::announce_progress() {
    watchers_.tell(&RunEvents::on_progress, progress_.now());
    if (const auto percent = progress_.new_node_percent())
        watchers_.tell(&RunEvents::on_node_percent, progress_.now().node, *percent);
    if (const auto percent = progress_.new_percent()) watchers_.tell(&RunEvents::on_percent, *percent);
}

void RunSession::cancel() {
    if (done()) return;
    watchers_.silence_own();
    note(CancelWanted{});
    stop_preparing_.emit(asio::cancellation_type::terminal);
}

Subscription RunSession::watch(RunEvents events) {
    auto listener = std::make_shared<RunEvents>(std::move(events));
    if (!done()) {
        Subscription subscription = watchers_.add(listener);
        tell_missed(*listener);
        return subscription;
    }
    tell_missed(*listener);
    if (*result_)
        RunWatchers::call(*listener, &RunEvents::on_finished, **result_);
    else
        RunWatchers::call(*listener, &RunEvents::on_failed, result_->error());
    return Subscription{std::move(listener)};
}

void RunSession::tell_missed(const RunEvents& events) const {
    if (accepted_at_) RunWatchers::call(events, &RunEvents::on_accepted, prompt_id());
    if (told_ahead_ && !started_at_) RunWatchers::call(events, &RunEvents::on_waiting, *told_ahead_);
    if (!started_at_) return;
    RunWatchers::call(events, &RunEvents::on_started);
    const std::set<NodeId>& cached = progress_.cached();
    if (!cached.empty())
        RunWatchers::call(events, &RunEvents::on_cached, std::vector<NodeId>{cached.begin(), cached.end()});
    RunWatchers::call(events, &RunEvents::on_progress, progress_.now());
    RunWatchers::call(events, &RunEvents::on_percent, progress_.now().percent);
}

void RunSession::finish(Finish end) {
    if (core_->closed()) watchers_.silence_own();
    stop_measuring(end.entry ? &*end.entry : nullptr);
    if (!end.error) {
        learn_workflow(end.entry->item.prompt);
        auto result = bad_wish_ ? Result<RunResult>{fail(*bad_wish_)} : gather(*end.entry);
        if (result) {
            progress_.complete();
            announce_progress();
        }
        return publish(std::move(result));
    }
    Error error = std::move(*end.error).with("prompt_id", prompt_id().str());
    if (error.fact("server").empty())
        error.context.emplace_back("server", core_->config.origin.authority());
    publish(fail(std::move(error)));
}

void RunSession::stop_measuring(const protocol::HistoryEntry* entry) {
    if (!profiler_) return;
    profile_ = profiler_->finish(entry, std::chrono::steady_clock::now());
    profile_->prompt_id = prompt_id();
    profile_->upload = upload_;
    profiler_.reset();
}

/// The result can be had before the listeners hear of it.
void RunSession::publish(Result<RunResult> result) {
    result_ = std::move(result);
    RunWatchers last = std::move(watchers_);
    watchers_ = RunWatchers{RunEvents{}};
    if (*result_)
        last.tell(&RunEvents::on_finished, **result_);
    else
        last.tell(&RunEvents::on_failed, result_->error());
    done_.cancel();
}

const std::vector<DeclaredOutput>& RunSession::collected() const {
    return result_ && *result_ ? (*result_)->collected : gathered_.collected;
}

Result<RunResult> RunSession::gather(const protocol::HistoryEntry& entry) {
    RunResult result = std::move(gathered_);
    result.prompt_id = prompt_id();
    result.outputs = entry.outputs;
    result.cached_nodes = protocol::cached_nodes(entry);
    result.executed_nodes = {progress_.executed().begin(), progress_.executed().end()};
    if (const auto time = protocol::execution_time(entry))
        result.times.server = std::chrono::milliseconds{*time};
    const Deadline end = std::chrono::steady_clock::now();
    result.times.waited = between(accepted_at_, started_at_);
    result.times.ran = between(started_at_, end);
    result.times.finished_at = SystemClock{}.utc();
    result.profile = profile_;
    if (auto missing = missing_output(result)) return fail(std::move(*missing));
    return result;
}

/// A declared output that never came is a failure, though the server calls the run a success.
std::optional<Error> RunSession::missing_output(const RunResult& result) const {
    if (!result.declared) return std::nullopt;
    for (const DeclaredOutput& wanted : result.collected) {
        if (result.find(wanted.node)) continue;
        const std::string class_type = request_.workflow.class_type(wanted.node);
        const bool cached = result.executed_nodes.empty() &&
                            std::ranges::find(result.cached_nodes, wanted.node) != result.cached_nodes.end();
        Error error{cached ? Errc::failed_cache : Errc::result_missing,
                    "the run ended well, but its output '" + wanted.alias + "' (node " + wanted.node.str() +
                        ", " + class_type + ") gave nothing",
                    "only nodes that save or show something give an output"};
        if (cached) error.hint = "the server answered from its cache: change an input, or free the cache";
        return std::move(error).with("output", wanted.alias).with("node", wanted.node.str()).with(
            "prompt_id", result.prompt_id.str());
    }
    return std::nullopt;
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

}  // namespace divan
