#include "pools/shutdown.hpp"

#include <divan/net/before.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr auto kTakingBack = 10s;  // as long as a cancel may wait for its confirmation

asio::awaitable<Result<void>> all_ended(WorkflowJobs& jobs) {
    co_await jobs.until_all_ended();
    co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<void>> shut_down(std::shared_ptr<PoolCore> core, WorkflowJobs& jobs, ShutdownMode mode,
                                        Deadline deadline) {
    jobs.refuse_more();
    bool drained = false;
    if (mode == ShutdownMode::drain) {
        auto ended = co_await net::before(deadline, all_ended(jobs));
        drained = ended.has_value();
    }
    if (!drained) {
        const Deadline until = std::max(deadline, within(mode == ShutdownMode::drain ? kTakingBack : 0s));
        co_await core->stop_all(until);
    }
    co_await jobs.until_all_settled();
    core->close();
    co_return co_await jobs.close_storage();
}

}  // namespace divan
