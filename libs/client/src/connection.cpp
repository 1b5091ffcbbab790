#include <divan/client/connection.hpp>

#include "connection_core.hpp"

namespace divan {
namespace {

NodeTextUpdate node_text_update(const protocol::ProgressText& text, const EventDispatcher& runs) {
    NodeTextUpdate update;
    update.executing_node = runs.executing();
    update.node = text.node.empty() ? runs.executing() : text.node;
    update.prompt = runs.running();
    update.text = protocol::read_node_text(text.text);
    update.whole = text.text;
    return update;
}

}  // namespace

Connection::Connection(asio::any_io_executor executor, ConnectionConfig config, const Logger* log)
    : core_{std::make_shared<ConnectionCore>(std::move(executor), std::move(config), log)} {}

Connection::Connection(std::shared_ptr<ConnectionCore> core) : core_{std::move(core)}, closes_{false} {}

Connection::~Connection() {
    if (closes_) core_->close();
}

asio::awaitable<Result<void>> Connection::open(Deadline deadline) { return core_->open(deadline); }
void Connection::reconnect() { core_->reconnect(false); }
void Connection::abort_reconnect() { core_->abort_reconnect(); }
void Connection::close() { core_->close(); }

ConnectionState Connection::state() const { return core_->state; }
bool Connection::polls() const { return core_->polls(); }
protocol::ClientId Connection::client_id() const { return core_->client_id; }
Deadline Connection::last_activity() const { return core_->last_activity; }
std::uint64_t Connection::malformed_messages() const { return core_->malformed; }

Subscription Connection::on_message(std::function<void(const protocol::ServerMessage&)> listener) {
    return core_->message_listeners.add(std::move(listener));
}
Subscription Connection::on_binary(std::function<void(const protocol::BinaryMessage&)> listener) {
    return core_->binary_listeners.add(std::move(listener));
}
Subscription Connection::on_state(std::function<void(ConnectionState)> listener) {
    return core_->state_listeners.add(std::move(listener));
}
Subscription Connection::on_lifecycle(std::function<void(const LifecycleEvent&)> listener) {
    return core_->lifecycle_listeners.add(std::move(listener));
}
Subscription Connection::on_node_text(std::function<void(const NodeTextUpdate&)> listener) {
    const std::weak_ptr<ConnectionCore> weak = core_;
    return on<protocol::ProgressText>(
        [weak, listener = std::move(listener)](const protocol::ProgressText& text) {
            const auto core = weak.lock();
            if (core) listener(node_text_update(text, core->runs));
        });
}
Subscription Connection::on_malformed(std::function<void(const Error&)> listener) {
    return core_->malformed_listeners.add(std::move(listener));
}

const ConnectionConfig& Connection::config() const { return core_->config; }
std::string Connection::server() const { return core_->config.origin.authority(); }
net::HttpClient& Connection::http() { return core_->http; }
asio::any_io_executor Connection::executor() const { return core_->executor; }

}  // namespace divan
