#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include <divan/fleet/job_record.hpp>
#include <divan/fleet/queue_storage.hpp>
#include <divan/fleet/workflow_jobs_options.hpp>

#include "driver/pool_core.hpp"
#include "jobs/job_text.hpp"

namespace divan {

/// What is kept of a job that was begun; a waiting one needs none of it.
struct JobDetails {
    int attempts = 0;
    std::optional<Timestamp> started_at, completed_at;
    Deadline begun{};  ///< of the last try
    std::optional<Deadline> executing_since;
    ServerId server;
    std::string hash;  ///< of the variant that was chosen
    protocol::PromptId prompt_id;
    std::optional<Error> last_error;
    std::shared_ptr<const RunResult> result;
    std::shared_ptr<const JobProfile> profile;
    std::shared_ptr<const Workflow> workflow;
    std::optional<RunProfile> run_profile;
    std::string reservation;               ///< held while not empty
    std::optional<QueueReservation> left;  ///< by an earlier process: not reserved anew
    std::optional<job_text::SentNote> sent;
    PoolWatchers watchers;
    bool settling = false;  ///< the storage is being told; it must know before the next try begins
    std::unique_ptr<asio::steady_timer>
        changed;  ///< never fires: cancelled when `settling` or the status changes

    JobDetails() = default;
};

struct JobBook {
    std::shared_ptr<const JobOptions> options;
    std::shared_ptr<const std::vector<std::string>> hashes;
    Timestamp enqueued_at{};
    Deadline enqueued{};
    JobStatus status = JobStatus::queued;
    bool cancel_wanted = false;
    std::unique_ptr<JobDetails> details;

    JobBook() = default;
};

/// Jobs that are workflows: kept in a storage, tried through `WorkflowAttempt`s, remembered for a while after
/// their end. Shared by WorkflowPool and MultiWorkflowPool.
class WorkflowJobs final : public JobSource {
public:
    WorkflowJobs(PoolCore& core, WorkflowJobsOptions options, std::unique_ptr<QueueStorage> storage);

    /// Takes over what an earlier process left. Errors: those of the storage.
    asio::awaitable<Result<void>> recover();
    /// Errors: `invalid_argument` (id in use, no variant), `queue_full`, `cancelled`, `io_failed`.
    asio::awaitable<Result<JobId>> add(std::vector<Workflow> variants, JobOptions options);
    bool cancel(const JobId& job);
    asio::awaitable<Result<void>> change(JobId job, int priority, double weight);
    std::optional<JobRecord> record(const JobId& job) const;
    asio::awaitable<Result<JobRecord>> wait(JobId job);
    asio::awaitable<Result<Workflow>> workflow_of(JobId job);
    Result<Subscription> watch(const JobId& job, PoolEvents events);
    std::size_t records() const { return books_.size(); }
    void refuse_more() { closing_ = true; }
    asio::awaitable<void> until_all_ended();    ///< none waits, none runs
    asio::awaitable<void> until_all_settled();  ///< the storage knows what was decided
    asio::awaitable<Result<void>> close_storage() { return storage_->close(); }

    /// A server that cannot run a workflow at all; before the scheduler hears of it.
    std::function<void(const ServerId&, const std::string& workflow_hash)> on_incompatible;

    std::shared_ptr<Attempt> begin(const StartJob& start) override;
    void before_verdict(const JobId& job, ServerLink& link, const AttemptEnd& end) override;
    void on_retried(const JobRetried& retried) override;
    void on_ended(JobEnded ended) override;
    void on_server_restarted(ServerLink&) override {}
    void on_closed() override;

    // For the tries.
    PoolCore& core() { return core_; }
    QueueStorage& storage() { return *storage_; }
    const WorkflowJobsOptions& options() const { return options_; }
    JobBook* find(const JobId& job);
    JobDetails& details_of(JobBook& book);
    JobTry try_of(const JobId& job, const ServerId& server, int attempt);
    void set_status(const JobId& job, JobStatus status);
    asio::awaitable<void> until_settled(JobId job);
    template <class... Args, class... Told>
    void tell(const JobId& job, std::function<void(Args...)> PoolEvents::* which, const Told&... told) {
        if (const auto book = books_.find(job); book != books_.end() && book->second.details)
            book->second.details->watchers.tell(which, told...);
        core_.watchers().tell(which, told...);
    }

private:
    static constexpr std::size_t kNeedsKept = 10'000;

    static asio::awaitable<void> settle_retry(std::shared_ptr<PoolCore> core, WorkflowJobs& self, JobId job,
                                              std::string reservation, std::chrono::milliseconds delay,
                                              bool counts);
    static asio::awaitable<void> finish(std::shared_ptr<PoolCore> core, WorkflowJobs& self, JobEnded ended);
    asio::awaitable<Result<void>> settle_end(JobId job, JobEnd end, std::string reason);
    void conclude(const JobEnded& ended);
    void note_settled(const JobId& job);
    void forget_oldest();
    void note_profile(JobBook& book, const JobEnded& ended);
    Result<void> check_new(const std::vector<Workflow>& variants, const JobId& id) const;
    QueuedJob queued(const JobId& id, const JobBook& book) const;
    JobBook& open_book(const JobId& id, JobOptions options, std::vector<std::string> hashes);
    Result<void> take_up(LeftEntry left);
    bool resume(const LeftEntry& left);
    void learn_needs(const std::string& hash, const Workflow& workflow);
    void apply_inventories(const std::string& hash);
    void learn_gaps(ServerLink& link, const Failure& failure);

    PoolCore& core_;
    WorkflowJobsOptions options_;
    std::unique_ptr<QueueStorage> storage_;
    std::unordered_map<JobId, JobBook> books_;
    std::unordered_map<std::string, WorkflowNeeds> needs_;
    std::deque<JobId> ended_;
    std::shared_ptr<const JobOptions> last_options_;
    std::shared_ptr<const std::vector<std::string>> last_hashes_;
    asio::steady_timer all_ended_;              // never fires: cancelled when a job has ended
    std::size_t finishing_ = 0, settling_ = 0;  ///< ended, or to be tried again: the storage is being told
    bool closing_ = false;
};

}  // namespace divan
