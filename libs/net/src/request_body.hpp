#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include <divan/net/http_client.hpp>

#include "transport.hpp"

namespace divan::net {

/// What follows the head of a request. May be written more than once (a request that is sent again).
class RequestBody {
public:
    virtual ~RequestBody() = default;
    virtual std::uint64_t bytes() const = 0;
    /// `head` goes out first, together with the beginning of the body.
    /// Errors: those of `write_all`; `io_failed` when a file changed or cannot be read.
    virtual asio::awaitable<Result<void>> write(Transport& transport, std::chrono::milliseconds stall,
                                                std::string head) = 0;
};

class TextBody final : public RequestBody {
public:
    explicit TextBody(std::string text) : text_{std::move(text)} {}
    std::uint64_t bytes() const override { return text_.size(); }
    std::string_view text() const { return text_; }
    asio::awaitable<Result<void>> write(Transport& transport, std::chrono::milliseconds stall,
                                        std::string head) override;

private:
    std::string text_;
};

/// multipart/form-data (RFC 7578) with a random boundary; files are read while they are sent, so what is held
/// in memory does not grow with them.
class FormBody final : public RequestBody {
public:
    /// Errors: `io_failed` for a file that is not there.
    static Result<std::unique_ptr<FormBody>> make(std::vector<FormPart> parts);
    std::string content_type() const;
    std::uint64_t bytes() const override { return bytes_; }
    asio::awaitable<Result<void>> write(Transport& transport, std::chrono::milliseconds stall,
                                        std::string head) override;

private:
    struct Piece {
        std::string head;  ///< delimiter and fields of the part, and its text
        std::filesystem::path file;
        std::uint64_t file_bytes = 0;
    };
    FormBody();
    Result<void> add(FormPart part);
    std::string boundary_;
    std::vector<Piece> pieces_;
    std::string end_;
    std::uint64_t bytes_ = 0;
};

/// Sends `bytes` bytes of `file` from `offset` through one fixed buffer.
/// Errors: `io_failed` (also when the file is shorter); those of `write_all`.
asio::awaitable<Result<void>> write_file_range(Transport& transport, std::chrono::milliseconds stall,
                                               std::filesystem::path file, std::uint64_t offset,
                                               std::uint64_t bytes);

}  // namespace divan::net
