#pragma once

#include <divan/net/before.hpp>
#include <divan/net/http_server.hpp>

#include "support/media_fixture.hpp"

namespace divan::gateway {

/// A host of files, by script, that may be gone to.
class SourceFiles : public MediaTest {
protected:
    SourceFiles() {
        net::HttpHandler handler = [this](net::HttpExchange& exchange) { return serve(exchange); };
        host =
            std::make_unique<net::HttpServer>(io.get_executor(), net::HttpServerConfig{}, std::move(handler));
        if (!host->start()) throw std::runtime_error("no host");
        config.media.fetch.reach = net::Reach::anywhere;
        config.media.fetch.plain_http = true;
    }
    ~SourceFiles() override {
        crash();
        host.reset();
        test::settle(io, 20ms);
    }
    asio::awaitable<void> serve(net::HttpExchange& exchange) {
        asked.push_back(exchange.request());
        const std::string path = exchange.request().target.substr(0, exchange.request().target.find('?'));
        if (path.starts_with("/to/")) {  // "/to/2": two redirects, then the file
            const int left = path[4] - '0';
            net::HttpReply reply{302};
            reply.headers.set("Location", left > 1 ? "/to/" + std::to_string(left - 1) : "/fox.png");
            co_await exchange.reply(std::move(reply));
        } else if (path == "/away") {
            net::HttpReply reply{302};
            reply.headers.set("Location", elsewhere);
            co_await exchange.reply(std::move(reply));
        } else if (path == "/slow") {
            (void)co_await net::sleep_until(within(5s));
        } else if (path == "/endless") {
            (void)co_await exchange.start(net::HttpReply{200});
            while (co_await exchange.write(std::string(64 * 1024, 'x'))) {
            }
        } else {
            net::HttpReply reply{path == "/gone" ? 404 : 200, path == "/page.html" ? "<html>" : fox};
            if (path == "/packed") reply.headers.set("Content-Encoding", "gzip");
            reply.headers.set("Set-Cookie", "a=b");
            co_await exchange.reply(std::move(reply));
        }
    }
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(host->port()) + path;
    }
    Reply bring(const std::string& source, const std::string& more = {}) {
        return post("/api/v2/divan/assets", R"({"url": ")" + source + "\"" + more + "}");
    }
    static std::string reason(const Reply& reply) {
        const json::Value document = reply.json();
        const json::Value* error = json::find(document, "error");
        const json::Value* details = error ? json::find(*error, "details") : nullptr;
        return details ? json::text_or(*details, "reason") : "";
    }
    /// A graph that saves what a file shows.
    static std::string shows(const std::string& info) {
        return R"({"1": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET", "info": )" +
               info +
               R"(}}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "fox"}}})";
    }
    Reply run(const std::string& info, const std::string& query = "?wait=20") {
        return post("/api/v2/divan/jobs" + query, R"({"workflow": )" + shows(info) + "}");
    }
    static json::Value first_output(const Reply& reply) {
        const json::Value document = reply.json();
        const json::Value* outputs = json::find(document, "outputs");
        const json::Array* list = outputs ? json::array_of(*outputs) : nullptr;
        return list && !list->empty() ? json::Value(list->front()) : json::Value(nullptr);
    }
    int width_of(const json::Value& output) {
        return image_in(get("/api/v2/assets/" + json::text_or(output, "id") + "/content").body).width;
    }

    std::unique_ptr<net::HttpServer> host;
    std::vector<net::HttpRequest> asked;
    std::string fox = png(48, 24), elsewhere;
};

}  // namespace divan::gateway
