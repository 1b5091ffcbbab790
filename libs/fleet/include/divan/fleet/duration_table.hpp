#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <divan/fleet/ids.hpp>

namespace divan {

/// How long each workflow takes on each server: a running mean in which the last runs weigh most. Pure.
class DurationTable {
public:
    /// Remembers the workflows that were seen last, at most so many.
    explicit DurationTable(std::size_t workflows = 10'000) : most_{workflows} {}

    void note(const ServerId& server, std::string_view workflow_hash, std::chrono::milliseconds took);
    std::optional<std::chrono::milliseconds> mean(const ServerId& server,
                                                  std::string_view workflow_hash) const;
    void forget(const ServerId& server);
    std::size_t size() const { return workflows_.size(); }

private:
    struct Row {
        std::list<std::string>::iterator age;
        std::map<ServerId, double> means;  // milliseconds
    };
    std::size_t most_;
    std::list<std::string> ages_;  // the oldest first
    std::unordered_map<std::string, Row> workflows_;
};

}  // namespace divan
