#include "operations/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace divan::gateway {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                       0.25,  0.5,    1,     2.5,  5,     10,   60};

/// Methods are the caller's: unknown ones share a label.
std::string method_label(std::string_view method) {
    for (const std::string_view known : {"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"})
        if (method == known) return std::string{method};
    return "other";
}

}  // namespace

struct Metrics::Families {
    prometheus::Family<prometheus::Counter>& requests;
    prometheus::Family<prometheus::Histogram>& seconds;
};

Metrics::Metrics() : registry_{std::make_unique<prometheus::Registry>()} {
    auto& requests = prometheus::BuildCounter()
                         .Name("divan_http_requests_total")
                         .Help("Requests answered, by route and status")
                         .Register(*registry_);
    auto& seconds = prometheus::BuildHistogram()
                        .Name("divan_http_request_seconds")
                        .Help("From the head of a request to the end of its answer; streams count whole")
                        .Register(*registry_);
    families_ = std::make_unique<Families>(Families{requests, seconds});
}

Metrics::~Metrics() = default;

void Metrics::count_request(std::string_view method, std::string_view route, int status,
                            std::chrono::nanoseconds span) {
    const std::string path = route.empty() ? "none" : std::string{route};
    families_->requests
        .Add({{"method", method_label(method)}, {"route", path}, {"status", std::to_string(status)}})
        .Increment();
    families_->seconds.Add({{"route", path}}, kSeconds).Observe(std::chrono::duration<double>(span).count());
}

}  // namespace divan::gateway
