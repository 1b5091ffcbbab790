#include "server/frame.hpp"

#include <cstdint>

#include <divan/json/write.hpp>

#include <divan/engine/image_codec.hpp>

namespace divan::engine {

namespace {

constexpr std::uint32_t kPlainPreview = 1, kText = 3,
                        kPreviewWithMetadata = 4;  // protocol.py `BinaryEventTypes`
constexpr std::uint32_t kJpeg = 1, kPng = 2;
constexpr int kPreviewSide = 512;    // `--preview-size`
constexpr int kPreviewQuality = 95;  // server.py `send_image`
constexpr int kPngLevel = 1;

std::string word(std::uint32_t value) {
    std::string bytes(4, '\0');
    for (std::size_t at = 0; at < 4; ++at) bytes[at] = static_cast<char>((value >> (24 - 8 * at)) & 0xFF);
    return bytes;
}

std::string with_length(std::string_view text) {
    return word(static_cast<std::uint32_t>(text.size())) + std::string{text};
}

std::string picture_of(const Image& image, bool png) {
    if (png) return encode_png(image, 0, {}, kPngLevel);
    return encode_jpeg(fit_into(image, 0, kPreviewSide), 0, kPreviewQuality);
}

}  // namespace

std::string text_frame(std::string_view type, const json::Value& data) {
    return json::write_python(json::Object{{"type", type}, {"data", data}});
}

std::string plain_preview_frame(std::string_view picture, bool png) {
    return word(kPlainPreview) + word(png ? kPng : kJpeg) + std::string{picture};
}

std::string metadata_preview_frame(json::Object metadata, std::string_view picture, bool png) {
    metadata["image_type"] = png ? "image/png" : "image/jpeg";
    return word(kPreviewWithMetadata) + with_length(json::write_python(metadata)) + std::string{picture};
}

std::string progress_text_frame(std::string_view node, std::string_view text) {
    return word(kText) + with_length(node) + std::string{text};
}

Frame to_frame(OutMessage message) {
    Frame frame;
    frame.client = std::move(message.client);
    if (message.kind == OutMessage::Kind::text) {
        frame.type = std::move(message.type);
        frame.content = text_frame(frame.type, std::move(message.data));
        return frame;
    }
    if (message.kind == OutMessage::Kind::progress_text) {
        frame.type = "progress_text";
        frame.content =
            progress_text_frame(json::text_or(message.data, "node"), json::text_or(message.data, "text"));
        return frame;
    }
    frame.type = "preview";
    const bool png = json::text_or(message.data, "image_type") == "image/png";
    const std::string picture = picture_of(*message.preview, png);
    frame.plain_preview = plain_preview_frame(picture, png);
    if (!png) frame.with_metadata = metadata_preview_frame(std::move(message.data), picture, png);
    return frame;
}

}  // namespace divan::engine
