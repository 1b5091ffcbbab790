#include <divan/client/connection_lifecycle.hpp>

#include <array>

namespace divan {
namespace {

constexpr std::chrono::seconds kLasting{5};

using Kind = LifecycleEvent::Kind;
using News = ConnectionLifecycle::News;

}  // namespace

std::string_view name(ConnectionState state) {
    constexpr std::array<std::string_view, 7> kNames{
        "idle", "connecting", "connected", "disconnected", "reconnecting", "failed", "closed"};
    return kNames.at(static_cast<std::size_t>(state));
}

std::string_view name(Kind kind) {
    constexpr std::array<std::string_view, 6> kNames{"connected",           "disconnected",
                                                     "reconnecting",        "reconnected",
                                                     "reconnection_failed", "websocket_unavailable"};
    return kNames.at(static_cast<std::size_t>(kind));
}

ConnectionLifecycle::ConnectionLifecycle(ReconnectPolicy policy, bool auto_reconnect)
    : policy_{std::move(policy)}, auto_reconnect_{auto_reconnect} {}

bool ConnectionLifecycle::trying() const {
    return state_ == ConnectionState::connecting || state_ == ConnectionState::reconnecting ||
           state_ == ConnectionState::connected;
}

News ConnectionLifecycle::enter(ConnectionState next, std::optional<LifecycleEvent> event) {
    state_ = next;
    News news;
    news.emplace_back(next, std::move(event));
    return news;
}

News ConnectionLifecycle::wanted() {
    if (trying() || state_ == ConnectionState::closed) return {};
    attempts_ = short_lived_ = 0;
    if (!ever_connected_) return enter(ConnectionState::connecting);
    return enter(ConnectionState::reconnecting, LifecycleEvent{Kind::reconnecting});
}

News ConnectionLifecycle::greeted(Deadline now) {
    if (state_ == ConnectionState::closed) return {};
    const int failed = std::exchange(attempts_, 0);
    const bool again = std::exchange(ever_connected_, true);
    connected_at_ = now;
    return enter(ConnectionState::connected,
                 LifecycleEvent{again ? Kind::reconnected : Kind::connected, failed + 1});
}

bool ConnectionLifecycle::exhausted() const {
    return policy_.max_attempts > 0 && attempts_ >= policy_.max_attempts;
}

News ConnectionLifecycle::attempt_failed(Error reason) {
    if (state_ != ConnectionState::connecting && state_ != ConnectionState::reconnecting) return {};
    ++attempts_;
    ++short_lived_;
    News news;
    if (attempts_ == 1) news.emplace_back(state_, LifecycleEvent{Kind::websocket_unavailable, 1, reason});
    if (!ever_connected_ && !auto_reconnect_) {
        state_ = ConnectionState::disconnected;
        news.emplace_back(state_);
    } else if (exhausted()) {
        state_ = ConnectionState::failed;
        news.emplace_back(state_, LifecycleEvent{Kind::reconnection_failed, attempts_, std::move(reason)});
    }
    return news;
}

News ConnectionLifecycle::lost(Error reason, Deadline now) {
    if (state_ != ConnectionState::connected) return {};
    short_lived_ = now - connected_at_ > kLasting ? 0 : short_lived_ + 1;
    News news =
        enter(ConnectionState::disconnected, LifecycleEvent{Kind::disconnected, 0, std::move(reason)});
    state_ = ConnectionState::reconnecting;
    news.emplace_back(state_, LifecycleEvent{Kind::reconnecting});
    return news;
}

News ConnectionLifecycle::aborted() {
    if (!trying() || state_ == ConnectionState::connected) return {};
    return enter(ConnectionState::disconnected);
}

News ConnectionLifecycle::closed() {
    if (state_ == ConnectionState::closed) return {};
    return enter(ConnectionState::closed);
}

std::chrono::milliseconds ConnectionLifecycle::pause(double chance) const {
    return reconnect_pause(policy_, short_lived_, chance);
}

}  // namespace divan
