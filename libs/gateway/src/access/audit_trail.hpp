#pragma once

#include <map>

#include <boost/asio/awaitable.hpp>

#include <divan/base/log.hpp>
#include <divan/store/audit.hpp>

#include "access/token_bucket.hpp"
#include "http/refusal.hpp"

namespace divan::gateway {

namespace asio = boost::asio;

/// What the gateway writes into the audit log.
class AuditTrail {
public:
    AuditTrail(store::Store& store, const Logger& log) : store_{store}, log_{log} {}

    /// For what somebody is about to do: when it cannot be written, it is not done.
    asio::awaitable<Answer<>> record(store::AuditEntry entry);
    /// For what was refused, which strangers can cause as often as they like: once a minute for each actor
    /// and action, and at most 30 a minute altogether. The next one says how many were left out.
    asio::awaitable<void> record_refusal(store::AuditEntry entry);

private:
    bool is_due(const store::AuditEntry& entry);

    store::Store& store_;
    const Logger& log_;
    TokenBucket all_;
    std::map<std::string, Deadline, std::less<>> lately_;  // by actor and action, until when
    std::int64_t left_out_ = 0;
};

}  // namespace divan::gateway
