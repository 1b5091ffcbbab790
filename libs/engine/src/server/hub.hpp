#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/json/value.hpp>
#include <divan/net/websocket.hpp>

#include "execution/messages.hpp"
#include "faults/message_faults.hpp"
#include "server/frame.hpp"

namespace divan::engine {

namespace asio = boost::asio;

/// All WebSockets of the engine, and the one FIFO through which every message reaches them (comfyui-protocol
/// §2). One socket to a sid: a second one with the same sid takes over, and — ComfyUI 0.3.64, server.py
/// `websocket_handler` — when the first one closes, its clean-up removes the entry of the second, which then
/// stays open and hears nothing more. Threads: `send` from any; the rest on the event loop.
class Hub final : public MessageSink {
public:
    /// What a connecting socket is told.
    struct Greeting {
        std::function<std::size_t()> remaining;
        std::function<std::optional<std::string>(const std::string& sid)>
            executing_node;  ///< of that client's prompt
        json::Object features;
    };

    Hub(asio::any_io_executor executor, MessageFaults& faults);
    ~Hub() override;

    void greet_with(Greeting greeting) { greeting_ = std::move(greeting); }
    /// Called once for each sid whose socket is gone.
    void on_gone(std::function<void(const std::string&)> callback) { on_gone_ = std::move(callback); }

    void send(OutMessage message) override;

    /// Serves one socket until it ends. `sid`: empty for one of our choice. `deaf`: it is greeted, then hears
    /// nothing.
    asio::awaitable<void> serve(net::WebSocket socket, std::string sid, bool deaf);
    /// Cuts every socket.
    void drop_all();

private:
    struct Client;
    using ClientPtr = std::shared_ptr<Client>;
    static asio::awaitable<void> write_loop(ClientPtr client);

    void push(MessageFaults::Passed passed);
    void push_later(MessageFaults::Passed passed);
    void release_held_soon();
    void drain();
    void deliver(const MessageFaults::Passed& passed);
    void deliver_text(const Frame& frame);
    void deliver_preview(const Frame& frame);
    void deliver_held_preview();
    void enqueue(const ClientPtr& client, net::WebSocketMessage message, bool is_preview);
    std::vector<ClientPtr> targets(const Frame& frame) const;
    ClientPtr admit(net::WebSocket socket, std::string sid, bool deaf);
    void greet(const ClientPtr& client);
    void hear(const ClientPtr& client, const net::WebSocketMessage& message);
    void part(const ClientPtr& client);

    asio::any_io_executor executor_;
    MessageFaults& faults_;
    Greeting greeting_;
    std::function<void(const std::string&)> on_gone_;
    std::map<std::string, ClientPtr> by_sid_;
    std::vector<ClientPtr> open_;
    std::optional<Frame> held_preview_;  ///< for clients without metadata: goes out after the next `progress`

    std::mutex mutex_;  ///< guards the inbox
    std::vector<MessageFaults::Passed> inbox_;
    bool draining_ = false;
};

}  // namespace divan::engine
