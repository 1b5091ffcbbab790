#include "fleet_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/client/catalogue.hpp>
#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>

#include "spawn.hpp"

namespace divan::durable {
namespace {

constexpr std::size_t kKnownFiles = 10'000;

Deadline clock_now() { return std::chrono::steady_clock::now(); }

std::uint64_t seed_of(const ServerId& id) { return std::hash<std::string>{}(id.str()); }

}  // namespace

FleetServer::FleetServer(asio::any_io_executor executor, ServerConfig config, DispatchTimes times,
                         store::Store& store, ServerObserver& observer, const Logger& log)
    : config_{std::move(config)},
      times_{times},
      store_{store},
      observer_{&observer},
      log_{log},
      connection_{executor, config_.connection, &log},
      monitor_{connection_},
      health_{config_.health, seed_of(config_.id)},
      wake_{executor} {}

void FleetServer::start() {
    lifecycle_ = connection_.on_lifecycle([this](const LifecycleEvent& event) {
        if (event.kind != LifecycleEvent::Kind::disconnected) return;
        ++losses_;
        look_soon();
    });
    spawn(connection_.executor(), watch(shared_from_this()));
}

void FleetServer::close() {
    observer_ = nullptr;
    lifecycle_.reset();
    connection_.close();
    wake_.cancel();
}

ServerState FleetServer::state() const {
    ServerState state;
    state.id = config_.id;
    state.address = connection_.server();
    state.health = health_.state(clock_now());
    state.online = health_.online();
    state.draining = drained_by_.has_value();
    state.dead = dead_;
    state.takes_jobs = takes_jobs();
    state.slots = config_.slots;
    state.in_flight = in_flight_;
    state.foreign = foreign_;
    state.guests = guests_.size();
    if (inventory_.catalogue()) state.classes = inventory_.catalogue()->size();
    state.succeeded = succeeded_;
    state.failed = failed_;
    state.restarts = restarts_;
    state.last_error = last_error_;
    state.system = system_;
    state.monitor = monitor_.latest();
    return state;
}

bool FleetServer::takes_jobs() const {
    if (drained_by_ || dead_ || !asked_ || !is_tried_out()) return false;
    return in_flight_ < std::min(config_.slots, health_.job_limit(clock_now()));
}

bool FleetServer::is_in_service() const {
    return health_.online() && !dead_ && !drained_by_ && health_.state(clock_now()) != HealthState::ejected;
}

std::int64_t FleetServer::vram_bytes() const {
    std::int64_t most = 0;
    if (system_)
        for (const protocol::Device& device : system_->devices)
            most = std::max(most, device.vram_total_bytes);
    return most;
}

bool FleetServer::can_run(const WorkflowNeeds& needs) const {
    for (const std::string& class_type : needs.classes)
        if (inventory_.lacks_class(class_type)) return false;
    return true;
}

void FleetServer::end() {
    --in_flight_;
    if (observer_) observer_->on_server_may_take_jobs();
}

void FleetServer::praise(const store::PromptId& finished) {
    ++succeeded_;
    troubled_.clear();
    if (!witness_) life_since_ = life_until_ = losses_;  // it says nothing about what was before
    if (losses_ == life_until_) witness_ = finished;
    health_.on_success(clock_now());
}

void FleetServer::punish(Penalty penalty, const Error& error) {
    ++failed_;
    last_error_ = error;
    const bool may_eject = !observer_ || observer_->may_set_one_aside();
    const int faults = penalty == Penalty::fault ? 1 : penalty == Penalty::grave_fault ? 2 : 0;
    for (int i = 0; i < faults; ++i) health_.on_server_fault(clock_now(), may_eject);
    if (penalty == Penalty::ejected) health_.on_shut_out(clock_now());
    if (penalty == Penalty::until_restart) dead_ = true;
    if (penalty != Penalty::none)
        log_.write(LogLevel::warn, "jobs", "server at fault",
                   {{"server", config_.id.str()}, {"error", std::string_view{error.message}}});
}

void FleetServer::note_trouble(Trouble trouble, const JobId& job) {
    constexpr std::size_t kJobsInARow = 3;
    auto& jobs = troubled_[trouble];
    jobs.insert(job);
    if (jobs.size() < kJobsInARow || !observer_ || !observer_->may_set_one_aside()) return;
    jobs.clear();
    health_.on_shut_out(clock_now());
    log_.write(LogLevel::warn, "jobs", "the same trouble with three jobs in a row: server set aside",
               {{"server", config_.id.str()},
                {"trouble", trouble == Trouble::out_of_memory ? "out of memory" : "blank pictures"}});
}

void FleetServer::note_file(std::string name) {
    if (files_.size() >= kKnownFiles) files_.clear();  // then they are sent once more
    files_.insert(std::move(name));
}

/// A server tells nobody that it is a new one. What it must have forgotten tells it. False when it does not
/// answer.
asio::awaitable<bool> FleetServer::has_forgotten() {
    const protocol::PromptId witness{witness_->str()};
    const std::uint64_t life = restarts_, losses = losses_;
    auto entry = co_await history(connection_, witness, within(times_.probe_timeout));
    if (restarts_ != life) co_return true;  // somebody else found out meanwhile
    if (!entry) co_return false;
    if (*entry) {
        life_until_ = std::max(life_until_, losses);
        co_return false;
    }
    note_restart();
    co_return true;
}

/// Asked about a prompt that is gone. Without a loss of the socket there was no restart; after one, only what
/// the server still knows speaks against it.
asio::awaitable<bool> FleetServer::restarted_since(Moment moment) {
    const auto self = shared_from_this();
    if (restarts_ != moment.restarts) co_return true;
    if (losses_ == moment.losses && refused_since_ == kNever) co_return false;
    if (witness_ && losses_ != life_until_) {
        const bool forgotten = co_await has_forgotten();
        if (forgotten || restarts_ != moment.restarts) co_return true;
    }
    const bool same_life = moment.losses >= life_since_ && losses_ == life_until_;
    co_return !same_life || refused_since_ != kNever;
}

/// After its socket was lost it may be another one, whether anybody saw it away or not.
asio::awaitable<void> FleetServer::look_for_new_life(bool nothing_there) {
    learnt_at_ = Deadline{};
    files_.clear();
    if (witness_)
        (void)co_await has_forgotten();
    else if (dead_ && nothing_there)
        note_restart();  // a dead worker's prompt stays in its queue for ever
}

void FleetServer::note_restart() {
    ++restarts_;
    dead_ = false;
    witness_.reset();
    life_since_ = life_until_ = losses_;
    files_.clear();
    inventory_.forget();
    asked_ = false;
    learnt_at_ = Deadline{};
    log_.write(LogLevel::info, "jobs", "server restarted", {{"server", config_.id.str()}});
}

void FleetServer::look_for_guests() {
    guests_wanted_ = true;
    look_soon();
}

void FleetServer::look_soon() {
    soon_ = true;
    wake_.cancel();
}

/// Waits for the whole catalogue, which may take minutes, beside the probes.
asio::awaitable<void> FleetServer::learn(std::shared_ptr<FleetServer> self) {
    const std::uint64_t life = self->restarts_;
    auto catalogue = co_await object_info(self->connection_, within(self->times_.catalogue_timeout));
    self->learning_ = false;
    if (!self->observer_ || life != self->restarts_) co_return;
    self->learnt_at_ = clock_now();
    self->asked_ = true;
    if (catalogue)
        self->inventory_.learn(std::move(*catalogue));
    else
        self->last_error_ = catalogue.error();  // what was known before is kept
    self->observer_->on_server_may_take_jobs();
}

}  // namespace divan::durable
