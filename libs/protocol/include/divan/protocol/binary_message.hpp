#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/prompt_id.hpp>

/// The binary frames of a ComfyUI server. All numbers are unsigned, 32 bits, big-endian; bytes 0–3 are the
/// event. Source: ComfyUI 0.3.64, protocol.py `BinaryEventTypes`, server.py `send_image` and
/// `send_image_with_metadata`.
namespace divan::protocol {

enum class ImageFormat : std::uint32_t { jpeg = 1, png = 2 };

/// "image/jpeg" or "image/png".
std::string_view media_type(ImageFormat format);
/// What the first bytes say, else `otherwise`: the format field of event 1 is 1 for everything that is no
/// PNG.
ImageFormat sniff_format(std::span<const std::byte> image, ImageFormat otherwise);

/// Event 1: bytes 4–7 format, then the image. Names neither prompt nor node. Lossy; never an output.
struct PreviewImage {
    ImageFormat format = ImageFormat::jpeg;
    std::span<const std::byte> image;
};

/// Event 2 is never sent by ComfyUI itself; some servers do: the rest of the frame as it came.
struct UnencodedPreview {
    std::span<const std::byte> content;
};

/// Event 3: bytes 4–7 length n, n bytes node id, then text. Goes to every socket and names no prompt.
/// Where the length does not fit, it is an older form: bytes 4–7 a channel number, or text from byte 4 on.
struct ProgressText {
    NodeId node;  ///< empty in the older forms
    std::string_view text;
    std::optional<std::uint32_t> channel{};  ///< of the form that has one
};

/// Event 4: bytes 4–7 length n, n bytes JSON, then the image; only for clients that announced
/// `supports_preview_metadata`.
struct PreviewWithMetadata {
    PromptId prompt;
    NodeId node, display_node, real_node;
    std::optional<NodeId> parent_node;
    ImageFormat format = ImageFormat::jpeg;
    std::span<const std::byte> image;
    json::Value metadata{};     ///< all of it, with what other servers add
    std::string parse_error{};  ///< the metadata is no JSON object: the picture is there, the rest is empty
};

struct UnknownBinary {
    std::uint32_t event = 0;
    std::span<const std::byte> content;
};

using BinaryMessage =
    std::variant<PreviewImage, UnencodedPreview, ProgressText, PreviewWithMetadata, UnknownBinary>;

/// Splits one frame. Spans and views borrow from `frame`. Errors: `malformed_reply` (shorter than its
/// layout).
Result<BinaryMessage> parse_binary_message(std::span<const std::byte> frame);
std::string write(const BinaryMessage& message);

std::span<const std::byte> bytes_of(std::string_view text);  ///< borrows

}  // namespace divan::protocol
