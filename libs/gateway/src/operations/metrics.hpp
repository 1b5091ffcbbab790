#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace prometheus {
class Registry;
}

namespace divan::gateway {

/// What is counted as it happens; everything else is read when somebody asks (metrics_routes.cpp).
class Metrics {
public:
    Metrics();
    ~Metrics();

    /// `route` is a pattern, never a path: a metric has few labels, and no job's id in them.
    void count_request(std::string_view method, std::string_view route, int status,
                       std::chrono::nanoseconds span);

    const prometheus::Registry& registry() const { return *registry_; }

private:
    struct Families;
    std::unique_ptr<prometheus::Registry> registry_;
    std::unique_ptr<Families> families_;
};

}  // namespace divan::gateway
