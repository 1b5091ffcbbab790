#include "web_face.hpp"

#include <charconv>

#include <divan/base/picture_size.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace demo {

using namespace divan;
using net::HttpReply;

namespace {

constexpr std::size_t kMostPictureBytes = std::size_t{24} << 20;
constexpr std::size_t kMostBodyBytes = 64 * 1024;
constexpr std::size_t kMostPictures = 200;
constexpr std::size_t kMostPromptBytes = 4'000;
constexpr int kMostRounds = 200;

HttpReply json_reply(int status, const json::Object& object) {
    return HttpReply{status, json::write(json::Value(object)), "application/json"};
}

HttpReply refusal(int status, std::string_view reason) { return json_reply(status, {{"error", reason}}); }

/// Pages of other origins must not steer the demo, not even through a name that they point at 127.0.0.1.
bool from_our_own_page(const net::HttpRequest& request) {
    const auto host = request.headers.find("Host"), origin = request.headers.find("Origin");
    if (!host || (!host->starts_with("127.0.0.1:") && !host->starts_with("localhost:"))) return false;
    return !origin || *origin == "http://" + std::string{*host};
}

void add_safety(HttpReply& reply) {
    reply.headers.set("Content-Security-Policy",
                      "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'");
    reply.headers.set("X-Content-Type-Options", "nosniff");
    reply.headers.set("Referrer-Policy", "no-referrer");
    reply.headers.set("Cache-Control", "no-store");
}

std::string_view media_type_of(PictureFormat format) {
    switch (format) {
        case PictureFormat::png:
            return "image/png";
        case PictureFormat::jpeg:
            return "image/jpeg";
        case PictureFormat::webp:
            return "image/webp";
        case PictureFormat::gif:
            return "image/gif";
    }
    return "application/octet-stream";
}

/// The member as a text, a number or a bool of the right range; nothing when it is absent or another kind.
std::optional<std::string> prompt_in(const json::Value& body) {
    std::string prompt{trim(json::text_or(body, "prompt"))};
    if (prompt.empty() || prompt.size() > kMostPromptBytes) return std::nullopt;
    return prompt;
}

std::optional<double> strength_in(const json::Value& body, double otherwise) {
    const auto* value = json::find(body, "strength");
    if (!value) return otherwise;
    const auto strength = json::to_double(*value);
    if (!strength || !(*strength >= 0.05 && *strength <= 1)) return std::nullopt;
    return strength;
}

std::optional<int> rounds_in(const json::Value& body) {
    const auto* value = json::find(body, "rounds");
    const auto rounds = value ? json::to_int64(*value) : std::optional<std::int64_t>{8};
    if (!rounds || *rounds < 0 || *rounds > kMostRounds) return std::nullopt;
    return static_cast<int>(*rounds);
}

std::optional<bool> paused_in(const json::Value& body) {
    const auto* value = json::find(body, "paused");
    return value ? json::to_bool(*value) : std::nullopt;
}

}  // namespace

WebFace::WebFace(std::filesystem::path pages, Studio& studio, Lanes& lanes, Feed& feed)
    : pages_{std::move(pages)}, studio_{studio}, lanes_{lanes}, feed_{feed} {}

asio::awaitable<void> WebFace::handle(net::HttpExchange& exchange) {
    const auto parts = split(net::percent_decode(exchange.path()), '/');  // "", "api", …
    const bool reads = exchange.request().method == "GET";
    const bool ours = from_our_own_page(exchange.request());
    if (ours && reads && exchange.path() == "/api/events") {
        co_await stream_events(exchange);
    } else if (ours && reads && parts.size() == 6 && parts[2] == "sessions" && parts[4] == "rounds") {
        co_await send_round(exchange, parts[3], parts[5]);
    } else {
        HttpReply reply = refusal(403, "this request comes from another page");
        if (ours) reply = co_await answer(exchange);
        add_safety(reply);
        co_await exchange.reply(std::move(reply));
    }
}

asio::awaitable<HttpReply> WebFace::answer(net::HttpExchange& exchange) {
    const auto parts = split(net::percent_decode(exchange.path()), '/');
    const std::string method = exchange.request().method;
    if (parts.size() < 3 || parts[1] != "api") {
        if (method != "GET") co_return refusal(405, "pages can only be read");
        co_return page(exchange.path());
    }
    if (method == "GET" && exchange.path() == "/api/state") co_return json_reply(200, studio_.describe_all());
    if (method == "POST" && exchange.path() == "/api/pictures") co_return co_await take_picture(exchange);
    if (parts[2] != "sessions" || parts.size() > 4) co_return refusal(404, "there is nothing here");

    const auto session = parts.size() == 4 ? studio_.find(parts[3]) : nullptr;
    if (parts.size() == 4 && !session) co_return refusal(404, "there is no such session");
    if (method == "DELETE" && session) {
        studio_.end(session->id);
        co_return HttpReply{204};
    }
    const auto text = co_await exchange.read_body(kMostBodyBytes);
    if (!text) co_return refusal(413, text.error().message);
    const auto body = json::parse(*text);
    if (!body || !json::object_of(*body)) co_return refusal(400, "the body is no JSON object");
    if (method == "POST" && !session) co_return begin_session(*body);
    if (method == "PATCH" && session) co_return change_session(*session, *body);
    co_return refusal(405, "this cannot be done here");
}

HttpReply WebFace::begin_session(const json::Value& body) {
    const auto prompt = prompt_in(body);
    const auto strength = strength_in(body, 0.5);
    const auto rounds = rounds_in(body);
    if (!prompt) return refusal(400, "a session needs a prompt of at most 4,000 bytes");
    if (!strength) return refusal(400, "strength is a number from 0.05 to 1");
    if (!rounds) return refusal(400, "rounds is a number from 0 to 200");
    SessionOrder order;
    order.prompt = *prompt;
    order.strength = *strength;
    order.rounds = *rounds;
    order.paused = paused_in(body).value_or(false);
    if (const std::string name = json::text_or(body, "picture"); !name.empty()) {
        const auto found = pictures_.find(name);
        if (found == pictures_.end()) return refusal(400, "there is no such picture");
        order.picture = found->second.file;
        order.media_type = found->second.media_type;
    }
    const auto session = studio_.begin(std::move(order));
    if (!session) return refusal(409, session.error().message);
    return json_reply(201, {{"id", (*session)->id}});
}

HttpReply WebFace::change_session(Session& session, const json::Value& body) {
    const bool new_prompt = json::find(body, "prompt") != nullptr;
    const auto prompt = new_prompt ? prompt_in(body) : std::optional{session.prompt};
    const auto strength = strength_in(body, session.strength);
    const auto paused = paused_in(body);
    if (!prompt || !strength || (json::find(body, "paused") && !paused))
        return refusal(400, "prompt is a text, strength a number from 0.05 to 1, paused true or false");
    studio_.change(session, *prompt, *strength);
    if (paused && *paused) studio_.pause(session);
    if (paused && !*paused) studio_.resume(session);
    return json_reply(200, {{"id", session.id}, {"state", session.state()}});
}

asio::awaitable<HttpReply> WebFace::take_picture(net::HttpExchange& exchange) {
    if (pictures_.size() >= kMostPictures)
        co_return refusal(409, "there are too many uploaded pictures: start the demo again");
    const auto bytes = co_await exchange.read_body(kMostPictureBytes);
    if (!bytes) co_return refusal(413, "a picture has at most 24 MiB");
    const auto size = read_picture_size(*bytes);
    if (!size || size->format == PictureFormat::gif || size->width > 8'192 || size->height > 8'192)
        co_return refusal(415, "a PNG, JPEG or WebP picture of at most 8,192 pixels each way is wanted");
    const std::string name = "p" + std::to_string(pictures_.size() + 1);
    const std::string media_type{media_type_of(size->format)};
    const auto file = studio_.folder() / (name + "." + media_type.substr(6));
    if (const auto written = write_file(file, *bytes); !written)
        co_return refusal(500, written.error().message);
    pictures_[name] = UploadedPicture{file, media_type};
    co_return json_reply(201, {{"picture", name}, {"width", size->width}, {"height", size->height}});
}

asio::awaitable<void> WebFace::send_round(net::HttpExchange& exchange, std::string id, std::string number) {
    const auto session = studio_.find(id);
    std::size_t at = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), at);
    const bool found = session && error == std::errc{} && end == number.data() + number.size() &&
                       at < session->rounds.size();
    if (!found) {
        HttpReply reply = refusal(404, "there is no such picture");
        add_safety(reply);
        co_await exchange.reply(std::move(reply));
        co_return;
    }
    const Round& round = session->rounds[at];
    const auto file = round.file;
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    HttpReply head{200, "", round.media_type};
    add_safety(head);
    head.headers.set("Cache-Control", "private, max-age=86400, immutable");
    if (failed) co_return exchange.abort();
    co_await exchange.send_file(std::move(head), file, 0, bytes);
}

/// Everything at first, then the news.
asio::awaitable<void> WebFace::stream_events(net::HttpExchange& exchange) {
    const auto watcher = feed_.watch();
    HttpReply head{200, "", "text/event-stream"};
    add_safety(head);
    auto sent = co_await exchange.start(std::move(head));
    std::optional<std::string> text = "retry: 1000\n\n" + event_text("state", studio_.describe_all());
    while (sent && text) {
        sent = co_await exchange.write(std::move(*text));
        if (sent) text = co_await watcher->next();
    }
    if (sent) sent = co_await exchange.finish();
}

HttpReply WebFace::page(const std::string& path) const {
    struct Page {
        std::string_view path, file, type;
    };
    static constexpr Page kPages[] = {{"/", "index.html", "text/html; charset=utf-8"},
                                      {"/app.js", "app.js", "text/javascript; charset=utf-8"},
                                      {"/style.css", "style.css", "text/css; charset=utf-8"},
                                      {"/icon.svg", "icon.svg", "image/svg+xml"}};
    for (const Page& known : kPages) {
        if (path != known.path) continue;
        auto content = read_file(pages_ / known.file);
        if (!content) return refusal(500, content.error().message);
        return HttpReply{200, std::move(*content), std::string{known.type}};
    }
    return refusal(404, "there is no such page");
}

}  // namespace demo
