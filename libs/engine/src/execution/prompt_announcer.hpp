#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <divan/json/value.hpp>

#include "execution/messages.hpp"

namespace divan::engine {

/// The client of a prompt: its `client_id`; nothing when absent or null. A client id that is no text becomes
/// "", a sid that no socket has (a real server exits on some of them).
std::optional<std::string> client_of(const json::Value& extra_data);

/// Sends the messages of one prompt to whom they are for (comfyui-protocol §2.3), and keeps those that
/// history shows.
class PromptAnnouncer {
public:
    PromptAnnouncer(MessageSink& sink, std::string prompt_id, std::optional<std::string> client)
        : sink_{sink}, prompt_id_{std::move(prompt_id)}, client_{std::move(client)} {}

    const std::string& prompt_id() const { return prompt_id_; }
    const std::optional<std::string>& client() const { return client_; }

    /// Only for the client; nobody gets it when there is none.
    void to_client(std::string_view type, json::Object data);
    /// For the client, or for everybody when there is none.
    void to_client_or_all(std::string_view type, json::Object data);
    /// A message that history keeps; gets a `timestamp`. `broadcast`: also sent when there is no client.
    void record(std::string_view type, json::Object data, bool broadcast);
    void preview(json::Object metadata, std::shared_ptr<const Image> image);
    void progress_text(const std::string& node, std::string_view text);

    json::Array take_recorded() { return std::move(recorded_); }

private:
    MessageSink& sink_;
    std::string prompt_id_;
    std::optional<std::string> client_;
    json::Array recorded_;
};

}  // namespace divan::engine
