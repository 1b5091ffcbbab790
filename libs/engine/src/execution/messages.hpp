#pragma once

#include <memory>
#include <optional>
#include <string>

#include <divan/json/value.hpp>

#include <divan/engine/image.hpp>

namespace divan::engine {

/// One message on its way to the clients, in the order of emission (comfyui-protocol §2.3).
struct OutMessage {
    enum class Kind { text, preview, progress_text };

    Kind kind = Kind::text;
    std::optional<std::string> client;  ///< the sid it is for; nothing: every socket
    std::string type;                   ///< text: "executing" and so on
    json::Object
        data;  ///< text: the data; preview: the metadata of binary event 4; progress_text: node and text
    std::shared_ptr<const Image> preview;

    OutMessage() = default;
    OutMessage(std::string message_type, json::Object content, std::optional<std::string> target = {})
        : client{std::move(target)}, type{std::move(message_type)}, data{std::move(content)} {}
};

/// Where messages go. Threads: `send` may be called from any thread; the order of one thread is kept.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    virtual void send(OutMessage message) = 0;
};

}  // namespace divan::engine
