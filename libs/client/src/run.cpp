#include <divan/client/run.hpp>

#include <algorithm>
#include <set>

#include <boost/asio/co_spawn.hpp>

#include "run_session.hpp"

namespace divan {

std::vector<NodeId> nodes_to_run(const Workflow& workflow, const std::vector<NodeId>& targets) {
    if (targets.empty()) return workflow.node_ids();
    std::set<NodeId> seen{targets.begin(), targets.end()};
    std::vector<NodeId> open{targets};
    while (!open.empty()) {
        const NodeId node = std::move(open.back());
        open.pop_back();
        for (const Link& link : workflow.links_into(node))
            if (seen.insert(link.from).second) open.push_back(link.from);
    }
    return {seen.begin(), seen.end()};
}

std::vector<protocol::OutputFile> RunResult::files() const {
    std::vector<protocol::OutputFile> files;
    const auto add = [&](const protocol::NodeOutputs& node) {
        files.insert(files.end(), node.files.begin(), node.files.end());
    };
    if (!declared) {
        std::ranges::for_each(outputs, add);
        return files;
    }
    std::set<NodeId> taken;  // a node may have two names
    for (const DeclaredOutput& wanted : collected)
        if (const auto* node = find(wanted.node); node && taken.insert(wanted.node).second) add(*node);
    return files;
}

const protocol::NodeOutputs* RunResult::find(const NodeId& node) const {
    const auto found =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& each) { return each.node == node; });
    return found == outputs.end() ? nullptr : &*found;
}

const protocol::NodeOutputs* RunResult::output(std::string_view alias) const {
    const auto wanted = std::ranges::find(collected, alias, &DeclaredOutput::alias);
    return find(wanted == collected.end() ? NodeId{std::string{alias}} : wanted->node);
}

json::Object RunResult::to_object() const {
    json::Object object;
    for (const DeclaredOutput& wanted : collected)
        if (const auto* node = find(wanted.node)) object[wanted.alias] = node->ui;
    return object;
}

Run::Run(std::shared_ptr<RunSession> session) : session_{std::move(session)} {}
const protocol::PromptId& Run::prompt_id() const { return session_->prompt_id(); }
asio::awaitable<Result<RunResult>> Run::result() const { return session_->wait(); }
void Run::cancel() { session_->cancel(); }
void Run::detach() {
    if (!session_->done()) session_->on_closed();
}
bool Run::done() const { return session_->done(); }
const Result<RunResult>* Run::ended() const { return session_->ended(); }
const RunProgress& Run::progress() const { return session_->progress(); }
const std::optional<RunProfile>& Run::profile() const { return session_->profile(); }
const std::vector<DeclaredOutput>& Run::collected() const { return session_->collected(); }
asio::any_io_executor Run::executor() const { return session_->executor(); }
Subscription Run::watch(RunEvents events) const { return session_->watch(std::move(events)); }

Run start_run(Connection& connection, RunRequest request, RunEvents events, Deadline deadline) {
    auto session =
        std::make_shared<RunSession>(connection.core(), std::move(request), std::move(events), deadline);
    asio::co_spawn(connection.executor(), RunSession::drive(session), rethrow);
    return Run{std::move(session)};
}

asio::awaitable<Result<RunResult>> run(Connection& connection, RunRequest request, RunEvents events,
                                       Deadline deadline) {
    const Run started = start_run(connection, std::move(request), std::move(events), deadline);
    co_return co_await started.result();
}

Run attach_run(Connection& connection, AttachRequest request, RunEvents events, Deadline deadline) {
    auto session =
        std::make_shared<RunSession>(connection.core(), std::move(request), std::move(events), deadline);
    asio::co_spawn(connection.executor(), RunSession::drive(session), rethrow);
    return Run{std::move(session)};
}

}  // namespace divan
