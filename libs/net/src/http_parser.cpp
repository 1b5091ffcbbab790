#include "http_parser.hpp"

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace divan::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using error_code = boost::system::error_code;

std::string text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

template <bool kRequest>
class BeastParser final : public HttpParser {
public:
    explicit BeastParser(bool without_body) {
        parser_.header_limit(UINT32_MAX);  // the caller has counted the bytes already
        parser_.body_limit(boost::none);
        parser_.skip(without_body);
    }

    Result<IncomingHead> head(std::string_view text) override {
        error_code error;
        const std::size_t taken = parser_.put(asio::buffer(text.data(), text.size()), error);
        if (error || taken != text.size() || !parser_.is_header_done()) return broken(error);
        IncomingHead head;
        describe_start(head);
        head.minor_version = static_cast<int>(parser_.get().version()) % 10;
        for (const auto& field : parser_.get())
            head.headers.add(text_of(field.name_string()), text_of(field.value()));
        head.chunked = parser_.chunked() && !parser_.is_done();
        head.until_end = parser_.need_eof() && !parser_.is_done();
        if (!head.chunked && !head.until_end) head.content_length = body_length();
        head.keep_alive = parser_.keep_alive();
        return head;
    }

    Result<DecodedPiece> chunks(std::string_view text, std::span<char> into) override {
        auto& body = parser_.get().body();
        body.data = into.data();
        body.size = into.size();
        body.more = true;
        DecodedPiece piece;
        while (!parser_.is_done() && piece.taken < text.size() && body.size > 0) {
            error_code error;
            const auto rest = text.substr(piece.taken);
            piece.taken += parser_.put(asio::buffer(rest.data(), rest.size()), error);
            if (error == http::error::need_more || error == http::error::need_buffer) break;
            if (error) return broken(error);
        }
        piece.produced = into.size() - body.size;
        return piece;
    }

    bool done() const override { return parser_.is_done(); }

private:
    void describe_start(IncomingHead& head) {
        if constexpr (kRequest) {
            head.method = text_of(parser_.get().method_string());
            head.target = text_of(parser_.get().target());
        } else {
            head.status = static_cast<int>(parser_.get().result_int());
        }
    }

    std::uint64_t body_length() {
        if (parser_.is_done()) return 0;
        const auto length = parser_.content_length();
        return length ? *length : 0;
    }

    tl::unexpected<Error> broken(error_code error) const {
        Error problem{Errc::malformed_reply, kRequest ? "the request is no HTTP" : "the reply is no HTTP"};
        problem = std::move(problem).with("reason", error ? error.message() : "it ends too early");
        return fail(kRequest ? std::move(problem).with("status", "400") : std::move(problem));
    }

    http::parser<kRequest, http::buffer_body> parser_;
};

}  // namespace

std::unique_ptr<HttpParser> make_http_parser(MessageKind kind) {
    if (kind == MessageKind::request) return std::make_unique<BeastParser<true>>(false);
    return std::make_unique<BeastParser<false>>(kind == MessageKind::reply_without_body);
}

}  // namespace divan::net
