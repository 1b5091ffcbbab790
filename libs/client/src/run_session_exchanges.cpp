#include <divan/base/crash_point.hpp>
#include <divan/client/submit.hpp>
#include <divan/json/write.hpp>

#include "http_call.hpp"
#include "run_session.hpp"

// What a run asks its server, and what the answers tell the tracker.
namespace divan {
namespace {

Deadline now() { return std::chrono::steady_clock::now(); }

}  // namespace

asio::awaitable<Result<net::HttpReply>> RunSession::exchange(net::HttpRequest request,
                                                             std::chrono::milliseconds limit) {
    net::HttpRequest head{request.method, request.target};
    const Deadline deadline = end_ ? within(limit) : std::min(deadline_, within(limit));
    auto reply = co_await core_->http.exchange(std::move(request), deadline);
    if (!reply) co_return fail(with_request(std::move(reply).error(), core_->config, head));
    co_return reply;
}

protocol::SubmitRequest RunSession::submit_request() const {
    protocol::SubmitRequest submission{request_.workflow.to_json()};
    submission.client = sent_with_;
    submission.prompt_id = prompt_id();
    submission.extra_data = request_.extra_data;
    submission.number = request_.number;
    submission.front = request_.front;
    submission.targets = request_.targets;
    const std::string& key = core_->config.comfy_org_api_key;
    if (!key.empty() && !submission.extra_data.contains("api_key_comfy_org"))
        submission.extra_data["api_key_comfy_org"] = key;
    return submission;
}

asio::awaitable<void> RunSession::send_prompt() {
    sent_with_ = core_->client_id;
    note(Submitting{});
    crash_point("CP7");
    net::HttpRequest post = json_request("POST", "/prompt", protocol::write(submit_request()));
    net::HttpRequest head{"POST", "/prompt"};
    auto reply = co_await exchange(std::move(post), core_->config.submit_timeout);
    crash_point("CP9");
    if (!reply) {
        take_submit_reply(fail(std::move(reply).error()));
        co_return;
    }
    auto read = read_submit_reply(*reply);
    if (!read)
        take_submit_reply(fail(with_request(std::move(read).error(), core_->config, head)));
    else
        take_submit_reply(std::move(read));
}

void RunSession::take_submit_reply(Result<protocol::SubmitReply> reply) {
    if (reply) return accept(std::move(*reply));
    const Errc code = reply.error().code;
    // A time-out, too, says nothing about whether the request was read.
    const bool unknown = code == Errc::in_doubt || code == Errc::timeout || code == Errc::connection_lost ||
                         code == Errc::malformed_reply;
    if (unknown)
        note(ReplyLost{std::move(reply).error()});
    else
        note(Refused{std::move(reply).error()});
}

void RunSession::accept(protocol::SubmitReply reply) {
    if (!reply.node_errors.empty() && !request_.allow_partial) {
        Error error = protocol::to_error(reply).with("server", core_->config.origin.authority());
        return note(Refused{std::move(error), true});
    }
    gathered_.node_errors = std::move(reply.node_errors);
    if (reply.prompt != prompt_id()) {
        core_->runs.remove(prompt_id());
        core_->runs.add(reply.prompt, weak_from_this());
    }
    note(Accepted{std::move(reply.prompt)});
}

asio::awaitable<void> RunSession::read_queue() {
    const Deadline deadline = end_ ? within(core_->config.read_timeout) : deadline_;
    auto sight = co_await QueueReads::read(core_, deadline);
    if (!sight) {
        note(ReadFailed{std::move(sight).error()});
        co_return;
    }
    note_queue(**sight);
    if (!protocol::find((*sight)->queue, prompt_id())) co_await read_history();
}

void RunSession::note_queue(const QueueSight& sight) {
    const protocol::Queue& queue = sight.queue;
    if (!knows_workflow_)
        for (const auto* items : {&queue.running, &queue.pending})
            for (const protocol::QueueItem& item : *items)
                if (item.id == prompt_id()) learn_workflow(item.prompt);
    note(QueueRead{protocol::find(queue, prompt_id()), queue.running.size() + queue.pending.size()});
    announce_place();
}

asio::awaitable<void> RunSession::read_history() {
    net::HttpRequest request{"GET", "/history/" + net::percent_encode(prompt_id().str())};
    auto reply = co_await exchange(std::move(request), core_->config.read_timeout);
    if (reply && !reply->ok())
        reply = fail(unexpected_status_error(*reply).with("server", core_->config.origin.authority()));
    if (!reply) {
        note(ReadFailed{std::move(reply).error()});
        co_return;
    }
    auto entries = protocol::parse_history(reply->body);
    if (!entries) {
        note(ReadFailed{std::move(entries).error()});
        co_return;
    }
    HistoryRead read;
    for (protocol::HistoryEntry& entry : *entries)
        if (entry.id == prompt_id())
            read.entry = std::make_shared<const protocol::HistoryEntry>(std::move(entry));
    if (read.entry) learn_workflow(read.entry->item.prompt);
    note(read);
}

asio::awaitable<void> RunSession::delete_prompt() {
    json::Array ids;
    ids.emplace_back(prompt_id().str());
    json::Object body;
    body["delete"] = std::move(ids);
    net::HttpRequest request = json_request("POST", "/queue", json::write(json::Value(std::move(body))));
    auto reply = co_await exchange(std::move(request), core_->config.read_timeout);
    if (!reply)
        core_->log(LogLevel::warn, "the prompt could not be deleted",
                   {{"reason", std::string_view{reply.error().message}}});
    note(CancelSent{});  // the queue says whether it worked
}

asio::awaitable<void> RunSession::interrupt_prompt() {
    json::Object body;
    body["prompt_id"] = prompt_id().str();
    net::HttpRequest request = json_request("POST", "/interrupt", json::write(json::Value(std::move(body))));
    auto reply = co_await exchange(std::move(request), core_->config.read_timeout);
    if (!reply)
        core_->log(LogLevel::warn, "the prompt could not be interrupted",
                   {{"reason", std::string_view{reply.error().message}}});
    note(CancelSent{});
}

asio::awaitable<void> RunSession::withdraw() {
    RunLimits limits = request_.limits;
    limits.whole = within(limits.cancel_confirmation);
    RunTracker taking_back{prompt_id(), limits, now()};
    taking_back.on(Submitting{}, now());
    taking_back.on(Accepted{prompt_id()}, now());
    taking_back.on(CancelWanted{}, now());
    tracker_ = std::move(taking_back);
    while (!core_->closed()) {
        NextAction action = tracker_.next(now());
        if (std::holds_alternative<Finish>(action)) break;
        co_await perform(std::move(action));
    }
}

}  // namespace divan
