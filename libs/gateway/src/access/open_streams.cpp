#include "access/open_streams.hpp"

#include <vector>

namespace divan::gateway {

OpenStreams::Ticket OpenStreams::open(const std::string& owner, int most, std::function<void()> wake) {
    if (of(owner) >= most) return nullptr;
    ++state_->counts[owner];
    const auto entry = state_->wakes.insert(state_->wakes.end(), std::move(wake));
    const auto leave = [state = state_, owner, entry](void*) {
        state->wakes.erase(entry);
        if (--state->counts[owner] == 0) state->counts.erase(owner);
    };
    return Ticket{state_.get(), leave};
}

void OpenStreams::wake_all() {
    const std::vector<std::function<void()>> wakes(state_->wakes.begin(), state_->wakes.end());
    for (const auto& wake : wakes) wake();
}

int OpenStreams::of(const std::string& owner) const {
    const auto found = state_->counts.find(owner);
    return found == state_->counts.end() ? 0 : found->second;
}

}  // namespace divan::gateway
