#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include <divan/base/random.hpp>
#include <divan/jobs/dispatcher.hpp>
#include <divan/store/claim.hpp>
#include <divan/store/leases.hpp>

#include "attempt_session.hpp"
#include "fleet_server.hpp"
#include "result_cache.hpp"

namespace divan::durable {

/// What a dispatcher is made of; it lives on while one of its coroutines does. Threads: the event loop's.
class DispatcherCore final : public ServerObserver, public std::enable_shared_from_this<DispatcherCore> {
public:
    using Step = std::function<asio::awaitable<Result<void>>()>;
    using Needs = std::shared_ptr<const WorkflowNeeds>;
    using Lanes = store::ClaimRequest::Lanes;

    DispatcherCore(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
                   DispatcherConfig settings, const Logger& log);

    asio::awaitable<Result<void>> start();
    asio::awaitable<bool> stop(Deadline deadline);
    void die();  ///< as in a crash: nothing is written any more

    Result<void> add_server(ServerConfig server);
    FleetServer* find(const ServerId& server);
    Result<void> remove_server(const ServerId& server);
    Result<void> drain_server(const ServerId& server, std::optional<Deadline> running_until);

    bool stopping() const { return stopping_; }
    bool fenced() const;
    bool ready() const { return started_ && !stopping_ && !fenced(); }
    /// Does a step of a job until the store has answered it: waits while it is away or full, and while this
    /// gateway may not write. Errors: the step's own; `cancelled` at the end.
    asio::awaitable<Result<void>> persist(Step step);
    asio::awaitable<bool> pause(std::chrono::milliseconds span);  ///< false at the end

    std::vector<ServerId> servers_for(const WorkflowNeeds& needs) const;
    /// Those with most memory for models, all that have equally much; none where no server told.
    std::vector<ServerId> roomiest_of(const std::vector<ServerId>& among) const;
    /// Too many tries are repetitions already.
    bool over_retry_budget() const;
    void ended(AttemptSession& session);
    void wake_claims();
    double chance() { return rng_.unit(); }

    void on_server_may_take_jobs() override { wake_claims(); }
    void on_guest(const store::PromptId& prompt) override;
    bool may_set_one_aside() const override;

    const asio::any_io_executor executor;
    store::Store& store;
    store::AssetStore& assets;
    const DispatcherConfig config;
    const Logger& log;
    const store::GatewayId gateway;
    ProgressHub progress;
    DispatcherCounts counts;
    ResultCache cache;
    std::size_t followers = 0;  ///< sessions that wait for an equal job
    std::map<ServerId, std::shared_ptr<FleetServer>> servers;

private:
    // dispatcher_lease.cpp
    asio::awaitable<Result<void>> beat();
    static asio::awaitable<void> keep_alive(std::shared_ptr<DispatcherCore> self);
    asio::awaitable<void> reap();
    asio::awaitable<void> take_over();
    asio::awaitable<void> drop_what_moved_on();
    asio::awaitable<void> attend();
    asio::awaitable<void> resume(store::HeldJob held);
    // dispatcher_claims.cpp
    static asio::awaitable<void> claim_for_ever(std::shared_ptr<DispatcherCore> self);
    asio::awaitable<void> claim_round();
    asio::awaitable<bool> claim_for(std::shared_ptr<FleetServer> server, Lanes lanes);
    asio::awaitable<bool> wake_due();
    asio::awaitable<std::vector<std::string>> waiting_lanes();
    asio::awaitable<Needs> needs_of_lane(store::WaitingLane lane);
    std::vector<std::shared_ptr<FleetServer>> free_servers() const;
    std::vector<ServerId> others_for(const WorkflowNeeds& needs, const FleetServer& server) const;

    asio::awaitable<void> fill_cache();
    void heard(const store::Change& change);
    void begin(std::shared_ptr<FleetServer> server, store::HeldJob held, std::string graph, bool fresh);

    Rng rng_;
    store::Subscription subscription_;
    std::map<store::PromptId, std::shared_ptr<AttemptSession>> sessions_;
    std::map<std::string, Needs> lanes_;
    asio::steady_timer claims_, alive_, stopped_;
    Deadline last_beat_ = Deadline::min(), wake_due_at_{};
    std::set<store::PromptId> unattended_;  ///< owned, and without a session when last looked
    bool started_ = false, stopping_ = false, dead_ = false, claims_wanted_ = false;
    int loops_ = 0;
};

}  // namespace divan::durable
