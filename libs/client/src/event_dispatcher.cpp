#include "event_dispatcher.hpp"

namespace divan {

using protocol::PromptId;

void EventDispatcher::add(const PromptId& prompt, std::weak_ptr<RunListener> run) {
    runs_.insert_or_assign(prompt, std::move(run));
}

void EventDispatcher::remove(const PromptId& prompt) { runs_.erase(prompt); }

std::shared_ptr<RunListener> EventDispatcher::find(const PromptId& prompt) const {
    const auto found = runs_.find(prompt);
    return found == runs_.end() ? nullptr : found->second.lock();
}

void EventDispatcher::tell(const protocol::ServerMessage& message) {
    follow_running(message);
    if (std::holds_alternative<protocol::Status>(message))
        return tell_all([&](RunListener& run) { run.on_message(message); });
    const PromptId* prompt = protocol::prompt_of(message);
    if (!prompt) return;
    if (const auto run = find(*prompt)) run->on_message(message);
}

void EventDispatcher::tell(const protocol::BinaryMessage& message) {
    const auto* preview = std::get_if<protocol::PreviewWithMetadata>(&message);
    if (const auto run = find(preview && !preview->prompt.empty() ? preview->prompt : running_))
        run->on_binary(message);
}

void EventDispatcher::follow_running(const protocol::ServerMessage& message) {
    const PromptId* prompt = protocol::prompt_of(message);
    if (!prompt) return;
    const auto* executing = std::get_if<protocol::Executing>(&message);
    const bool ended = (executing && !executing->node) ||
                       std::holds_alternative<protocol::ExecutionSuccess>(message) ||
                       std::holds_alternative<protocol::ExecutionInterrupted>(message);
    const bool same = running_ == *prompt;
    if (ended && !same) return;
    if (ended || !same) executing_ = NodeId{};
    running_ = ended ? PromptId{} : *prompt;
    if (executing && executing->node) executing_ = *executing->node;
}

bool EventDispatcher::any_sent_with(const protocol::ClientId& client) const {
    for (const auto& [prompt, weak] : runs_)
        if (const auto run = weak.lock(); run && run->sent_with(client)) return true;
    return false;
}

}  // namespace divan
