#include "server/hub.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/random.hpp>
#include <divan/json/parse.hpp>

#include "server/socket_queue.hpp"

namespace divan::engine {

namespace {

json::Object queue_status(std::size_t remaining) {
    return {{"exec_info", json::Object{{"queue_remaining", remaining}}}};
}

std::string new_sid() {
    std::string id = uuid4();
    std::erase(id, '-');  // Python's `uuid4().hex`
    return id;
}

constexpr auto kReleaseAfter = std::chrono::seconds{1};

}  // namespace

/// One open socket. Its writer ends when `over` is set and `wake` cancelled.
struct Hub::Client {
    Client(asio::any_io_executor executor, net::WebSocket open_socket)
        : socket{std::move(open_socket)}, wake{executor, asio::steady_timer::time_point::max()} {}

    std::string sid;
    net::WebSocket socket;
    SocketQueue waiting;
    asio::steady_timer wake;
    bool over = false, deaf = false, heard_first = false, wants_metadata = false;

    void end() {
        over = true;
        wake.cancel();
        socket.abort();
    }
};

Hub::Hub(asio::any_io_executor executor, MessageFaults& faults)
    : executor_{std::move(executor)}, faults_{faults} {}

Hub::~Hub() = default;

void Hub::send(OutMessage message) {
    for (auto& passed : faults_.pass(std::move(message)))
        if (passed.delay.count() > 0)
            push_later(std::move(passed));
        else
            push(std::move(passed));
    if (faults_.holds()) release_held_soon();
}

void Hub::push(MessageFaults::Passed passed) {
    const std::lock_guard lock{mutex_};
    inbox_.push_back(std::move(passed));
    if (std::exchange(draining_, true)) return;
    asio::post(executor_, [this] { drain(); });
}

void Hub::push_later(MessageFaults::Passed passed) {
    const auto timer = std::make_shared<asio::steady_timer>(executor_, passed.delay);
    timer->async_wait(
        [this, timer, passed = std::move(passed)](const boost::system::error_code& error) mutable {
            if (!error) deliver(passed);
        });
}

/// A message that a fault holds back goes out at last, even when nothing follows it.
void Hub::release_held_soon() {
    const auto timer = std::make_shared<asio::steady_timer>(executor_, kReleaseAfter);
    timer->async_wait([this, timer](const boost::system::error_code& error) {
        auto frame = error ? std::nullopt : faults_.release();
        if (!frame) return;
        MessageFaults::Passed passed;
        passed.frame = std::move(*frame);
        deliver(passed);
    });
}

void Hub::drain() {
    std::vector<MessageFaults::Passed> batch;
    {
        const std::lock_guard lock{mutex_};
        batch.swap(inbox_);
        draining_ = false;
    }
    for (const auto& passed : batch) deliver(passed);
}

void Hub::deliver(const MessageFaults::Passed& passed) {
    const Frame& frame = passed.frame;
    if (frame.is_preview())
        deliver_preview(frame);
    else
        deliver_text(frame);
    if (passed.cut)
        for (const auto& client : targets(frame)) client->end();
}

void Hub::deliver_text(const Frame& frame) {
    if (frame.type == "executing") deliver_held_preview();  // its `progress` was lost
    for (const auto& client : targets(frame)) enqueue(client, {frame.is_binary(), frame.content}, false);
    if (frame.type == "progress") deliver_held_preview();
}

/// Event 4 goes out before the `progress` message it belongs to, event 1 after it (comfyui-protocol §2.6);
/// the executor sends the preview first.
void Hub::deliver_preview(const Frame& frame) {
    deliver_held_preview();
    const auto receivers = targets(frame);
    const bool with_metadata = frame.client && receivers.size() == 1 && receivers.front()->wants_metadata &&
                               !frame.with_metadata.empty();
    if (!with_metadata) return void(held_preview_ = frame);
    enqueue(receivers.front(), {true, frame.with_metadata}, true);
}

void Hub::deliver_held_preview() {
    if (!held_preview_) return;
    const Frame frame = std::move(*held_preview_);
    held_preview_.reset();
    for (const auto& client : targets(frame)) enqueue(client, {true, frame.plain_preview}, true);
}

std::vector<Hub::ClientPtr> Hub::targets(const Frame& frame) const {
    std::vector<ClientPtr> found;
    // Event 3 is for everybody, whoever's prompt it is (ComfyUI 0.3.64, server.py `send_progress_text`
    // without sid).
    if (frame.client && frame.type != "progress_text") {
        const auto place = by_sid_.find(*frame.client);
        if (place != by_sid_.end()) found.push_back(place->second);
        return found;
    }
    for (const auto& [sid, client] : by_sid_) found.push_back(client);
    return found;
}

void Hub::enqueue(const ClientPtr& client, net::WebSocketMessage message, bool is_preview) {
    if (client->over || client->deaf) return;
    if (!client->waiting.push(std::move(message), is_preview)) return client->end();
    client->wake.cancel();
}

asio::awaitable<void> Hub::write_loop(ClientPtr client) {
    while (!client->over) {
        auto message = client->waiting.pop();
        if (!message) {
            client->wake.expires_at(asio::steady_timer::time_point::max());
            co_await client->wake.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        const auto sent = co_await client->socket.send(std::move(*message));
        if (!sent) client->end();
    }
}

Hub::ClientPtr Hub::admit(net::WebSocket socket, std::string sid, bool deaf) {
    auto client = std::make_shared<Client>(executor_, std::move(socket));
    client->sid = sid.empty() ? new_sid() : std::move(sid);
    by_sid_[client->sid] = client;
    open_.push_back(client);
    greet(client);
    client->deaf = deaf;
    return client;
}

void Hub::greet(const ClientPtr& client) {
    json::Object status{{"status", queue_status(greeting_.remaining())}, {"sid", client->sid}};
    enqueue(client, {false, text_frame("status", std::move(status))}, false);
    if (const auto node = greeting_.executing_node(client->sid))
        enqueue(client, {false, text_frame("executing", json::Object{{"node", *node}})}, false);
}

/// Only the first text message that is a JSON object can be feature flags (comfyui-protocol §2.2).
void Hub::hear(const ClientPtr& client, const net::WebSocketMessage& message) {
    if (message.binary || client->heard_first) return;
    const auto value = json::parse(message.content);
    if (!value || !json::object_of(*value)) return;
    client->heard_first = true;
    if (json::text_or(*value, "type") != "feature_flags") return;
    const json::Value* flags = json::find(*value, "data");
    const json::Value* wanted = flags ? json::find(*flags, "supports_preview_metadata") : nullptr;
    client->wants_metadata = wanted && json::to_bool(*wanted).value_or(false);
    enqueue(client, {false, text_frame("feature_flags", greeting_.features)}, false);
}

void Hub::part(const ClientPtr& client) {
    client->end();
    std::erase(open_, client);
    by_sid_.erase(client->sid);  // also when a newer socket stands there: ComfyUI's defect (#16010), kept
    if (on_gone_) on_gone_(client->sid);
}

asio::awaitable<void> Hub::serve(net::WebSocket socket, std::string sid, bool deaf) {
    const ClientPtr client = admit(std::move(socket), std::move(sid), deaf);
    asio::co_spawn(executor_, write_loop(client), asio::detached);
    while (!client->over) {
        const auto message = co_await client->socket.receive();
        if (!message) break;
        hear(client, *message);
    }
    part(client);
}

void Hub::drop_all() {
    const auto open = open_;
    for (const auto& client : open) client->end();
}

}  // namespace divan::engine
