#include <charconv>

#include <divan/jobs/sent_graph.hpp>
#include <divan/jobs/waiting.hpp>
#include <divan/store/deliveries.hpp>
#include <divan/store/moves.hpp>
#include <divan/store/query.hpp>
#include <divan/store/retention.hpp>

#include "access/submitter.hpp"
#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/inline_results.hpp"
#include "additions/job_facts.hpp"
#include "additions/submission.hpp"

// /api/v2/divan/jobs: one job, with everything that Comfy API v2 has no words for.
namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kLongestWait = 600s;
constexpr std::chrono::milliseconds kUsualWait = 30s;
constexpr std::chrono::milliseconds kLook = 1s;  // between looks at whether service and caller are there

JobId job_of(const Call& call) { return JobId{call.parameter("id")}; }

struct Waiting {
    std::chrono::milliseconds patience{};
    int not_yet = 202;        ///< the status when it has not ended by then
    bool with_files = false;  ///< in the answer, when it has

    Waiting() = default;
};

/// 200 with the job when it has ended by then, else 202; 503 when the service ends first.
asio::awaitable<Answer<>> reply_at_the_end(Site& site, Call& call, JobId job,
                                           std::optional<std::string> owner, Waiting waiting) {
    const std::chrono::milliseconds patience = waiting.patience;
    const Deadline deadline = within(patience);
    const auto ticket = site.streams.open(call.caller.owner, call.caller.limits.streams, [] {});
    if (!ticket && patience > 0ms)
        co_return refuse(Refusal{429, "too_many_streams", "you have as many requests waiting as you may"}
                             .with("job", json::Value(job.str()))
                             .after(5s));
    for (;;) {
        const bool allowed = co_await site.gatekeeper.still_valid(call.caller);
        if (!allowed) co_return refuse(401, "unauthorized", "this key is not valid any more");
        auto now = co_await durable::wait_for_end(site.store, job, owner, std::min(deadline, within(kLook)));
        if (!now) co_return refuse(now.error());
        const bool ended = store::is_final(now->phase);
        if (!ended && std::chrono::steady_clock::now() < deadline && !site.stopping) {
            if (!call.exchange().peer_gone()) continue;
            call.exchange().abort();
            call.answering();
            co_return Answer<>{};
        }
        if (!ended && site.stopping && patience > 0ms)
            co_return refuse(Refusal{503, "stopping", "the service ends; the job goes on"}
                                 .with("job", json::Value(job.str()))
                                 .after(2s));
        auto view = co_await full_view(site, job, owner, call.origin());
        if (!view) co_return refuse(view.error());
        if (ended && waiting.with_files) {
            auto added = co_await add_inline_results(site, *view);
            if (!added) co_return refuse(std::move(added).error());
        }
        co_return co_await call.reply(ended ? 200 : waiting.not_yet, std::move(*view));
    }
}

asio::awaitable<Answer<>> submit_one(Site& site, Call& call) {
    if (auto known = only_queries(call, {"wait", "inline"}); !known)
        co_return refuse(std::move(known).error());
    auto with_files = flag_asked(call, "inline");
    if (!with_files) co_return refuse(std::move(with_files).error());
    auto wait = seconds_asked(call, "wait", kLongestWait);
    if (!wait) co_return refuse(std::move(wait).error());
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto wish = read_job_wish(*body, wish_rules(site));
    if (!wish) co_return refuse(std::move(wish).error());
    std::vector<durable::SubmitRequest> jobs;
    jobs.push_back(std::move(*wish));
    auto submitted = co_await hand_in(site, call, std::move(jobs), *body);
    if (!submitted) co_return refuse(std::move(submitted).error());
    const std::optional<std::string> owner = call.caller.owner;
    Waiting waiting;
    waiting.patience = wait->value_or(0ms);
    waiting.not_yet = *wait ? 202 : 201;
    waiting.with_files = *with_files;
    co_return co_await reply_at_the_end(site, call, submitted->jobs.front(), owner, waiting);
}

asio::awaitable<Answer<>> show_job(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto view = co_await full_view(site, job_of(call), *owner, call.origin());
    if (!view) co_return refuse(view.error());
    co_return co_await call.reply(200, std::move(*view));
}

asio::awaitable<Answer<>> wait_for_job(Site& site, Call& call) {
    if (auto known = only_queries(call, {"timeout", "inline", "owner", "all"}); !known)
        co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto timeout = seconds_asked(call, "timeout", kLongestWait);
    if (!timeout) co_return refuse(std::move(timeout).error());
    auto with_files = flag_asked(call, "inline");
    if (!with_files) co_return refuse(std::move(with_files).error());
    Waiting waiting;
    waiting.patience = timeout->value_or(kUsualWait);
    waiting.with_files = *with_files;
    co_return co_await reply_at_the_end(site, call, job_of(call), *owner, waiting);
}

asio::awaitable<Answer<>> cancel_job(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto cancelled = co_await store::cancel(site.store, job_of(call), *owner, "asked for");
    if (!cancelled) co_return refuse(cancelled.error());
    auto view = co_await full_view(site, job_of(call), *owner, call.origin());
    if (!view) co_return refuse(view.error());
    co_return co_await call.reply(200, std::move(*view));
}

/// A graph that was taken once is held against the rules of whoever wants it again now.
asio::awaitable<Answer<>> may_run_again(Site& site, const Caller& caller, JobId job,
                                        std::optional<std::string> owner) {
    auto graph = co_await store::graph_of(site.store, std::move(job), std::move(owner));
    if (!graph) co_return refuse(graph.error());
    auto workflow = Workflow::parse(*graph);
    if (!workflow) co_return refuse(workflow.error());
    durable::NodePolicy policy = policy_of(site, caller);
    policy.server_files.reset();  // it may be of a template, which may name some
    co_return co_await keep_policy(site, caller, *workflow, std::move(policy));
}

asio::awaitable<Answer<>> retry_job(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto may = co_await may_run_again(site, call.caller, job_of(call), *owner);
    if (!may) co_return refuse(std::move(may).error());
    auto again = co_await store::run_again(site.store, job_of(call), *owner, call.caller.bounds);
    if (!again) co_return refuse(again.error());
    auto view = co_await full_view(site, *again, *owner, call.origin());
    if (!view) co_return refuse(view.error());
    co_return co_await call.reply(201, std::move(*view));
}

asio::awaitable<Answer<>> remove_job(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto removed = co_await store::remove_job(site.store, job_of(call), *owner);
    if (!removed) co_return refuse(removed.error());
    co_return co_await call.reply(net::HttpReply{204});
}

/// For an audit: the very graph that a server got.
asio::awaitable<Answer<>> show_sent_graph(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    const std::string& text = call.parameter("number");
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) number = 0;  // no such attempt
    auto sent = co_await durable::what_was_sent(site.store, job_of(call), *owner, number,
                                                site.config.dispatch.inputs);
    if (!sent) co_return refuse(sent.error());
    json::Object answer;
    answer["attempt"] = number;
    answer["workflow"] = sent->workflow.to_value();
    answer["digest"] = sent->digest;
    answer["recorded_digest"] = sent->recorded.empty() ? json::Value(nullptr) : json::Value(sent->recorded);
    answer["as_recorded"] = sent->as_recorded();
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> list_deliveries(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto deliveries = co_await store::deliveries_of(site.store, job_of(call), *owner);
    if (!deliveries) co_return refuse(deliveries.error());
    json::Array views;
    for (const store::Delivery& delivery : *deliveries) views.emplace_back(delivery_view(delivery));
    json::Object answer;
    answer["deliveries"] = std::move(views);
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> redeliver(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto again = co_await store::redeliver(site.store, job_of(call), *owner);
    if (!again) co_return refuse(again.error());
    json::Object answer;
    answer["again"] = *again;
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_addition_job_routes(Router& router, Site& site) {
    const auto add = [&](const char* method, const char* below, Scope scope,
                         asio::awaitable<Answer<>> (*handler)(Site&, Call&)) {
        router.add(method, std::string{"/api/v2/divan/jobs"} + below, scope,
                   [&site, handler](Call& call) { return handler(site, call); });
    };
    add("POST", "", Scope::submit, submit_one);
    add("GET", "/{id}", Scope::read, show_job);
    add("DELETE", "/{id}", Scope::cancel, remove_job);
    add("GET", "/{id}/wait", Scope::read, wait_for_job);
    add("POST", "/{id}/cancel", Scope::cancel, cancel_job);
    add("POST", "/{id}/retry", Scope::submit, retry_job);
    add("GET", "/{id}/attempts/{number}/workflow", Scope::read, show_sent_graph);
    add("GET", "/{id}/deliveries", Scope::read, list_deliveries);
    add("POST", "/{id}/redeliver", Scope::submit, redeliver);
}

}  // namespace divan::gateway
