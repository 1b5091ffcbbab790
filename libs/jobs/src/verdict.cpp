#include <divan/jobs/verdict.hpp>

#include <algorithm>

namespace divan::durable {
namespace {

using namespace std::chrono_literals;
using enum FailureClass;

constexpr auto kBackoffBase = 1'000ms;
constexpr auto kBackoffCap = 60'000ms;

enum class Where { nowhere, elsewhere, anywhere };
enum class Count { never, always, after_three, when_running };

/// One row of the table of classes. `tries`: so often altogether, then the job fails; 0: as its limits say.
struct Rule {
    FailureClass failure;
    Where where;
    int tries;
    Count count;
    Penalty penalty;
};

constexpr Rule kRules[] = {
    {unreachable, Where::elsewhere, 0, Count::never, Penalty::fault},
    {in_doubt, Where::elsewhere, 0, Count::never, Penalty::fault},
    {superseded, Where::anywhere, 0, Count::never, Penalty::none},
    {missing_model, Where::elsewhere, 0, Count::never, Penalty::none},
    {missing_node, Where::elsewhere, 0, Count::never, Penalty::none},
    {invalid_workflow, Where::nowhere, 1, Count::always, Penalty::none},
    {validation_crash, Where::elsewhere, 2, Count::always, Penalty::none},
    {partial_validation, Where::nowhere, 1, Count::always, Penalty::none},
    {server_misconfigured, Where::elsewhere, 0, Count::never, Penalty::ejected},
    {too_large, Where::elsewhere, 0, Count::never, Penalty::none},
    {server_busy, Where::anywhere, 0, Count::never, Penalty::none},
    {oom, Where::elsewhere, 2, Count::always, Penalty::none},
    {gpu_broken, Where::elsewhere, 0, Count::always, Penalty::until_restart},
    {server_disk_full, Where::elsewhere, 0, Count::never, Penalty::ejected},
    {node_transient, Where::elsewhere, 0, Count::always, Penalty::none},
    {upstream_denied, Where::nowhere, 1, Count::always, Penalty::none},
    {node_error, Where::elsewhere, 2, Count::always, Penalty::none},
    {foreign_interrupt, Where::elsewhere, 0, Count::after_three, Penalty::none},
    {dropped, Where::anywhere, 0, Count::after_three, Penalty::none},
    {server_restart, Where::elsewhere, 0, Count::when_running, Penalty::none},
    {zombie, Where::elsewhere, 0, Count::always, Penalty::until_restart},
    {no_output, Where::anywhere, 2, Count::always, Penalty::none},
    {bad_output, Where::elsewhere, 0, Count::always, Penalty::fault},
    {suspect_output, Where::elsewhere, 2, Count::always, Penalty::none},
    {timeout, Where::elsewhere, 2, Count::always, Penalty::fault},
    {protocol, Where::elsewhere, 0, Count::always, Penalty::grave_fault},
};

const Rule& rule_of(FailureClass failure) { return *std::ranges::find(kRules, failure, &Rule::failure); }

int earlier_ones(const FailedJob& failed, FailureClass failure) {
    return static_cast<int>(std::ranges::count(failed.earlier, name(failure), &store::Attempt::outcome));
}

/// The same words from two servers: it lies in the job.
bool is_deterministic(FailureClass failure, const FailedJob& failed) {
    const bool in_a_node = failure == node_error || failure == oom || failure == gpu_broken ||
                           failure == node_transient || failure == validation_crash;
    return in_a_node && std::ranges::any_of(failed.earlier, [&](const store::Attempt& attempt) {
               return attempt.outcome == name(failure) && attempt.message == failed.message &&
                      attempt.server != failed.server;
           });
}

bool counts(const Rule& rule, const FailedJob& failed) {
    if (rule.count == Count::when_running) return failed.was_running;
    if (rule.count == Count::after_three) return earlier_ones(failed, rule.failure) >= 3;
    return rule.count == Count::always;
}

bool takes_servers_down(FailureClass failure, bool was_running) {
    return failure == gpu_broken || (was_running && (failure == server_restart || failure == zombie));
}

bool contains(const std::vector<ServerId>& servers, const ServerId& server) {
    return std::ranges::find(servers, server) != servers.end();
}

/// Servers that could run it and that it does not avoid.
std::vector<ServerId> left_over(const FailedJob& failed, const std::vector<ServerId>& avoid) {
    std::vector<ServerId> left;
    for (const ServerId& server : failed.able)
        if (!contains(avoid, server)) left.push_back(server);
    return left;
}

/// Out of memory: the roomiest other server, or this one again (its memory was freed) when it has most.
void leave_the_roomiest(const FailedJob& failed, std::vector<ServerId>& avoid) {
    std::vector<ServerId> best = failed.roomiest;
    if (best.size() > 1) std::erase(best, failed.server);
    for (const ServerId& server : failed.able)
        if (!contains(best, server) && !contains(avoid, server)) avoid.push_back(server);
    std::erase_if(avoid, [&](const ServerId& server) { return contains(best, server); });
}

/// What a server lacks it will lack the next time as well.
bool lacks_something(FailureClass failure) {
    return failure == missing_model || failure == missing_node || failure == too_large;
}

bool may_go_on(const Rule& rule, const FailedJob& failed, bool elsewhere) {
    if (rule.where == Where::nowhere || is_deterministic(rule.failure, failed)) return false;
    if (lacks_something(rule.failure) && !elsewhere) return false;
    if (rule.failure == node_error && (!failed.retry_node_errors || !elsewhere)) return false;
    return rule.tries == 0 || earlier_ones(failed, rule.failure) + 1 < rule.tries;
}

}  // namespace

std::chrono::milliseconds backoff(int tries, double chance) {
    const auto span =
        tries >= 7 ? kBackoffCap : std::min(kBackoffCap, kBackoffBase * (1 << std::max(0, tries)));
    return std::chrono::milliseconds{static_cast<std::int64_t>(static_cast<double>(span.count()) * chance)};
}

bool over_retry_budget(std::size_t retries, std::size_t in_flight) {
    return retries >= std::max<std::size_t>(3, in_flight / 5);
}

Penalty penalty_of(FailureClass failure) { return rule_of(failure).penalty; }

Verdict judge(FailureClass failure, const FailedJob& failed, double chance) {
    const Rule& rule = rule_of(failure);
    Verdict verdict;
    verdict.penalty = rule.penalty;
    verdict.avoid = failed.job.avoid;
    if (rule.where == Where::elsewhere && !contains(verdict.avoid, failed.server))
        verdict.avoid.push_back(failed.server);
    if (failure == oom && !failed.roomiest.empty()) leave_the_roomiest(failed, verdict.avoid);
    const bool elsewhere = !left_over(failed, verdict.avoid).empty();
    verdict.again = may_go_on(rule, failed, elsewhere);
    verdict.counted = counts(rule, failed);
    verdict.strike = takes_servers_down(failure, failed.was_running);
    if (!elsewhere) verdict.avoid.clear();  // a list that leaves none is no help
    const bool at_once = elsewhere && !verdict.counted && rule.where == Where::elsewhere;
    if (!at_once) verdict.delay = backoff(failed.job.attempts + failed.job.redispatches, chance);
    return verdict;
}

}  // namespace divan::durable
