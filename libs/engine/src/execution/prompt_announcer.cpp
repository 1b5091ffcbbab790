#include "execution/prompt_announcer.hpp"

#include <divan/base/clock.hpp>

namespace divan::engine {
namespace {

std::int64_t now_in_milliseconds() { return SystemClock{}.utc().time_since_epoch().count(); }

}  // namespace

std::optional<std::string> client_of(const json::Value& extra_data) {
    const json::Value* client = json::find(extra_data, "client_id");
    if (!client || client->is_null()) return std::nullopt;
    return std::string{json::text_of(*client).value_or("")};
}

void PromptAnnouncer::to_client(std::string_view type, json::Object data) {
    if (client_) sink_.send(OutMessage{std::string{type}, std::move(data), client_});
}

void PromptAnnouncer::to_client_or_all(std::string_view type, json::Object data) {
    sink_.send(OutMessage{std::string{type}, std::move(data), client_});
}

void PromptAnnouncer::record(std::string_view type, json::Object data, bool broadcast) {
    data.emplace("timestamp", now_in_milliseconds());
    json::Array entry;
    entry.emplace_back(type);
    entry.emplace_back(data);
    recorded_.emplace_back(std::move(entry));
    if (client_ || broadcast) sink_.send(OutMessage{std::string{type}, std::move(data), client_});
}

void PromptAnnouncer::preview(json::Object metadata, std::shared_ptr<const Image> image) {
    OutMessage message;
    message.kind = OutMessage::Kind::preview;
    message.client = client_;
    message.data = std::move(metadata);
    message.preview = std::move(image);
    sink_.send(std::move(message));
}

void PromptAnnouncer::progress_text(const std::string& node, std::string_view text) {
    OutMessage message;  // without a client: event 3 goes to every socket, whoever asked for the prompt
    message.kind = OutMessage::Kind::progress_text;
    message.data = json::Object{{"node", node}, {"text", text}};
    sink_.send(std::move(message));
}

}  // namespace divan::engine
