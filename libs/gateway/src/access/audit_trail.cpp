#include "access/audit_trail.hpp"

#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

constexpr double kRefusalsASecond = 0.5;
constexpr double kRefusalsAtOnce = 30;
constexpr std::size_t kMostActors = 10'000;

}  // namespace

asio::awaitable<Answer<>> AuditTrail::record(store::AuditEntry entry) {
    auto written = co_await store::add_audit(store_, std::move(entry));
    if (!written) co_return refuse(written.error());
    co_return Answer<>{};
}

bool AuditTrail::is_due(const store::AuditEntry& entry) {
    const auto now = std::chrono::steady_clock::now();
    if (lately_.size() >= kMostActors)
        std::erase_if(lately_, [now](const auto& each) { return each.second <= now; });
    const std::string name = entry.actor + "\n" + entry.action;
    const auto known = lately_.find(name);
    if (known != lately_.end() && known->second > now) return false;
    if (lately_.size() >= kMostActors || all_.take(kRefusalsASecond, kRefusalsAtOnce, now)) return false;
    lately_[name] = now + std::chrono::minutes{1};
    return true;
}

asio::awaitable<void> AuditTrail::record_refusal(store::AuditEntry entry) {
    if (!is_due(entry)) {
        ++left_out_;
        co_return;
    }
    if (left_out_ > 0) entry.details = json::write(json::Object{{"left_out_before", left_out_}});
    left_out_ = 0;
    auto written = co_await store::add_audit(store_, std::move(entry));
    if (!written)
        log_.write(LogLevel::warn, "gateway", "a refusal is missing in the audit log",
                   {{"error", describe(written.error())}});
}

}  // namespace divan::gateway
