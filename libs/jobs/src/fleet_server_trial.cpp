#include <divan/base/random.hpp>
#include <divan/client/run.hpp>

#include "fleet_server.hpp"

// A server that was set aside is tried with a prompt of our own before a job is risked on it.
namespace divan::durable {
namespace {

constexpr std::uint64_t kColours = 0xff'ffff;

/// Needs no model, and is never cached: the colour is new each time.
Workflow trial() {
    Workflow workflow;
    json::Object canvas{{"width", 16}, {"height", 16}, {"batch_size", 1}, {"color", random_upto(kColours)}};
    const NodeId image = workflow.add_node("EmptyImage", std::move(canvas));
    const NodeId preview = workflow.add_node("PreviewImage");
    (void)workflow.link(image, 0, preview, "images");  // both exist
    return workflow;
}

}  // namespace

bool FleetServer::is_tried_out() const {
    return health_.state(std::chrono::steady_clock::now()) != HealthState::half_open ||
           tried_out_ == health_.ejections();
}

/// A server without these two nodes says no; then it answers, which is all that can be had from it.
asio::awaitable<void> FleetServer::try_out() {
    const auto self = shared_from_this();
    const int ejection = health_.ejections();
    const bool waits_for_others = foreign_ > 0;
    RunRequest request{trial()};
    request.limits.submissions = 1;
    auto result = co_await run(connection_, std::move(request), RunEvents{}, within(times_.trial));
    if (!observer_) co_return;
    // Behind other people's prompts a time-out says nothing: the next round tries again.
    if (!result && result.error().code == Errc::timeout && waits_for_others) co_return;
    if (!result && result.error().code != Errc::prompt_rejected) {
        last_error_ = result.error();
        health_.on_shut_out(std::chrono::steady_clock::now());
        log_.write(LogLevel::warn, "jobs", "server failed its trial: set aside again",
                   {{"server", config_.id.str()}, {"error", std::string_view{result.error().message}}});
        co_return;
    }
    tried_out_ = ejection;
}

}  // namespace divan::durable
