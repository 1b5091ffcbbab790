#include <algorithm>

#include <divan/client/queue.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/jobs/resume.hpp>
#include <divan/net/before.hpp>

#include "fleet_server.hpp"
#include "spawn.hpp"
#include "timers.hpp"

// What a server is asked again and again, and what becomes of the prompts on it that have ended here.
namespace divan::durable {
namespace {

Deadline clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

asio::awaitable<void> FleetServer::watch(std::shared_ptr<FleetServer> self) {
    while (self->observer_) {
        self->soon_ = false;
        auto queue = co_await self->probe();
        if (!self->observer_) co_return;
        if (queue && std::exchange(self->looked_at_losses_, self->losses_) != self->losses_)
            co_await self->look_for_new_life(queue->running.empty() && queue->pending.empty());
        const bool stale = clock_now() - self->learnt_at_ >= self->times_.catalogue_age;
        if (queue && stale && !std::exchange(self->learning_, true))
            spawn(self->connection_.executor(), learn(self));
        const bool answers = queue.has_value();
        co_await self->see_guests_out(std::move(queue));
        if (answers && self->observer_) co_await self->look_at_system();
        if (answers && self->observer_ && !self->is_tried_out()) co_await self->try_out();
        if (!self->observer_) co_return;
        const bool takes_jobs = self->takes_jobs();
        if (takes_jobs && !self->took_jobs_) self->observer_->on_server_may_take_jobs();
        self->took_jobs_ = takes_jobs;
        if (std::exchange(self->soon_, false)) continue;
        co_await wait_on(self->wake_, self->next_look());
    }
}

Deadline FleetServer::next_look() const {
    auto pause = times_.probe;
    if (guests_wanted_) pause = std::min(pause, times_.guest_round);
    if (refused_since_ != kNever) pause = std::min(pause, std::chrono::milliseconds{1'000});
    return std::min(within(pause),
                    std::max(health_.next_change(clock_now()), within(std::chrono::milliseconds{20})));
}

asio::awaitable<std::optional<protocol::Queue>> FleetServer::probe() {
    auto queue = co_await divan::queue(connection_, within(times_.probe_timeout));
    if (!observer_) co_return std::nullopt;
    if (!queue) {
        note_silence(std::move(queue).error());
        co_return std::nullopt;
    }
    note_answer(*queue);
    co_return std::move(*queue);
}

/// For people and metrics: nothing is decided by it, so a server that does not tell is not to blame.
asio::awaitable<void> FleetServer::look_at_system() {
    if (clock_now() - looked_at_system_ < times_.system_stats) co_return;
    looked_at_system_ = clock_now();
    auto stats = co_await divan::system_stats(connection_, within(times_.probe_timeout));
    if (stats && observer_) system_ = std::move(*stats);
}

void FleetServer::note_answer(const protocol::Queue& queue) {
    const Deadline now = clock_now();
    if (refused_since_ != kNever) note_restart();
    refused_since_ = kNever;
    health_.on_online(now);
    health_.on_probe(true, in_flight_ > 0, now);
    const auto prompts = queue.running.size() + queue.pending.size();
    const auto ours = static_cast<std::size_t>(in_flight_) + guests_.size();
    foreign_ = prompts > ours ? prompts - ours : 0;
}

/// A refused connection says that the process is gone; silence may be a node that holds Python's lock (seen:
/// 9 s).
void FleetServer::note_silence(Error error) {
    const Deadline now = clock_now();
    if (error.code == Errc::unauthorized) health_.on_shut_out(now);
    // strerror of ECONNREFUSED: the host is there, the process is not
    if (error.fact("reason") == "Connection refused" && refused_since_ == kNever) refused_since_ = now;
    if (error.code == Errc::connect_failed) health_.on_offline(now);
    health_.on_probe(false, in_flight_ > 0, now);
    last_error_ = std::move(error);
}

asio::awaitable<void> FleetServer::see_guests_out(std::optional<protocol::Queue> queue) {
    auto guests = co_await store::late_guests(store_, config_.id);
    if (!guests || !observer_) co_return;  // the store is asked again in the next round
    std::erase_if(guests_, [&](const auto& known) {
        return std::ranges::none_of(
            *guests, [&](const store::LateGuest& guest) { return guest.attempt.prompt == known.first; });
    });
    guests_wanted_ = !guests->empty();
    for (const store::LateGuest& guest : *guests) observer_->on_guest(guest.attempt.prompt);
    if (!queue) co_return;
    for (store::LateGuest& guest : *guests) {
        auto place = protocol::find(*queue, protocol::PromptId{guest.attempt.prompt.str()});
        co_await see_out(std::move(guest), place);
        if (!observer_) co_return;
    }
}

asio::awaitable<void> FleetServer::see_out(store::LateGuest guest,
                                           std::optional<protocol::QueuePlace> place) {
    const store::PromptId prompt = guest.attempt.prompt;
    const protocol::PromptId there{prompt.str()};
    Guest& known = guests_[prompt];
    if (place) {
        known.absent_rounds = 0;
    } else if (clock_now() >= known.asked_at + times_.guest_round) {
        ++known.absent_rounds;
        known.asked_at = clock_now();
    }
    const int rounds = known.absent_rounds;
    switch (guest_action(place, rounds, guest.attempt.submitted_at.has_value())) {
        case GuestAction::take_from_queue: {
            std::vector<protocol::PromptId> prompts{there};
            (void)co_await delete_from_queue(connection_, std::move(prompts), within(times_.probe_timeout));
            co_return;  // only the queue proves it: the next round looks
        }
        case GuestAction::interrupt: {
            co_await stop_running(there);
            co_return;
        }
        case GuestAction::release: {
            auto released = co_await store::release_slot(store_, prompt);
            if (released) guests_.erase(prompt);
            co_return;
        }
        case GuestAction::look_again:
            co_return;
    }
}

/// It runs there at this moment.
asio::awaitable<void> FleetServer::stop_running(const protocol::PromptId& prompt) {
    auto sent = co_await interrupt(connection_, prompt, within(times_.probe_timeout));
    if (sent || sent.error().code != Errc::not_supported) co_return;  // only the queue proves it
    if (config_.exclusive) {
        (void)co_await interrupt_all(connection_, within(times_.probe_timeout));
        co_return;
    }
    log_.write(LogLevel::info, "jobs", "the server is too old to stop one prompt: it runs to its end",
               {{"server", config_.id.str()}});
}

}  // namespace divan::durable
