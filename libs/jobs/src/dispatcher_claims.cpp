#include <algorithm>

#include <divan/base/crash_point.hpp>
#include <divan/store/query.hpp>

#include "dispatcher_core.hpp"
#include "timers.hpp"

// Which server gets the next job.
namespace divan::durable {
namespace {

constexpr std::size_t kKnownLanes = 10'000;
constexpr std::size_t kMostOthers = 9;  // one more than a claim looks at (`ClaimRequest::lanes`)

Deadline clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

void DispatcherCore::wake_claims() {
    claims_wanted_ = true;
    claims_.cancel();
}

asio::awaitable<void> DispatcherCore::claim_for_ever(std::shared_ptr<DispatcherCore> self) {
    while (!self->stopping_) {
        self->claims_wanted_ = false;
        if (!self->fenced()) co_await self->claim_round();
        if (self->stopping_ || self->claims_wanted_) continue;
        co_await wait_on(self->claims_, clock_now() + self->config.times.claim);
    }
    --self->loops_;
    self->stopped_.cancel();
}

/// The least busy first.
std::vector<std::shared_ptr<FleetServer>> DispatcherCore::free_servers() const {
    std::vector<std::shared_ptr<FleetServer>> found;
    for (const auto& [id, server] : servers)
        if (server->takes_jobs()) found.push_back(server);
    std::ranges::stable_sort(found, {}, [](const auto& server) {
        const ServerState state = server->state();
        return static_cast<std::size_t>(state.in_flight) + state.foreign + state.guests;
    });
    return found;
}

/// Where jobs that avoid the server can go, now or soon.
std::vector<ServerId> DispatcherCore::others_for(const WorkflowNeeds& needs,
                                                 const FleetServer& server) const {
    std::vector<ServerId> others;
    for (const auto& [id, other] : servers) {
        if (others.size() >= kMostOthers) break;
        if (other.get() != &server && other->is_in_service() && other->can_run(needs)) others.push_back(id);
    }
    return others;
}

/// What a lane needs, by the job that comes next in it: equal needs, equal lane.
asio::awaitable<DispatcherCore::Needs> DispatcherCore::needs_of_lane(store::WaitingLane lane) {
    if (const auto known = lanes_.find(lane.lane); known != lanes_.end()) co_return known->second;
    auto graph = co_await store::graph_of(store, lane.next, std::nullopt);
    if (!graph) co_return nullptr;  // it was claimed or removed meanwhile
    auto workflow = Workflow::parse(*graph);
    WorkflowNeeds needs;
    if (workflow) needs = needs_of(*workflow);
    if (lanes_.size() >= kKnownLanes) lanes_.clear();
    const Needs kept = std::make_shared<const WorkflowNeeds>(std::move(needs));
    lanes_[lane.lane] = kept;
    co_return kept;
}

/// A claim of nothing: jobs whose time has come join the waiting ones by it. New ones are there by
/// themselves.
asio::awaitable<bool> DispatcherCore::wake_due() {
    if (clock_now() < wake_due_at_) co_return true;
    store::ClaimRequest nothing{gateway, servers.begin()->first};  // any server: a place to ask from
    nothing.lanes.emplace();
    auto woken = co_await store::claim(store, std::move(nothing));
    if (woken) wake_due_at_ = clock_now() + config.times.claim;
    co_return woken.has_value();
}

/// The lanes that have jobs waiting.
asio::awaitable<std::vector<std::string>> DispatcherCore::waiting_lanes() {
    std::vector<std::string> names;
    if (!co_await wake_due()) co_return names;
    auto waiting = co_await store::waiting_lanes(store);
    if (!waiting) co_return names;
    for (const store::WaitingLane& lane : *waiting) {
        if (std::ranges::find(names, lane.lane) != names.end()) continue;
        if (co_await needs_of_lane(lane)) names.push_back(lane.lane);
    }
    co_return names;
}

asio::awaitable<void> DispatcherCore::claim_round() {
    if (free_servers().empty()) co_return;
    const auto waiting = co_await waiting_lanes();
    std::set<ServerId> through;
    while (!waiting.empty() && !stopping_ && !fenced()) {
        auto candidates = free_servers();
        std::erase_if(candidates, [&](const auto& server) { return through.contains(server->id()); });
        if (candidates.empty()) co_return;
        const auto server = candidates.front();
        Lanes lanes;
        for (const std::string& lane : waiting)
            if (const auto needs = lanes_.find(lane);
                needs != lanes_.end() && server->can_run(*needs->second))
                lanes[lane] = others_for(*needs->second, *server);
        bool took = false;
        if (!lanes.empty()) took = co_await claim_for(server, std::move(lanes));
        if (!took) through.insert(server->id());
    }
}

asio::awaitable<bool> DispatcherCore::claim_for(std::shared_ptr<FleetServer> server, Lanes lanes) {
    store::ClaimRequest request{gateway, server->id()};
    request.slots = server->slots();
    request.lanes = std::move(lanes);
    auto claimed = co_await store::claim(store, std::move(request));
    if (!claimed) {
        log.write(LogLevel::warn, "jobs", "no job can be claimed",
                  {{"error", std::string_view{claimed.error().message}}});
        co_return false;
    }
    if (claimed->empty()) co_return false;
    crash_point("CP5");
    for (store::Claimed& one : *claimed) begin(server, std::move(one.held), std::move(one.graph), true);
    co_return true;
}

}  // namespace divan::durable
