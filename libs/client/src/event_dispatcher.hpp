#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include <divan/protocol/binary_message.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan {

struct QueueSight;

/// What a run wants to hear of the connection. Called on the connection's executor.
class RunListener {
public:
    virtual ~RunListener() = default;
    virtual void on_message(
        const protocol::ServerMessage& message) = 0;  ///< of its prompt, and every `status`
    virtual void on_binary(const protocol::BinaryMessage& message) = 0;  ///< previews and texts of its prompt
    virtual void on_queue(const QueueSight& sight) = 0;                  ///< somebody read the queue
    virtual void on_socket_up(const protocol::ClientId& client) = 0;
    virtual void on_socket_down() = 0;
    virtual void on_closed() = 0;
    virtual bool sent_with(const protocol::ClientId& client) const = 0;
};

/// Tells runs what concerns their prompt. ComfyUI runs one prompt at a time, so messages without a prompt id
/// (previews of event 1, texts of event 3) belong to the prompt that was named last.
class EventDispatcher {
public:
    void add(const protocol::PromptId& prompt, std::weak_ptr<RunListener> run);
    void remove(const protocol::PromptId& prompt);
    void tell(const protocol::ServerMessage& message);
    void tell(const protocol::BinaryMessage& message);
    template <class Call>
    void tell_all(Call call) {
        std::vector<std::shared_ptr<RunListener>> present;  // runs come and go while they are told
        present.reserve(runs_.size());
        for (const auto& [prompt, weak] : runs_)
            if (auto run = weak.lock()) present.push_back(std::move(run));
        for (const auto& run : present) call(*run);
    }
    bool any_sent_with(const protocol::ClientId& client) const;
    const protocol::PromptId& running() const { return running_; }  ///< empty between two prompts
    const NodeId& executing() const { return executing_; }          ///< its node; empty when none computes

private:
    void follow_running(const protocol::ServerMessage& message);
    std::shared_ptr<RunListener> find(const protocol::PromptId& prompt) const;

    std::unordered_map<protocol::PromptId, std::weak_ptr<RunListener>> runs_;
    protocol::PromptId running_;
    NodeId executing_;
};

}  // namespace divan
