#include "run_session.hpp"

// The second part of a run: what it hears and tells.
namespace divan {
void RunSession::note(const TrackerEvent& event) {
    const bool accepted_before = tracker_.accepted(), doubt_before = tracker_.in_doubt();
    const NextAction next = tracker_.on(event, std::chrono::steady_clock::now());
    if (!accepted_before && tracker_.accepted() && !done()) {
        accepted_at_ = std::chrono::steady_clock::now();
        gathered_.times.accepted_at = SystemClock{}.utc();
        watchers_.tell(&RunEvents::on_accepted, prompt_id());
    }
    if (tracker_.in_doubt() != doubt_before && !done())
        watchers_.tell(&RunEvents::on_doubt, tracker_.in_doubt());
    if (tracker_.started()) announce_start(std::chrono::steady_clock::now());
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
        watchers_.tell(&RunEvents::on_preview,
                       Preview{progress_.now().node, protocol::media_type(bare->format), bare->image});
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
        if (!executed->output.is_null())
            announce_output(protocol::read_node_outputs(executed->node, executed->output));
    } else if (const auto* error = std::get_if<protocol::ExecutionError>(&message)) {
        if (!error->ends_the_prompt()) gathered_.blocked.push_back(*error);
    }
}

/// Once for each content: messages may come twice, but a node may also show more and more.
void RunSession::announce_output(const protocol::NodeOutputs& output) {
    const auto [told, fresh] = told_outputs_.try_emplace(output.node, output.ui);
    if (!fresh && told->second == output.ui) return;
    told->second = output.ui;
    watchers_.tell(&RunEvents::on_output, output);
    for (const DeclaredOutput& wanted : gathered_.collected)
        if (wanted.node == output.node)
            watchers_.tell(&RunEvents::on_named_output, std::string_view{wanted.alias}, output);
}

void RunSession::announce_start(Deadline when) {
    if (started_at_ || done()) return;
    started_at_ = when;
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

}  // namespace divan
