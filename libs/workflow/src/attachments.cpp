#include <divan/workflow/attachments.hpp>

#include <fstream>

#include <divan/base/hash.hpp>

#include "media_type.hpp"

namespace divan {
namespace {

constexpr std::size_t kPiece = 1 << 18;

Error cannot_read(const std::filesystem::path& file) {
    return Error{Errc::io_failed, "the attachment cannot be read", "look at the file and its rights"}.with(
        "file", file.string());
}

/// Feeds a file piece by piece to `take`, which says whether to go on.
template <class Take>
Result<> read_pieces(const std::filesystem::path& file, Take take) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) return fail(cannot_read(file));
    std::ifstream in{file, std::ios::binary};
    std::string piece(kPiece, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto count = static_cast<std::size_t>(in.gcount());
        if (count > 0 && !take(std::string_view{piece}.substr(0, count))) return {};
    }
    if (in.bad() || !in.eof()) return fail(cannot_read(file));
    return {};
}

std::string first_bytes(const Attachment& attachment) {
    if (attachment.bytes()) return attachment.bytes()->substr(0, 64);
    std::string start;
    (void)read_pieces(*attachment.file(), [&](std::string_view piece) {  // unreadable: no bytes
        start = piece.substr(0, 64);
        return false;
    });
    return start;
}

}  // namespace

Attachment Attachment::from_file(std::filesystem::path file) {
    Attachment attachment;
    attachment.name_ = file.filename().string();
    attachment.file_ = std::move(file);
    return attachment;
}

Attachment Attachment::from_bytes(std::string bytes, std::string name) {
    Attachment attachment;
    attachment.bytes_ = std::make_shared<const std::string>(std::move(bytes));
    attachment.name_ = std::move(name);
    return attachment;
}

Attachment Attachment::named(std::string name) && {
    name_ = std::move(name);
    return std::move(*this);
}

Attachment Attachment::in_subfolder(std::string path) && {
    subfolder_ = std::move(path);
    return std::move(*this);
}

Attachment Attachment::overwriting(bool yes) && {
    overwrite_ = yes;
    return std::move(*this);
}

bool same_source(const Attachment& left, const Attachment& right) {
    if (!left.bytes_ || !right.bytes_) return !left.bytes_ && !right.bytes_ && left.file_ == right.file_;
    return left.bytes_ == right.bytes_ || *left.bytes_ == *right.bytes_;
}

bool operator==(const Attachment& left, const Attachment& right) {
    return left.name_ == right.name_ && left.subfolder_ == right.subfolder_ &&
           left.overwrite_ == right.overwrite_ && same_source(left, right);
}

PlannedUpload::PlannedUpload(NodeId to, std::string name, Attachment what)
    : node{std::move(to)}, input{std::move(name)}, attachment{std::move(what)} {}

Result<std::string> content_hash(const Attachment& attachment) {
    if (attachment.bytes()) return sha256_hex(*attachment.bytes());
    Sha256 hash;
    const auto read = read_pieces(*attachment.file(), [&](std::string_view piece) {
        hash.update(piece);
        return true;
    });
    if (!read) return fail(read.error());
    return hash.hex();
}

Result<std::string> upload_name(const Attachment& attachment) {
    if (!attachment.name().empty()) return attachment.name();
    auto hash = content_hash(attachment);
    if (!hash) return hash;
    return hash->substr(0, 32) + "." + std::string{extension_of_media_type(media_type(attachment))};
}

std::string_view media_type(const Attachment& attachment) {
    if (const auto by_name = media_type_of_name(attachment.name()); !by_name.empty()) return by_name;
    const auto by_content = media_type_of_content(first_bytes(attachment));
    return by_content.empty() ? "application/octet-stream" : by_content;
}

}  // namespace divan
