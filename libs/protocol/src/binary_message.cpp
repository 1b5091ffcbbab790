#include <divan/protocol/binary_message.hpp>

#include <array>
#include <cstring>

#include <fmt/format.h>

#include <divan/json/write.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kWord = 4;

std::uint32_t word_at(Bytes frame, std::size_t offset) {
    std::uint32_t word = 0;
    for (const std::byte byte : frame.subspan(offset, kWord))
        word = word << 8 | std::to_integer<std::uint32_t>(byte);
    return word;
}

std::string_view text_in(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void append_word(std::string& out, std::uint32_t word) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(word >> shift & 0xFFU);
}

void append(std::string& out, Bytes bytes) { out += text_in(bytes); }

auto too_short(std::size_t bytes, std::uint32_t event) {
    return fail(Errc::malformed_reply,
                fmt::format("a binary frame of {} bytes is too short for event {}", bytes, event));
}

Result<BinaryMessage> read_preview(Bytes frame) {
    if (frame.size() < 2 * kWord) return too_short(frame.size(), 1);
    const Bytes image = frame.subspan(2 * kWord);
    const bool png = word_at(frame, kWord) == static_cast<std::uint32_t>(ImageFormat::png);
    return PreviewImage{sniff_format(image, png ? ImageFormat::png : ImageFormat::jpeg), image};
}

/// A text has no byte 0; a channel number of four bytes mostly has one.
ProgressText read_older_text(Bytes frame) {
    const Bytes content = frame.subspan(kWord);
    const bool numbered =
        content.size() >= kWord && text_in(content.first(kWord)).find('\0') != std::string_view::npos;
    if (!numbered) return ProgressText{NodeId{}, text_in(content), std::nullopt};
    return ProgressText{NodeId{}, text_in(content.subspan(kWord)), word_at(frame, kWord)};
}

Result<BinaryMessage> read_text(Bytes frame) {
    if (frame.size() < 2 * kWord) return read_older_text(frame);
    const std::size_t length = word_at(frame, kWord);
    const Bytes rest = frame.subspan(2 * kWord);
    if (length > rest.size()) return read_older_text(frame);
    NodeId node{std::string{text_in(rest.first(length))}};
    return ProgressText{std::move(node), text_in(rest.subspan(length)), std::nullopt};
}

void read_metadata(PreviewWithMetadata& preview, json::Value metadata) {
    preview.prompt = id_at<PromptId>(metadata, "prompt_id");
    preview.node = id_at<NodeId>(metadata, "node_id");
    preview.display_node = id_at<NodeId>(metadata, "display_node_id");
    preview.real_node = id_at<NodeId>(metadata, "real_node_id");
    preview.parent_node = optional_node_at(metadata, "parent_node_id");
    preview.metadata = std::move(metadata);
}

Result<BinaryMessage> read_preview_with_metadata(Bytes frame) {
    if (frame.size() < 2 * kWord) return too_short(frame.size(), 4);
    const std::size_t length = word_at(frame, kWord);
    const Bytes rest = frame.subspan(2 * kWord);
    if (length > rest.size()) return too_short(frame.size(), 4);
    PreviewWithMetadata preview;
    preview.image = rest.subspan(length);
    auto metadata = read_object(text_in(rest.first(length)), "the metadata of a preview");
    if (metadata)
        read_metadata(preview, std::move(*metadata));
    else
        preview.parse_error = std::move(metadata.error().message);
    const bool png = json::text_or(preview.metadata, "image_type") == "image/png";
    preview.format = sniff_format(preview.image, png ? ImageFormat::png : ImageFormat::jpeg);
    return preview;
}

std::string metadata_text(const PreviewWithMetadata& preview) {
    json::Object metadata;
    metadata["node_id"] = preview.node.str();
    metadata["prompt_id"] = preview.prompt.str();
    metadata["display_node_id"] = preview.display_node.str();
    metadata["parent_node_id"] = node_or_null(preview.parent_node);
    metadata["real_node_id"] = preview.real_node.str();
    metadata["image_type"] = media_type(preview.format);
    return json::write_python(std::move(metadata));
}

struct Writer {
    std::string operator()(const PreviewImage& preview) const {
        std::string out;
        append_word(out, 1);
        append_word(out, static_cast<std::uint32_t>(preview.format));
        append(out, preview.image);
        return out;
    }
    std::string operator()(const UnencodedPreview& preview) const {
        return (*this)(UnknownBinary{2, preview.content});
    }
    std::string operator()(const ProgressText& text) const {
        std::string out;
        append_word(out, 3);
        append_word(out, text.channel.value_or(static_cast<std::uint32_t>(text.node.str().size())));
        out += text.node.str();
        out += text.text;
        return out;
    }
    std::string operator()(const PreviewWithMetadata& preview) const {
        const std::string metadata = metadata_text(preview);
        std::string out;
        append_word(out, 4);
        append_word(out, static_cast<std::uint32_t>(metadata.size()));
        out += metadata;
        append(out, preview.image);
        return out;
    }
    std::string operator()(const UnknownBinary& unknown) const {
        std::string out;
        append_word(out, unknown.event);
        append(out, unknown.content);
        return out;
    }
};

}  // namespace

std::string_view media_type(ImageFormat format) {
    return format == ImageFormat::png ? "image/png" : "image/jpeg";
}

ImageFormat sniff_format(Bytes image, ImageFormat otherwise) {
    if (text_in(image).starts_with("\x89PNG")) return ImageFormat::png;
    if (text_in(image).starts_with("\xFF\xD8")) return ImageFormat::jpeg;
    return otherwise;
}

Result<BinaryMessage> parse_binary_message(Bytes frame) {
    if (frame.size() < kWord) return too_short(frame.size(), 0);
    const std::uint32_t event = word_at(frame, 0);
    switch (event) {
        case 1:
            return read_preview(frame);
        case 2:
            return UnencodedPreview{frame.subspan(kWord)};
        case 3:
            return read_text(frame);
        case 4:
            return read_preview_with_metadata(frame);
        default:
            return UnknownBinary{event, frame.subspan(kWord)};
    }
}

std::string write(const BinaryMessage& message) { return std::visit(Writer{}, message); }

Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span{text.data(), text.size()}); }

}  // namespace divan::protocol
