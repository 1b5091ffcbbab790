#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "scheduler/entities.hpp"

namespace divan::scheduler {

/// The servers of a scheduler, each at a slot that it keeps until it is erased.
class ServerTable {
public:
    std::size_t add(ServerSetup setup);
    void erase(std::size_t slot);

    Server& at(std::size_t slot) { return *slots_[slot]; }
    const Server& at(std::size_t slot) const { return *slots_[slot]; }
    std::optional<std::size_t> find(const ServerId& id) const;
    /// True without servers, and when all of them are on their way out.
    bool none() const;
    template <class Call>
    void for_each(Call call) const {
        for (std::size_t slot = 0; slot < slots_.size(); ++slot)
            if (slots_[slot]) call(slot, *slots_[slot]);
    }

private:
    std::vector<std::optional<Server>> slots_;
    std::map<ServerId, std::size_t> by_id_;
    std::uint64_t added_ = 0;
};

}  // namespace divan::scheduler
