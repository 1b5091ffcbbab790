#include "scheduler/server_table.hpp"

#include <algorithm>

namespace divan::scheduler {

std::size_t ServerTable::add(ServerSetup setup) {
    auto free = std::ranges::find_if(slots_, [](const auto& slot) { return !slot; });
    if (free == slots_.end()) free = slots_.emplace(slots_.end());
    const auto slot = static_cast<std::size_t>(free - slots_.begin());
    free->emplace();
    Server& server = **free;
    server.id = std::move(setup.id);
    server.priority = setup.priority;
    server.depth = setup.depth;
    server.order = ++added_;
    by_id_[server.id] = slot;
    return slot;
}

void ServerTable::erase(std::size_t slot) {
    by_id_.erase(slots_[slot]->id);
    slots_[slot].reset();
}

std::optional<std::size_t> ServerTable::find(const ServerId& id) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return std::nullopt;
    return found->second;
}

bool ServerTable::none() const {
    return std::ranges::all_of(slots_, [](const auto& slot) { return !slot || slot->leaving; });
}

}  // namespace divan::scheduler
