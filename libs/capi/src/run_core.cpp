#include "run_core.hpp"

#include <divan/json/write.hpp>

#include "handles.hpp"

namespace divan::capi {
namespace {

std::string as_json(const json::Value& value) { return json::write(value); }

std::string as_json(const std::vector<NodeId>& nodes) {
    json::Array ids;
    for (const NodeId& node : nodes) ids.emplace_back(boost::json::string(node.str()));
    return json::write(json::Value(std::move(ids)));
}

Event event_of(const RunProgress& progress) {
    Event event{DIVAN_EVENT_PROGRESS, progress.node.str()};
    event.value = progress.value;
    event.max = progress.max;
    event.fraction = progress.fraction;
    event.percent = progress.percent;
    event.nodes_done = progress.nodes_done;
    event.nodes_total = progress.nodes_total;
    return event;
}

Event event_of(const Preview& preview) {
    Event event{DIVAN_EVENT_PREVIEW, preview.node.str()};
    event.image.assign(reinterpret_cast<const char*>(preview.image.data()), preview.image.size());
    event.media_type = preview.media_type;
    return event;
}

Event event_of(const Result<RunResult>& outcome) {
    if (outcome) return Event{DIVAN_EVENT_FINISHED};
    Event event{DIVAN_EVENT_FAILED};
    event.error = std::make_shared<const divan_error>(outcome.error());
    return event;
}

}  // namespace

RunCore::RunCore(divan_event_fn on_event, void* user, std::shared_ptr<DeliveryInbox> inbox)
    : on_event_{on_event}, user_{user}, inbox_{std::move(inbox)} {}

RunEvents RunCore::listen() {
    const auto self = shared_from_this();
    RunEvents events;
    events.on_accepted = [self](const auto& id) { self->put(Event{DIVAN_EVENT_ACCEPTED, {}, id.str()}); };
    events.on_waiting = [self](std::size_t ahead) {
        Event event{DIVAN_EVENT_WAITING};
        event.ahead = ahead;
        self->put(std::move(event));
    };
    events.on_started = [self] { self->put(Event{DIVAN_EVENT_STARTED}); };
    events.on_cached = [self](const auto& nodes) {
        self->put(Event{DIVAN_EVENT_CACHED, {}, as_json(nodes)});
    };
    events.on_node = [self](const NodeId& node) { self->put(Event{DIVAN_EVENT_NODE, node.str()}); };
    events.on_progress = [self](const RunProgress& progress) { self->put(event_of(progress)); };
    events.on_text = [self](const NodeId& node, std::string_view text) {
        self->put(Event{DIVAN_EVENT_TEXT, node.str(), std::string{text}});
    };
    events.on_output = [self](const protocol::NodeOutputs& shown) {
        self->put(Event{DIVAN_EVENT_OUTPUT, shown.node.str(), as_json(shown.ui)});
    };
    if (on_event_) events.on_preview = [self](const Preview& preview) { self->put(event_of(preview)); };
    return events;
}

void RunCore::hold(Run run) {
    prompt_id_ = run.prompt_id().str();
    run_ = std::move(run);
}

void RunCore::put(Event event) {
    {
        const std::lock_guard lock{mutex_};
        note(event);
        if (on_event_ && !silenced_) events_.put(std::move(event));
    }
    changed_.notify_all();
    if (inbox_ && on_event_) inbox_->put(shared_from_this());
}

/// Keeps the state up to date for who only looks at it.
void RunCore::note(const Event& event) {
    switch (event.kind) {
        case DIVAN_EVENT_WAITING:
            status_.ahead = event.ahead;
            break;
        case DIVAN_EVENT_STARTED:
            status_.state = DIVAN_RUN_RUNNING;
            status_.ahead = 0;
            break;
        case DIVAN_EVENT_PROGRESS:
            status_.percent = event.percent;
            status_.fraction = event.fraction;
            status_.nodes_done = event.nodes_done;
            status_.nodes_total = event.nodes_total;
            break;
        default:
            break;
    }
}

void RunCore::end(Result<RunResult> outcome) {
    run_.reset();
    auto kept = std::make_shared<const Result<RunResult>>(std::move(outcome));
    Event last = event_of(*kept);
    {
        const std::lock_guard lock{mutex_};
        status_.state = *kept ? DIVAN_RUN_FINISHED : DIVAN_RUN_FAILED;
        outcome_ = std::move(kept);
        end_told_ = !on_event_ || silenced_;
    }
    put(std::move(last));
}

std::optional<Event> RunCore::take() {
    const std::lock_guard lock{mutex_};
    auto event = events_.take();
    if (silenced_) return std::nullopt;
    return event;
}

bool RunCore::deliver() {
    if (inside_own_callback()) return false;
    const auto self = shared_from_this();  // a callback may free the handle
    const std::lock_guard one_at_a_time{delivering_};
    while (const auto event = take()) {
        const divan_event shown = event->view(handle_);
        deliverer_ = std::this_thread::get_id();
        on_event_(&shown, user_);
        deliverer_ = std::thread::id{};
        if (!event->ends_the_run()) continue;
        {
            const std::lock_guard lock{mutex_};
            end_told_ = true;
        }
        changed_.notify_all();
    }
    return true;
}

void RunCore::fill(divan_run_status& status) const {
    const std::lock_guard lock{mutex_};
    status = status_;
    status.events_dropped = events_.dropped();
}

bool RunCore::wait_for_end(Deadline until) {
    // On the delivery thread itself nobody else could tell the end.
    const bool told_elsewhere = !polled() && !inbox_->on_its_thread();
    for (;;) {
        if (polled()) deliver();
        std::unique_lock lock{mutex_};
        const auto ended = [&] { return outcome_ && (end_told_ || (!polled() && !told_elsewhere)); };
        const auto news = [&] { return ended() || (polled() && !events_.empty()); };
        if (ended()) return true;
        if (until == kNever)
            changed_.wait(lock, news);
        else if (!changed_.wait_until(lock, until, news))
            return false;
    }
}

std::shared_ptr<const Result<RunResult>> RunCore::outcome() const {
    const std::lock_guard lock{mutex_};
    return outcome_;
}

void RunCore::silence() {
    {
        const std::lock_guard lock{mutex_};
        silenced_ = true;
        end_told_ = true;
        events_.clear();
    }
    changed_.notify_all();
    if (!inside_own_callback()) const std::lock_guard callback_is_over{delivering_};
}

}  // namespace divan::capi
