#include <algorithm>

#include <divan/store/query.hpp>

#include "attempt_session.hpp"
#include "collect.hpp"
#include "dispatcher_core.hpp"

// Whether a result is to be believed.
namespace divan::durable {

/// A blank picture is, the first time. A good one after it says that the server of the blank one is at
/// fault: only so does a job count against a server, or a caller could have servers set aside.
asio::awaitable<bool> AttemptSession::is_suspect(const std::vector<store::NewOutput>& outputs) {
    const bool blank = std::ranges::any_of(outputs, is_blank);
    if (blank) ++core_->counts.blank_results;
    if (!core_->config.blank.again || (!blank && held_.attempt.number == 1)) co_return false;
    auto earlier = co_await store::attempts_of(core_->store, held_.job.id);
    if (!earlier) co_return false;  // then it is marked, and taken
    const auto before =
        std::ranges::find(*earlier, name(FailureClass::suspect_output), &store::Attempt::outcome);
    // A doubt must not fail a job: the last try that it has is taken as it is.
    const bool runs_again = blank && held_.job.attempts + 1 < held_.job.limits.attempts;
    if (before == earlier->end()) co_return runs_again;
    if (!blank && before->server != server_->id())
        if (FleetServer* other = core_->find(before->server))
            other->note_trouble(Trouble::blank_pictures, held_.job.id);
    co_return false;
}

}  // namespace divan::durable
