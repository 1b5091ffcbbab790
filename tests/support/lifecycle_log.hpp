#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <divan/client/connection.hpp>

namespace divan::test {

/// What happened to the socket, in a word each.
class LifecycleLog {
public:
    explicit LifecycleLog(Connection& connection)
        : subscription_{connection.on_lifecycle([this](const LifecycleEvent& event) {
              names.emplace_back(name(event.kind));
              events.push_back(event);
          })} {}
    long count(std::string_view kind) const { return static_cast<long>(std::ranges::count(names, kind)); }
    std::vector<std::string> names;
    std::vector<LifecycleEvent> events;

private:
    Subscription subscription_;
};

}  // namespace divan::test
