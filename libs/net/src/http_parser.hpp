#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>
#include <divan/net/http_message.hpp>

namespace divan::net {

enum class MessageKind { request, reply, reply_without_body };  ///< the last one answers HEAD

/// The head of one message and the framing that follows from it.
struct IncomingHead {
    std::string method, target;  ///< of a request
    int status = 0;              ///< of a reply
    int minor_version = 1;       ///< HTTP/1.x
    HttpHeaders headers;
    std::optional<std::uint64_t>
        content_length;  ///< of the body that follows; none when chunked or until the end
    bool chunked = false;
    bool until_end = false;   ///< the body of a reply that goes on until the connection closes
    bool keep_alive = false;  ///< another message may follow

    IncomingHead() = default;
};

struct DecodedPiece {
    std::size_t taken = 0;     ///< bytes of the input that are done with
    std::size_t produced = 0;  ///< bytes of the body
};

/// Parses one HTTP/1.x message; hides Beast's parser. No input or output.
class HttpParser {
public:
    virtual ~HttpParser() = default;
    /// A whole head with its empty line. Errors: `malformed_reply` (the fact "status" for requests).
    virtual Result<IncomingHead> head(std::string_view text) = 0;
    /// Decodes the next piece of a chunked body; takes nothing when more input is needed. Errors:
    /// `malformed_reply`.
    virtual Result<DecodedPiece> chunks(std::string_view text, std::span<char> into) = 0;
    virtual bool done() const = 0;  ///< the end of a chunked body was seen
};

std::unique_ptr<HttpParser> make_http_parser(MessageKind kind);

}  // namespace divan::net
