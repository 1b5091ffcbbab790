#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include <divan/client/run.hpp>
#include <divan/jobs/details.hpp>
#include <divan/jobs/failure_class.hpp>
#include <divan/jobs/resume.hpp>
#include <divan/store/moves.hpp>

#include "fleet_server.hpp"

namespace divan::durable {

class DispatcherCore;

/// One attempt, from its claim (or its take-over) to what becomes of it. Writes to the store what is seen at
/// the server, one move after the other. Ends without a word when the job has moved on, or at the end of the
/// process: the prompt goes on.
class AttemptSession final : public std::enable_shared_from_this<AttemptSession> {
public:
    /// `fresh`: nothing was sent yet; else the prompt is a dead gateway's.
    AttemptSession(std::shared_ptr<DispatcherCore> core, std::shared_ptr<FleetServer> server,
                   store::HeldJob held, std::string graph, bool fresh);

    static asio::awaitable<void> drive(std::shared_ptr<AttemptSession> self);

    /// The job has moved on: follow it no longer.
    void drop();
    /// As `drop`, unless results are being fetched.
    void release();
    void wake() { wake_.cancel(); }
    /// It writes the end of the attempt itself just now: that its slot is free is no news to it.
    bool is_ending() const { return ending_; }
    bool is_retry() const { return held_.attempt.number > 1; }
    const JobId& job() const { return held_.job.id; }
    void look_for_guests() { server_->look_for_guests(); }

    const store::PromptId& prompt() const { return held_.attempt.prompt; }
    store::Fence fence() const { return held_.fence(); }
    const ServerId& server() const { return held_.attempt.server; }

private:
    asio::awaitable<void> go();
    asio::awaitable<Result<void>> prepare();
    void begin();
    RunEvents events();
    RunLimits limits() const;
    asio::awaitable<bool> follow();
    asio::awaitable<bool> advance(store::Phase to);
    std::optional<Error> stuck() const;
    Deadline next_look() const;
    asio::awaitable<void> conclude();
    asio::awaitable<void> succeed(std::vector<store::NewOutput> outputs);
    // attempt_suspicion.cpp
    asio::awaitable<bool> is_suspect(const std::vector<store::NewOutput>& outputs);
    // attempt_drain.cpp
    bool must_leave() const;
    Deadline next_leave() const;
    asio::awaitable<bool> leave();
    asio::awaitable<bool> is_taken_back();
    // attempt_failure.cpp
    asio::awaitable<void> fail_with(Error error, std::optional<FailureClass> known = std::nullopt);
    asio::awaitable<void> set_back(store::Setback setback);
    asio::awaitable<void> give_up(store::JobError error, bool server_free);
    bool server_is_free(const Error& error) const;
    void learn_gaps(const Error& error);
    store::JobError job_error(std::string code, const Error& error, bool retryable) const;
    // attempt_reuse.cpp
    asio::awaitable<bool> reuse();
    asio::awaitable<bool> follow_leader();
    asio::awaitable<bool> take_over_result(JobId source, bool blank_too);

    bool moved_on(const Result<void>& written);
    void measure();
    void leave_server();

    std::shared_ptr<DispatcherCore> core_;
    std::shared_ptr<FleetServer> server_;
    store::HeldJob held_;
    std::string graph_;
    bool fresh_;
    JobDetails details_;
    Workflow workflow_;   ///< as it was submitted
    Workflow sent_;       ///< as the server gets it
    std::string folder_;  ///< of its outputs at the server
    std::optional<Run> run_;
    Sight sight_;
    store::Phase phase_;
    FleetServer::Moment begun_at_;
    asio::steady_timer wake_;
    Deadline head_since_ = kNever;  ///< next in the queue, and not begun
    Deadline started_at_ = kNever;
    Deadline asked_back_at_{};  ///< when it was last tried to take the prompt back
    Deadline collecting_since_{};
    bool hears_ = false;  ///< a message of this prompt came
    bool sent_any_ = false, dropped_ = false, releasing_ = false, collecting_ = false, leads_ = false;
    bool ending_ = false, left_server_ = false;
};

}  // namespace divan::durable
