#include "debug_log.hpp"

#include <array>
#include <cstdlib>
#include <iostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan {
namespace {

constexpr std::size_t kShownCharacters = 500;
constexpr std::size_t kShownBytes = 2'000;
constexpr std::string_view kMask = "***";

bool is_secret(std::string_view name) {
    constexpr std::array<std::string_view, 9> kParts{"apikey",     "authorization", "cookie",
                                                     "credential", "passw",         "secret",
                                                     "signature",  "token",         "headers"};
    std::string plain = to_lower(name);
    std::erase_if(plain, [](char c) { return c == '_' || c == '-'; });
    for (const std::string_view part : kParts)
        if (plain.find(part) != std::string::npos) return true;
    return false;
}

json::Value shown(const json::Value& value);

json::Value shown_member(std::string_view key, const json::Value& value) {
    if (is_secret(key)) return json::Value(kMask);
    const json::Object* graph = key == "prompt" ? json::object_of(value) : nullptr;
    if (graph) return json::Value(fmt::format("[{} nodes]", graph->size()));
    return shown(value);
}

json::Value shown(const json::Value& value) {
    if (const json::Object* object = json::object_of(value)) {
        json::Object copy;
        for (const auto& member : *object) copy[member.key()] = shown_member(member.key(), member.value());
        return copy;
    }
    if (const json::Array* array = json::array_of(value)) {
        json::Array copy;
        for (const json::Value& item : *array) copy.push_back(shown(item));
        return copy;
    }
    if (const auto text = json::text_of(value)) return json::Value(printable(*text, kShownCharacters));
    return value;
}

std::string without(std::string text, const Secrets& secrets) {
    for (const std::string& secret : secrets)
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kMask.size()))
            text.replace(at, secret.size(), kMask);
    return text;
}

bool in_environment(const char* name) {
    const char* value = std::getenv(name);
    const std::string text = to_lower(value ? value : "");
    return text == "1" || text == "true";
}

}  // namespace

std::string shown_body(std::string_view body) {
    if (body.empty()) return {};
    const auto document = json::parse(body);
    if (!document) return printable(body, kShownCharacters);
    return printable(json::write(shown(*document)), kShownBytes);
}

std::string shown_target(std::string_view target) {
    const auto query = target.find('?');
    if (query == std::string_view::npos) return printable(target, kShownCharacters);
    net::Query parameters = net::parse_query(target.substr(query + 1));
    for (auto& [name, value] : parameters)
        if (is_secret(name)) value = kMask;
    return printable(std::string{target.substr(0, query + 1)} + net::encode_query(parameters),
                     kShownCharacters);
}

std::string shown_headers(const net::HttpHeaders& headers) {
    std::vector<std::string> fields;
    for (const auto& [name, value] : headers.fields()) {
        const std::string low = to_lower(name);
        const bool plain = low == "content-type" || low == "accept" || low == "range";
        fields.push_back(name + ": " + (plain ? printable(value, 100) : std::string{kMask}));
    }
    return join(fields, ", ");
}

Secrets secrets_of(const net::Credentials& credentials, const std::string& comfy_org_api_key) {
    Secrets secrets;
    const auto add = [&](std::string_view secret) {
        if (secret.size() >= 4) secrets.emplace_back(secret);  // shorter ones are in every other word
    };
    add(comfy_org_api_key);
    for (const auto& [name, value] : credentials.fields()) {
        add(value);
        const auto blank = value.rfind(' ');  // behind "Bearer"
        if (blank != std::string::npos) add(std::string_view{value}.substr(blank + 1));
    }
    return secrets;
}

void log_traffic(const Logger& log, const net::HttpTraffic& traffic, const protocol::ClientId& client,
                 const Secrets& secrets) {
    if (!log.enabled(LogLevel::debug)) return;
    const bool answered = traffic.reply.has_value();
    const std::string outcome =
        answered ? std::to_string(traffic.reply->status) : std::string{name(traffic.reply.error().code)};
    const bool refused = answered && !traffic.reply->ok();
    log.write(LogLevel::debug, "client", "request",
              {{"client_id", client.str()},
               {"method", traffic.request.method},
               {"target", without(shown_target(traffic.request.target), secrets)},
               {"headers", shown_headers(traffic.request.headers)},
               {"body", without(shown_body(traffic.body), secrets)},
               {"outcome", outcome},
               {"reply", refused ? without(shown_body(traffic.reply->body), secrets) : std::string{}},
               {"ms", static_cast<long long>(traffic.took.count())}});
}

void log_message(const Logger& log, const protocol::ServerMessage& message,
                 const protocol::ClientId& client) {
    if (!log.enabled(LogLevel::debug)) return;
    const protocol::PromptId* prompt = protocol::prompt_of(message);
    log.write(LogLevel::debug, "client", "message",
              {{"client_id", client.str()},
               {"type", printable(protocol::type_of(message), 100)},
               {"prompt_id", prompt ? std::string_view{prompt->str()} : std::string_view{}}});
}

std::unique_ptr<const Logger> make_debug_logger(bool wanted) {
    if (!wanted && !in_environment("DIVAN_DEBUG") && !in_environment("COMFY_DEBUG")) return nullptr;
    return std::make_unique<const Logger>(LogLevel::debug, std::clog);
}

}  // namespace divan
