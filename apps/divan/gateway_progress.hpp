#pragma once

#include <divan/net/sse.hpp>

#include "run_reporter.hpp"

namespace divan::app {

/// Tells a reporter what the gateway's live events and views say about one job, each thing once.
class GatewayProgress {
public:
    GatewayProgress(RunReporter& reporter, int run, Workflow workflow)
        : reporter_{reporter}, run_{run}, workflow_{std::move(workflow)} {}

    /// `status`, `progress` and `preview` of Comfy API v2; others, and damaged ones, mean nothing.
    void on(const net::SseEvent& event);
    void on_view(const json::Value& job);

private:
    void on_status(const json::Value& status);
    void on_progress(const json::Value& progress);
    void start();
    void on_preview(const json::Value& preview);

    RunReporter& reporter_;
    int run_;
    Workflow workflow_;
    bool started_ = false;
    std::optional<std::int64_t> ahead_;
    RunProgress last_;
};

}  // namespace divan::app
