#pragma once

#include <unordered_map>

#include <boost/asio/cancellation_signal.hpp>

#include "driver/pool_core.hpp"

namespace divan {

using CallbackWork = std::function<asio::awaitable<Result<void>>(Connection&, const JobTry&)>;

/// A function that waits or runs, and who waits for its end.
struct CallbackJob {
    CallbackJob(asio::any_io_executor executor, CallbackWork what, bool watches)
        : work{std::move(what)}, knows_its_prompt{watches}, done{std::move(executor), kNever} {}
    CallbackWork work;
    bool knows_its_prompt;
    asio::steady_timer done;  // never fires: cancelled when `end` is there
    std::optional<Result<void>> end;
};

/// Jobs that are functions of the caller.
class CallbackJobs final : public JobSource {
public:
    explicit CallbackJobs(PoolCore& core) : core_{core} {}

    asio::awaitable<Result<void>> run(CallbackWork work, JobRules rules, bool knows_its_prompt);

    std::shared_ptr<Attempt> begin(const StartJob& start) override;
    void on_retried(const JobRetried& retried) override;
    void on_ended(JobEnded ended) override;
    void on_closed() override;

private:
    asio::awaitable<Result<void>> end_of(JobId id, std::shared_ptr<CallbackJob> job);
    void settle(const std::shared_ptr<CallbackJob>& job, Result<void> end);

    PoolCore& core_;
    std::unordered_map<JobId, std::shared_ptr<CallbackJob>> jobs_;
};

}  // namespace divan
