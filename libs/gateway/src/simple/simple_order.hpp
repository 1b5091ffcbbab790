#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <divan/json/value.hpp>
#include <divan/store/job.hpp>

namespace divan::gateway {

/// What a simple job keeps of its request, besides its graph.
struct SimpleOrder {
    int chapter = 1, page = 1;
    std::string template_name;
    std::optional<std::uint64_t> seed;  ///< nothing where the template has no slot for one
    std::string shelf;                  ///< where its pictures go
    json::Object client;                ///< what the caller gave as that

    SimpleOrder() = default;
    json::Object to_json() const;
};

/// Nothing for a job of another face.
std::optional<SimpleOrder> order_of(const store::Job& job);

}  // namespace divan::gateway
