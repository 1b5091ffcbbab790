#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <divan/json/value.hpp>

#include "execution/messages.hpp"

namespace divan::engine {

/// One message ready for the wire.
struct Frame {
    std::optional<std::string> client;  ///< the sid it is for; nothing: every socket
    std::string type;                   ///< the message type; "preview" and "progress_text" for binary ones
    std::string content;                ///< a text frame, or binary event 3
    std::string with_metadata;          ///< preview: binary event 4
    std::string plain_preview;          ///< preview: binary event 1

    Frame() = default;
    bool is_preview() const { return type == "preview"; }
    bool is_binary() const { return is_preview() || type == "progress_text"; }
};

/// `{"type": …, "data": …}` as Python writes it.
std::string text_frame(std::string_view type, const json::Value& data);

/// Binary event 1: event and format (1 JPEG, 2 PNG) as big-endian words, then the picture (ComfyUI 0.3.64,
/// server.py `send_image`).
std::string plain_preview_frame(std::string_view picture, bool png);

/// Binary event 4: event, length of the metadata, metadata with `image_type` added, picture
/// (`send_image_with_metadata`).
std::string metadata_preview_frame(json::Object metadata, std::string_view picture, bool png);

/// Binary event 3: event, length of the node id, node id, text (`send_progress_text`).
std::string progress_text_frame(std::string_view node, std::string_view text);

/// Encodes what the executor sent. A preview becomes a JPEG of quality 95, fitted into 512 pixels a side; one
/// whose data say `"image_type": "image/png"` (SaveImageWebsocket) becomes a PNG in full size.
Frame to_frame(OutMessage message);

}  // namespace divan::engine
