#include "v2/job_events.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/base64.hpp>
#include <divan/json/write.hpp>

#include "v2/asset_view.hpp"

namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

constexpr auto kProgressPause = 500ms;  // the contract: about two in a second
constexpr auto kPreviewPause = 200ms;   // failure-model (f): five in a second
constexpr auto kKeepAlive = 15s;        // clients give up after 45 s without a byte
constexpr auto kPositionPause = 2s;     // while it waits its place changes without an event of its own
constexpr auto kLookAgain = 5s;         // behind the hints: another gateway's may be lost
constexpr auto kPeerPause = 1s;         // a reader that has gone makes room for the next one
constexpr auto kRetryAfter = std::chrono::seconds{5};

Deadline now() { return std::chrono::steady_clock::now(); }

/// What wakes a stream; shared with those who do.
struct Alarm {
    explicit Alarm(const asio::any_io_executor& executor) : timer{executor} {}
    void ring() {
        rang = true;
        timer.cancel();
    }
    asio::steady_timer timer;
    bool rang = false;
    bool job_changed = true;  ///< the store has something new about it
};

class JobEvents {
public:
    JobEvents(Site& site, Call& call, JobPicture picture, std::shared_ptr<Alarm> alarm)
        : site_{site}, call_{call}, picture_{std::move(picture)}, alarm_{std::move(alarm)} {}

    asio::awaitable<void> run();

private:
    const JobId& id() const { return picture_.job.id; }
    void listen();
    asio::awaitable<bool> look();
    asio::awaitable<bool> tell_status();
    asio::awaitable<bool> tell_progress();
    asio::awaitable<bool> tell_preview();
    asio::awaitable<bool> tell_end();
    asio::awaitable<bool> round();
    asio::awaitable<bool> send(std::string_view event, json::Object data);
    asio::awaitable<bool> put(std::string text);
    Deadline next_look() const;
    asio::awaitable<void> wait();

    Site& site_;
    Call& call_;
    JobPicture picture_;
    std::shared_ptr<Alarm> alarm_;
    store::Subscription store_changes_;
    Subscription progress_changes_;
    bool first_ = true;
    std::string told_status_;
    std::optional<int> told_place_;
    std::uint64_t told_version_ = 0, told_previews_ = 0;
    std::size_t nodes_ = 0;  ///< that it has, once known
    bool more_progress_ = false, more_previews_ = false;
    Deadline looked_at_{}, progress_at_{}, preview_at_{}, sent_at_{};
};

void JobEvents::listen() {
    // Both are told on this loop, also while an earlier piece is still being written.
    store_changes_ = site_.store.subscribe([alarm = alarm_, job = id()](const store::Change& change) {
        if (std::ranges::find(change.jobs, job) == change.jobs.end()) return;
        alarm->job_changed = true;
        alarm->ring();
    });
    progress_changes_ =
        site_.dispatcher.progress().listen([alarm = alarm_, job = id()](const JobId& changed) {
            if (changed == job) alarm->ring();
        });
}

asio::awaitable<bool> JobEvents::put(std::string text) {
    sent_at_ = now();
    auto sent = co_await call_.exchange().write(std::move(text));
    co_return sent.has_value();
}

asio::awaitable<bool> JobEvents::send(std::string_view event, json::Object data) {
    std::string frame = "event: ";
    frame += event;
    frame += "\ndata: " + json::write(data) + "\n\n";
    co_return co_await put(std::move(frame));
}

/// The job as the store has it, when there may be something new. False when it is not there any more.
asio::awaitable<bool> JobEvents::look() {
    const bool waits = picture_.ahead.has_value();
    const auto pause = waits ? Deadline::duration{kPositionPause} : Deadline::duration{kLookAgain};
    const bool due = alarm_->job_changed || now() >= looked_at_ + pause;
    if (!due) co_return true;
    alarm_->job_changed = false;
    looked_at_ = now();
    auto picture = co_await picture_of(site_, id(), picture_.job.owner);
    if (!picture && picture.error().code == Errc::not_found) co_return false;
    if (picture) picture_ = std::move(*picture);  // a store that is away is asked again
    co_return true;
}

asio::awaitable<bool> JobEvents::tell_status() {
    const std::string status{v2_status(picture_.job.phase)};
    if (status == told_status_ && picture_.ahead == told_place_) co_return true;
    told_status_ = status;
    told_place_ = picture_.ahead;
    json::Object data;
    data["status"] = status;
    data["queue_position"] = picture_.ahead ? json::Value(*picture_.ahead) : json::Value(nullptr);
    co_return co_await send("status", std::move(data));
}

asio::awaitable<bool> JobEvents::tell_progress() {
    more_progress_ = false;
    const durable::JobProgress* progress = site_.dispatcher.progress().find(id());
    if (!progress || progress->version == told_version_ || progress->run.nodes_total == 0) co_return true;
    more_progress_ = now() < progress_at_ + kProgressPause;
    if (more_progress_) co_return true;
    told_version_ = progress->version;
    nodes_ = progress->run.nodes_total;
    progress_at_ = now();
    co_return co_await send("progress", v2_progress(*progress));
}

asio::awaitable<bool> JobEvents::tell_preview() {
    more_previews_ = false;
    const durable::JobProgress* progress = site_.dispatcher.progress().find(id());
    if (!progress || !progress->preview || progress->previews == told_previews_) co_return true;
    more_previews_ = now() < preview_at_ + kPreviewPause;
    if (more_previews_) co_return true;
    told_previews_ = progress->previews;
    preview_at_ = now();
    json::Object data;
    data["node_id"] = progress->preview->node.str();
    data["content_type"] = progress->preview->media_type;
    data["data_base64"] = base64(progress->preview->bytes);
    co_return co_await send("preview", std::move(data));
}

/// What it made, then how it ended. Who comes after the end gets the end alone.
asio::awaitable<bool> JobEvents::tell_end() {
    if (first_) co_return co_await tell_status();
    if (nodes_ > 0 && picture_.job.phase == store::Phase::succeeded) {
        durable::JobProgress done;
        done.run.fraction = 1;
        done.run.nodes_done = done.run.nodes_total = nodes_;
        const bool sent = co_await send("progress", v2_progress(done));
        if (!sent) co_return false;
    }
    for (const store::Output& output : picture_.outputs) {
        const bool sent = co_await send("output", v2_output(output, id(), site_, call_.origin()));
        if (!sent) co_return false;
    }
    co_return co_await tell_status();
}

/// False when there is nothing more to come.
asio::awaitable<bool> JobEvents::round() {
    const bool there = co_await look();
    if (!there) co_return false;
    if (store::is_final(picture_.job.phase)) {
        co_await tell_end();
        co_return false;
    }
    bool sent = co_await tell_status();
    if (sent) sent = co_await tell_progress();
    if (sent) sent = co_await tell_preview();
    if (!sent) co_return false;
    first_ = false;
    if (now() >= sent_at_ + kKeepAlive) co_return co_await put(": here\n\n");
    co_return true;
}

Deadline JobEvents::next_look() const {
    Deadline next = std::min(sent_at_ + kKeepAlive, now() + kPeerPause);
    if (more_progress_) next = std::min(next, progress_at_ + kProgressPause);
    if (more_previews_) next = std::min(next, preview_at_ + kPreviewPause);
    return next;
}

asio::awaitable<void> JobEvents::wait() {
    if (!alarm_->rang) {
        alarm_->timer.expires_at(next_look());
        co_await alarm_->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    alarm_->rang = false;
}

asio::awaitable<void> JobEvents::run() {
    listen();
    sent_at_ = now();
    while (!site_.stopping && !call_.exchange().peer_gone()) {
        const bool allowed = co_await site_.gatekeeper.still_valid(call_.caller);
        if (!allowed) break;
        const bool goes_on = co_await round();
        if (!goes_on) break;
        co_await wait();
    }
    co_await call_.exchange().finish();
}

}  // namespace

asio::awaitable<Answer<>> send_job_events(Site& site, Call& call, JobPicture picture) {
    const auto executor = co_await asio::this_coro::executor;
    auto alarm = std::make_shared<Alarm>(executor);
    const auto ticket =
        site.streams.open(call.caller.owner, call.caller.limits.streams, [alarm] { alarm->ring(); });
    if (!ticket)
        co_return refuse(
            Refusal{429, "too_many_streams", "you have as many event streams open as you may"}.after(
                kRetryAfter));
    net::HttpReply head{200};
    head.headers.set("Content-Type", "text/event-stream");
    head.headers.set("Cache-Control", "no-store");
    head.headers.set("X-Accel-Buffering", "no");  // proxies such as nginx would keep events back
    if (call.method() == "HEAD") co_return co_await call.reply(std::move(head));
    auto begun = co_await call.begin(std::move(head));
    if (!begun) co_return Answer<>{};
    JobEvents events{site, call, std::move(picture), std::move(alarm)};
    co_await events.run();
    co_return Answer<>{};
}

}  // namespace divan::gateway
