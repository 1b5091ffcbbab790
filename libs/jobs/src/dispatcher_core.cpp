#include "dispatcher_core.hpp"

#include <algorithm>
#include <filesystem>

#include <divan/base/random.hpp>
#include <divan/jobs/details.hpp>
#include <divan/net/before.hpp>
#include <divan/store/query.hpp>

#include "spawn.hpp"
#include "timers.hpp"

namespace divan::durable {
namespace {

using namespace std::chrono_literals;

constexpr auto kLeftFor = std::chrono::hours{24};  // files in the scratch folder that nobody removed
constexpr auto kFencePause = 100ms;

Deadline clock_now() { return std::chrono::steady_clock::now(); }

/// What a crash left there.
Result<void> ready_scratch(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(Error{Errc::io_failed, "the scratch folder cannot be made: " + error.message()}.with(
            "folder", folder.string()));
    fs::permissions(folder, fs::perms::owner_all, error);  // other people's results pass through it
    for (const fs::directory_entry& file : fs::directory_iterator{folder, error}) {
        const auto written = file.last_write_time(error);
        if (!error && file.is_regular_file(error) && fs::file_time_type::clock::now() - written > kLeftFor)
            fs::remove(file.path(), error);
    }
    return {};
}

}  // namespace

DispatcherCore::DispatcherCore(asio::any_io_executor loop, store::Store& jobs, store::AssetStore& files,
                               DispatcherConfig settings, const Logger& logger)
    : executor{loop},
      store{jobs},
      assets{files},
      config{std::move(settings)},
      log{logger},
      gateway{uuid4()},
      cache{config.cache ? config.cache_entries : 0},
      rng_{random_upto(UINT64_MAX)},
      claims_{loop},
      alive_{loop},
      stopped_{loop} {}

asio::awaitable<Result<void>> DispatcherCore::start() {
    if (auto ready = ready_scratch(config.scratch); !ready) co_return ready;
    if (auto beaten = co_await beat(); !beaten) co_return beaten;
    started_ = true;
    subscription_ = store.subscribe([weak = weak_from_this()](const store::Change& change) {
        if (const auto self = weak.lock()) self->heard(change);
    });
    for (const ServerConfig& server : config.servers)
        if (auto added = add_server(server); !added) co_return added;
    co_await take_over();
    co_await fill_cache();
    loops_ += 2;
    spawn(executor, keep_alive(shared_from_this()));
    spawn(executor, claim_for_ever(shared_from_this()));
    co_return Result<void>{};
}

/// What was computed before this gateway began, the newest first.
asio::awaitable<void> DispatcherCore::fill_cache() {
    store::JobFilter filter;
    filter.phases = {store::Phase::succeeded};
    filter.most = 1'000;
    std::vector<std::pair<std::string, JobId>> found;
    while (config.cache && found.size() < config.cache_entries) {
        auto page = co_await store::list_jobs(store, filter);
        if (!page) co_return;  // then it begins empty
        for (const store::Job& job : page->jobs)
            if (auto details = JobDetails::parse(job.details); details && !details->cache_key.empty())
                found.emplace_back(std::move(details->cache_key), job.id);
        if (!page->next) break;
        filter.before = page->next;
    }
    for (auto entry = found.rbegin(); entry != found.rend(); ++entry) cache.add(entry->first, entry->second);
}

/// As in a crash: what runs at the servers goes on.
void DispatcherCore::die() {
    stopping_ = dead_ = true;
    subscription_ = store::Subscription{};
    const auto sessions = sessions_;
    for (const auto& [prompt, session] : sessions) session->drop();
    for (const auto& [id, server] : servers) server->close();
    claims_.cancel();
    alive_.cancel();
    stopped_.cancel();
}

asio::awaitable<bool> DispatcherCore::stop(Deadline deadline) {
    stopping_ = true;
    const auto sessions = sessions_;
    for (const auto& [prompt, session] : sessions) session->release();
    while (!sessions_.empty() && clock_now() < deadline) {
        co_await wait_on(stopped_, deadline);
    }
    const bool in_time = sessions_.empty();
    die();
    while (loops_ > 0 && clock_now() < deadline + 1s) {
        co_await wait_on(stopped_, deadline + 1s);
    }
    if (started_) (void)co_await store::leave(store, gateway);  // else the lease runs out by itself
    co_return in_time;
}

Result<void> DispatcherCore::add_server(ServerConfig server) {
    if (servers.contains(server.id))
        return fail(
            Error{Errc::conflict, "a server of that name is there already"}.with("server", server.id.str()));
    const ServerId id = server.id;
    auto added = std::make_shared<FleetServer>(executor, std::move(server), config.times, store, *this, log);
    servers.emplace(id, added);
    if (started_) added->start();
    return {};
}

FleetServer* DispatcherCore::find(const ServerId& server) {
    const auto entry = servers.find(server);
    return entry == servers.end() ? nullptr : entry->second.get();
}

Result<void> DispatcherCore::remove_server(const ServerId& server) {
    const auto entry = servers.find(server);
    if (entry == servers.end())
        return fail(Error{Errc::not_found, "there is no such server"}.with("server", server.str()));
    if (entry->second->in_flight() > 0)
        return fail(Error{Errc::conflict, "the server still has jobs", "drain it first, and wait"}.with(
            "server", server.str()));
    entry->second->close();
    servers.erase(entry);
    return {};
}

bool DispatcherCore::fenced() const { return clock_now() > last_beat_ + config.times.self_fence; }

asio::awaitable<bool> DispatcherCore::pause(std::chrono::milliseconds span) {
    const bool waited = co_await net::sleep_until(within(span));
    co_return waited && !dead_;
}

asio::awaitable<Result<void>> DispatcherCore::persist(Step step) {
    for (;;) {
        if (dead_) co_return fail(Errc::cancelled, "the dispatcher has ended");
        if (fenced()) {
            (void)co_await pause(kFencePause);
            continue;
        }
        auto done = co_await step();
        if (done) co_return done;
        const Errc code = done.error().code;
        const bool passes =
            code == Errc::store_unavailable || code == Errc::commit_unknown || code == Errc::storage_full;
        if (!passes) co_return done;
        log.write(LogLevel::warn, "jobs", "the store does not take a step",
                  {{"error", std::string_view{done.error().message}}});
        (void)co_await pause(config.times.store_pause);
    }
}

std::vector<ServerId> DispatcherCore::servers_for(const WorkflowNeeds& needs) const {
    std::vector<ServerId> able;
    for (const auto& [id, server] : servers)
        if (!server->drained_by() && server->can_run(needs)) able.push_back(id);
    return able;
}

std::vector<ServerId> DispatcherCore::roomiest_of(const std::vector<ServerId>& among) const {
    std::vector<ServerId> roomiest;
    std::int64_t most = 1;
    for (const ServerId& id : among) {
        const std::int64_t bytes = servers.at(id)->vram_bytes();
        if (bytes > most) roomiest.clear();
        most = std::max(most, bytes);
        if (bytes == most) roomiest.push_back(id);
    }
    return roomiest;
}

void DispatcherCore::begin(std::shared_ptr<FleetServer> server, store::HeldJob held, std::string graph,
                           bool fresh) {
    if (sessions_.contains(held.attempt.prompt) || dead_) return;
    server->begin();
    ++(fresh ? counts.claimed : counts.adopted);
    const store::PromptId prompt = held.attempt.prompt;
    auto session = std::make_shared<AttemptSession>(shared_from_this(), std::move(server), std::move(held),
                                                    std::move(graph), fresh);
    sessions_[prompt] = session;
    spawn(executor, AttemptSession::drive(session));
}

bool DispatcherCore::over_retry_budget() const {
    const auto retries =
        std::ranges::count_if(sessions_, [](const auto& one) { return one.second->is_retry(); });
    return durable::over_retry_budget(static_cast<std::size_t>(retries), sessions_.size());
}

void DispatcherCore::ended(AttemptSession& session) {
    sessions_.erase(session.prompt());
    wake_claims();
    stopped_.cancel();
}

/// At least one may, so that a fleet of one or two gets rid of a bad server, too.
bool DispatcherCore::may_set_one_aside() const {
    const auto aside = std::ranges::count_if(
        servers, [](const auto& one) { return one.second->state().health == HealthState::ejected; });
    return static_cast<std::size_t>(aside) + 1 <= std::max<std::size_t>(1, servers.size() / 2);
}

/// Without `running_until` it is drained no longer.
Result<void> DispatcherCore::drain_server(const ServerId& server, std::optional<Deadline> running_until) {
    FleetServer* found = find(server);
    if (!found) return fail(Error{Errc::not_found, "there is no such server"}.with("server", server.str()));
    found->drain(running_until);
    for (const auto& [prompt, session] : sessions_)
        if (session->server() == server) session->wake();
    if (!running_until) wake_claims();
    return {};
}

void DispatcherCore::on_guest(const store::PromptId& prompt) {
    if (const auto entry = sessions_.find(prompt); entry != sessions_.end()) entry->second->drop();
}

/// Only jobs of ours that others have ended are news.
void DispatcherCore::heard(const store::Change& change) {
    if (change.work) wake_claims();
    if (!change.slots) return;
    for (const JobId& job : change.jobs)
        for (const auto& [prompt, session] : sessions_)
            if (session->job() == job && !session->is_ending()) session->look_for_guests();
}

}  // namespace divan::durable
