#include "request_body.hpp"

#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

#include "header_text.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

/// A parameter of Content-Disposition. Not percent-encoded: ComfyUI 0.3.64 (aiohttp) would store the escapes.
std::string quoted_parameter(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\r' || c == '\n' || c == '\0')
            out += ' ';  // cannot be written in a header at all
        else
            out += c;
    }
    return out + "\"";
}

std::string disposition(const FormPart& part) {
    std::string text = "Content-Disposition: form-data; name=" + quoted_parameter(part.name);
    if (!part.file.empty() || !part.file_name.empty()) {
        const std::string name = part.file_name.empty() ? part.file.filename().string() : part.file_name;
        text += "; filename=" + quoted_parameter(name);
    }
    return text + "\r\n";
}

Result<std::string> type_field(const FormPart& part) {
    std::string type = part.content_type;
    if (type.empty() && !part.file.empty()) type = "application/octet-stream";
    if (type.empty()) return std::string{};
    if (!is_header_value(type)) return fail(Errc::invalid_argument, "the content type of a form part is odd");
    return "Content-Type: " + type + "\r\n";
}

}  // namespace

asio::awaitable<Result<void>> TextBody::write(Transport& transport, std::chrono::milliseconds stall,
                                              std::string head) {
    co_return co_await write_all(transport, stall, head, text_);
}

FormBody::FormBody() {
    std::string digits = uuid4() + uuid4();
    std::erase(digits, '-');
    boundary_ = "divan" + digits;
}

Result<std::unique_ptr<FormBody>> FormBody::make(std::vector<FormPart> parts) {
    std::unique_ptr<FormBody> body{new FormBody};
    for (FormPart& part : parts) {
        auto added = body->add(std::move(part));
        if (!added) return fail(std::move(added).error());
    }
    body->end_ += "--" + body->boundary_ + "--\r\n";
    body->bytes_ += body->end_.size();
    return body;
}

Result<void> FormBody::add(FormPart part) {
    auto type = type_field(part);
    if (!type) return fail(std::move(type).error());
    Piece piece;
    piece.head = std::exchange(end_, "\r\n") + "--" + boundary_ + "\r\n" + disposition(part) + *type + "\r\n";
    if (part.file.empty()) {
        piece.head += part.text;
    } else {
        std::error_code error;
        piece.file_bytes = std::filesystem::file_size(part.file, error);
        if (error)
            return fail(Errc::io_failed, "'" + part.file.string() + "' cannot be sent: " + error.message());
        piece.file = std::move(part.file);
    }
    bytes_ += piece.head.size() + piece.file_bytes;
    pieces_.push_back(std::move(piece));
    return {};
}

std::string FormBody::content_type() const { return "multipart/form-data; boundary=" + boundary_; }

asio::awaitable<Result<void>> FormBody::write(Transport& transport, std::chrono::milliseconds stall,
                                              std::string head) {
    for (const Piece& piece : pieces_) {
        auto sent = co_await write_all(transport, stall, head, piece.head);
        if (!sent) co_return std::move(sent);
        head.clear();
        if (piece.file.empty()) continue;
        sent = co_await write_file_range(transport, stall, piece.file, 0, piece.file_bytes);
        if (!sent) co_return std::move(sent);
    }
    co_return co_await write_all(transport, stall, head, end_);
}

}  // namespace divan::net
