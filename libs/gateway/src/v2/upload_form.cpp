#include "v2/upload_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include <divan/base/text.hpp>

#include "files/file_names.hpp"
#include "v2/asset_view.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kReadPiece = 256 * 1024;
constexpr std::size_t kLongestText = 4 * 1024;
constexpr std::uint64_t kAround = 256 * 1024;  // everything of a form but its file
constexpr std::array<std::string_view, 5> kTexts{"content_type", "file_path", "expected_hash", "expires_in",
                                                 "tags"};

constexpr std::string_view kMaxSide = "max_side";
constexpr int kLongestSide = 32'768;

std::optional<std::uint64_t> announced_length(const Call& call) {
    const auto text = call.header("Content-Length");
    std::uint64_t length = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), length).ec != std::errc{})
        return std::nullopt;
    return length;
}

/// −1 for what is none.
std::int64_t whole_number(const std::string& text) {
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : -1;
}

/// "image/png". What the file is its bytes say; but a declaration that is none is a mistake to be told.
bool is_media_type(std::string_view text) {
    const std::size_t slash = text.find('/');
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    return plain && slash != std::string_view::npos && slash > 0 && slash + 1 < text.size();
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace

UploadForm::UploadForm(Call& call, FileIntake& intake, std::uint64_t file_limit, Parts parts)
    : call_{call}, intake_{intake}, file_limit_{file_limit}, parts_{parts} {}

/// Callbacks of the reader end it with an error; what is told instead is kept beside it.
Result<void> UploadForm::stop(Refusal refusal) {
    refusal_ = std::move(refusal);
    return fail(Errc::invalid_argument, "refused");
}

Result<void> UploadForm::begin(const net::ReceivedPart& part) {
    part_ = part.name;
    text_.clear();
    const bool is_text = std::ranges::find(kTexts, std::string_view{part_}) != kTexts.end() ||
                         (parts_ == Parts::with_ours && part_ == kMaxSide);
    if (part_ != "file" && !is_text)
        return stop(Refusal{400, "invalid_request",
                            fmt::format("the part '{}' means nothing here", printable(part_, 100))});
    const bool repeated = part_ == "file" ? has_file_ : part_ != "tags" && texts_.contains(part_);
    if (repeated) return stop(bad_value(part_, "stands twice in the form"));
    has_file_ = has_file_ || part_ == "file";
    return {};
}

Result<void> UploadForm::take(std::string_view content) {
    if (part_ == "file") {
        intake_.take(content);
        return {};
    }
    text_ += content;
    if (text_.size() > kLongestText)
        return stop(bad_value(part_, fmt::format("is longer than {} bytes", kLongestText)));
    return {};
}

Result<void> UploadForm::end() {
    if (part_ == "file") return {};
    if (!is_utf8(text_) || text_.find('\0') != std::string::npos)
        return stop(bad_value(part_, "is no UTF-8 text"));
    if (part_ == "tags")
        tags_.push_back(std::move(text_));
    else
        texts_[part_] = std::move(text_);
    return {};
}

asio::awaitable<Answer<FileWish>> UploadForm::read() {
    if (auto unpacked = call_.unpacked_body(); !unpacked) co_return refuse(std::move(unpacked).error());
    const std::string boundary = net::multipart_boundary(call_.header("Content-Type").value_or(""));
    if (boundary.empty())
        co_return refuse(415, "unsupported_media_type", "the body must be multipart/form-data");
    if (announced_length(call_).value_or(0) > file_limit_ + kAround) co_return refuse(too_large(file_limit_));
    net::MultipartReader reader{boundary};
    reader.on_part = [this](const net::ReceivedPart& part) { return begin(part); };
    reader.on_content = [this](std::string_view content) { return take(content); };
    reader.on_part_end = [this] { return end(); };
    for (;;) {
        auto piece = co_await call_.exchange().read_some(kReadPiece);
        if (!piece) co_return refuse(400, "invalid_request", "the form did not arrive whole");
        if (piece->empty()) break;
        auto fed = reader.feed(*piece);
        if (!fed && refusal_) co_return refuse(std::move(*refusal_));
        if (!fed) co_return refuse(422, "invalid_request", fed.error().message);
        auto flushed = co_await intake_.flush();
        if (!flushed) co_return refuse(std::move(flushed).error());
    }
    if (!reader.complete()) co_return refuse(422, "invalid_request", "the form has no end");
    co_return wish();
}

Answer<FileWish> UploadForm::wish() const {
    const auto text = [this](std::string_view name) -> const std::string* {
        const auto found = texts_.find(name);
        return found == texts_.end() ? nullptr : &found->second;
    };
    if (!has_file_) return refuse(bad_value("file", "is missing in the form"));
    for (const char* needed : {"content_type", "file_path"})
        if (!text(needed) || text(needed)->empty())
            return refuse(bad_value(needed, "is missing in the form"));
    if (!is_media_type(*text("content_type")))
        return refuse(bad_value("content_type", "must be a media type such as image/png"));
    FileWish wish;
    wish.path = clean_path(*text("file_path"));
    wish.tags = tags_;
    if (auto sound = check_tags(wish.tags); !sound) return refuse(std::move(sound).error());
    if (std::ranges::any_of(wish.tags, [](const std::string& tag) { return tag.find_first_of("[{") == 0; }))
        return refuse(bad_value("tags", "looks like JSON; send a part 'tags' for each tag"));
    if (const std::string* hash = text("expected_hash")) {
        wish.expected_hash = blake3_of(*hash);
        // The contract takes any text here, and answers 409 where it is not the hash of the bytes.
        if (!wish.expected_hash)
            return refuse(409, "hash_mismatch",
                          "'expected_hash' is no hash: \"blake3:\" and 64 hexadecimal digits are expected");
    }
    if (const std::string* seconds = text("expires_in")) {
        auto life = retention_of(whole_number(*seconds));
        if (!life) return refuse(std::move(life).error());
        wish.keep_for = *life;
    }
    if (const std::string* side = text(kMaxSide)) {
        const std::int64_t number = whole_number(*side);
        if (number < 1 || number > kLongestSide)
            return refuse(bad_value(kMaxSide, "must be a whole number from 1 to 32,768"));
        wish.max_side = static_cast<int>(number);
    }
    return wish;
}

}  // namespace divan::gateway
