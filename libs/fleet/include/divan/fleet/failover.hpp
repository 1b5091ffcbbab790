#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include <divan/base/clock.hpp>
#include <divan/fleet/failure.hpp>
#include <divan/fleet/ids.hpp>

namespace divan {

/// Decides which servers get no job of one workflow for a while, because that workflow failed there; the
/// server goes on with other workflows. No I/O, no clock. Threads: as the pool.
class FailoverStrategy {
public:
    virtual ~FailoverStrategy() = default;

    /// Until when `server` gets no job of the workflow; a time that has passed: it may have them. Asked after
    /// each of the calls below and when the time comes, so it may change only by those. `kNever`: until it is
    /// reset.
    virtual Deadline skip_until(const ServerId& server, std::string_view workflow_hash) const = 0;
    /// A try that failed for a reason that may lie in this server with this workflow: transient or unknown
    /// kinds, but no lost connection.
    virtual void record_failure(const ServerId& server, std::string_view workflow_hash,
                                const Failure& failure, Deadline now) = 0;
    virtual void record_success(const ServerId& server, std::string_view workflow_hash) = 0;
    virtual void reset_workflow(std::string_view workflow_hash) = 0;
    virtual void forget_server(const ServerId& server) = 0;

    bool is_blocked(const ServerId& server, std::string_view workflow_hash, Deadline now) const {
        return skip_until(server, workflow_hash) > now;
    }
};

struct SmartFailoverOptions {
    std::chrono::milliseconds cooldown{60'000};  ///< how long a (server, workflow) pair is blocked
    int failures_before_block = 1;               ///< in a row; at least 1

    SmartFailoverOptions() = default;
};

/// Blocks a pair after so many failures in a row; a success forgets them.
class SmartFailover final : public FailoverStrategy {
public:
    explicit SmartFailover(SmartFailoverOptions options = {}) : options_{options} {}

    Deadline skip_until(const ServerId& server, std::string_view workflow_hash) const override;
    void record_failure(const ServerId& server, std::string_view workflow_hash, const Failure& failure,
                        Deadline now) override;
    void record_success(const ServerId& server, std::string_view workflow_hash) override;
    void reset_workflow(std::string_view workflow_hash) override;
    void forget_server(const ServerId& server) override;

private:
    struct Record {
        int failures = 0;
        Deadline blocked_until{};
    };
    SmartFailoverOptions options_;
    std::map<ServerId, std::map<std::string, Record, std::less<>>> records_;
};

/// Blocks nothing.
class NoFailover final : public FailoverStrategy {
public:
    Deadline skip_until(const ServerId&, std::string_view) const override { return Deadline{}; }
    void record_failure(const ServerId&, std::string_view, const Failure&, Deadline) override {}
    void record_success(const ServerId&, std::string_view) override {}
    void reset_workflow(std::string_view) override {}
    void forget_server(const ServerId&) override {}
};

}  // namespace divan
