#include <algorithm>

#include <boost/asio/as_tuple.hpp>

#include "run_session.hpp"

// The last part of a run: how it ends.
namespace divan {
namespace {

std::chrono::milliseconds between(std::optional<Deadline> from, std::optional<Deadline> to) {
    if (!from || !to || *to < *from) return std::chrono::milliseconds{0};
    return std::chrono::duration_cast<std::chrono::milliseconds>(*to - *from);
}

}  // namespace

void RunSession::finish(Finish end) {
    if (core_->closed()) watchers_.silence_own();
    stop_measuring(end.entry.get());
    if (end.entry) catch_up(*end.entry);
    if (!end.error) {
        learn_workflow(end.entry->item.prompt);
        auto result = bad_wish_ ? Result<RunResult>{fail(*bad_wish_)} : gather(*end.entry);
        if (result) {
            progress_.complete();
            announce_progress();
        }
        return publish(std::move(result));
    }
    Error error = std::move(*end.error).with("prompt_id", prompt_id().str());
    if (error.fact("server").empty()) error.context.emplace_back("server", core_->config.origin.authority());
    publish(fail(std::move(error)));
}

/// Tells what happened while nobody heard it. Only prompts that were begun stand in the history, with how
/// long they took.
void RunSession::catch_up(const protocol::HistoryEntry& entry) {
    const Deadline now = std::chrono::steady_clock::now();
    const std::chrono::milliseconds took{protocol::execution_time(entry).value_or(0)};
    announce_start(std::max(accepted_at_.value_or(now), now - took));
    const std::vector<NodeId> cached = protocol::cached_nodes(entry);
    if (progress_.cached().empty() && !cached.empty()) watchers_.tell(&RunEvents::on_cached, cached);
    for (const protocol::NodeOutputs& output : entry.outputs)
        if (!told_outputs_.contains(output.node)) announce_output(output);
}

void RunSession::stop_measuring(const protocol::HistoryEntry* entry) {
    if (!profiler_) return;
    profile_ = profiler_->finish(entry, std::chrono::steady_clock::now());
    profile_->prompt_id = prompt_id();
    profile_->upload = upload_;
    profiler_.reset();
}

/// The result can be had before the listeners hear of it.
void RunSession::publish(Result<RunResult> result) {
    result_ = std::move(result);
    RunWatchers last = std::move(watchers_);
    watchers_ = RunWatchers{RunEvents{}};
    if (*result_)
        last.tell(&RunEvents::on_finished, **result_);
    else
        last.tell(&RunEvents::on_failed, result_->error());
    done_.cancel();
}

const std::vector<DeclaredOutput>& RunSession::collected() const {
    return result_ && *result_ ? (*result_)->collected : gathered_.collected;
}

Result<RunResult> RunSession::gather(const protocol::HistoryEntry& entry) {
    RunResult result = std::move(gathered_);
    result.prompt_id = prompt_id();
    result.outputs = entry.outputs;
    result.cached_nodes = protocol::cached_nodes(entry);
    result.executed_nodes = {progress_.executed().begin(), progress_.executed().end()};
    if (const auto time = protocol::execution_time(entry))
        result.times.server = std::chrono::milliseconds{*time};
    const Deadline end = std::chrono::steady_clock::now();
    result.times.waited = between(accepted_at_, started_at_);
    result.times.ran = between(started_at_, end);
    result.times.finished_at = SystemClock{}.utc();
    result.profile = profile_;
    if (auto missing = missing_output(result)) return fail(std::move(*missing));
    return result;
}

/// A declared output that never came is a failure, though the server calls the run a success.
std::optional<Error> RunSession::missing_output(const RunResult& result) const {
    if (!result.declared) return std::nullopt;
    for (const DeclaredOutput& wanted : result.collected) {
        if (result.find(wanted.node)) continue;
        const std::string class_type = request_.workflow.class_type(wanted.node);
        const bool cached = result.executed_nodes.empty() &&
                            std::ranges::find(result.cached_nodes, wanted.node) != result.cached_nodes.end();
        Error error{cached ? Errc::failed_cache : Errc::result_missing,
                    "the run ended well, but its output '" + wanted.alias + "' (node " + wanted.node.str() +
                        ", " + class_type + ") gave nothing",
                    "only nodes that save or show something give an output"};
        if (cached) error.hint = "the server answered from its cache: change an input, or free the cache";
        return std::move(error)
            .with("output", wanted.alias)
            .with("node", wanted.node.str())
            .with("prompt_id", result.prompt_id.str());
    }
    return std::nullopt;
}

asio::awaitable<Result<RunResult>> RunSession::wait() {
    const auto self = shared_from_this();
    const bool throwing = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    bool given_up = false;
    while (!done() && !given_up) {
        co_await done_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        given_up = cancellation.cancelled() != asio::cancellation_type::none;
    }
    co_await asio::this_coro::throw_if_cancelled(throwing);
    if (done()) co_return *result_;
    cancel();  // goes on behind the scenes
    co_return fail(
        Error{Errc::cancelled, "waiting for the run was cancelled"}.with("prompt_id", prompt_id().str()));
}

}  // namespace divan
