#pragma once

#include <filesystem>

#include <divan/net/http_server.hpp>

#include "feed.hpp"
#include "studio.hpp"

namespace demo {

/// The pages and the API of the demo:
///
///     GET    /, /app.js, /style.css
///     GET    /api/state                        every session, its rounds, and the servers
///     GET    /api/events                       server-sent events: state, session, round, progress, …
///     POST   /api/pictures                     a PNG, JPEG or WebP file; answers {"picture": "p1"}
///     POST   /api/sessions                     {"prompt", "rounds", "strength", "picture", "paused"}
///     PATCH  /api/sessions/{id}                {"prompt", "strength", "paused"}
///     DELETE /api/sessions/{id}
///     GET    /api/sessions/{id}/rounds/{n}     the picture
class WebFace {
public:
    WebFace(std::filesystem::path pages, Studio& studio, Lanes& lanes, Feed& feed);

    asio::awaitable<void> handle(divan::net::HttpExchange& exchange);

private:
    struct UploadedPicture {
        std::filesystem::path file;
        std::string media_type;
    };
    asio::awaitable<void> stream_events(divan::net::HttpExchange& exchange);
    asio::awaitable<divan::net::HttpReply> take_picture(divan::net::HttpExchange& exchange);
    asio::awaitable<divan::net::HttpReply> answer(divan::net::HttpExchange& exchange);
    asio::awaitable<void> send_round(divan::net::HttpExchange& exchange, std::string id, std::string number);
    divan::net::HttpReply begin_session(const divan::json::Value& body);
    divan::net::HttpReply change_session(Session& session, const divan::json::Value& body);
    divan::net::HttpReply page(const std::string& path) const;

    std::filesystem::path pages_;
    Studio& studio_;
    Lanes& lanes_;
    Feed& feed_;
    std::map<std::string, UploadedPicture> pictures_;
};

}  // namespace demo
