#include "http/call.hpp"

#include <fmt/format.h>

#include <divan/base/crash_point.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

bool is_json_type(std::string_view content_type) {
    const std::string type = to_lower(trim(content_type.substr(0, content_type.find(';'))));
    return type == "application/json" || type.ends_with("+json");
}

Refusal unreadable_body(const Error& error, std::size_t limit) {
    if (error.code == Errc::invalid_argument)
        return Refusal{413, "payload_too_large", fmt::format("the body is longer than {} bytes", limit)}.with(
            "limit_bytes", limit);
    return Refusal{400, "invalid_request", "the body did not arrive whole"};
}

}  // namespace

Call::Call(net::HttpExchange& exchange, std::string origin)
    : exchange_{exchange}, origin_{std::move(origin)}, query_{exchange.query()} {}

const std::string& Call::parameter(std::string_view name) const {
    static const std::string none;
    const auto found = parameters.find(name);
    return found == parameters.end() ? none : found->second;
}

std::optional<std::string> Call::query(std::string_view name) const {
    for (const auto& [key, value] : query_)
        if (key == name) return value;
    return std::nullopt;
}

std::optional<std::string> Call::header(std::string_view name) const {
    const auto found = exchange_.request().headers.find(name);
    return found ? std::optional<std::string>{*found} : std::nullopt;
}

Answer<> Call::unpacked_body() const {
    const std::string encoding = to_lower(trim(header("Content-Encoding").value_or("")));
    if (encoding.empty() || encoding == "identity") return {};
    return refuse(
        415, "unsupported_encoding",
        fmt::format("send the body without Content-Encoding, not as '{}'", printable(encoding, 40)));
}

asio::awaitable<Answer<json::Value>> Call::read_json(std::size_t limit) {
    if (auto unpacked = unpacked_body(); !unpacked) co_return refuse(std::move(unpacked).error());
    const auto type = header("Content-Type");
    if (!type || !is_json_type(*type))
        co_return refuse(415, "unsupported_media_type", "the body must be application/json");
    auto body = co_await exchange_.read_body(limit);
    if (!body) co_return refuse(unreadable_body(body.error(), limit));
    json::ParseOptions options;
    options.max_bytes = limit;
    options.max_depth = 64;
    options.max_values = 200'000;
    auto value = json::parse(*body, options);
    if (!value) co_return refuse(value.error());
    co_return std::move(*value);
}

asio::awaitable<Answer<json::Object>> Call::read_object(std::size_t limit) {
    auto value = co_await read_json(limit);
    if (!value) co_return refuse(std::move(value).error());
    if (!value->is_object())
        co_return refuse(422, "invalid_request",
                         fmt::format("the body must be an object, not {}", json::kind_name(*value)));
    co_return std::move(value->as_object());
}

asio::awaitable<Answer<>> Call::reply(int status, json::Value body) {
    net::HttpReply answer{status, json::write(body), "application/json"};
    co_return co_await reply(std::move(answer));
}

asio::awaitable<Result<void>> Call::begin(net::HttpReply head) {
    answered_ = true;
    status_ = head.status;
    for (const auto& [name, value] : extra.fields()) head.headers.set(name, value);
    co_return co_await exchange_.start(std::move(head));
}

asio::awaitable<Answer<>> Call::reply(net::HttpReply reply) {
    answered_ = true;
    status_ = reply.status;
    for (const auto& [name, value] : extra.fields()) reply.headers.set(name, value);
    co_await exchange_.reply(std::move(reply));  // a peer that is gone needs no answer
    if (status_ == 201) crash_point("CP4");
    co_return Answer<>{};
}

}  // namespace divan::gateway
