// Recursive image editing: each round feeds the last picture back, with the prompt as it is then. A web page
// on 127.0.0.1 shows it live. Without --server it runs on the embedded engine, whose pictures are stand-ins.
//
// usage: recursive_edit [--server URL]... [--checkpoint NAME] [--port N] [--models FILE]
#include <csignal>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <CLI/CLI.hpp>

#include <divan/client/connection_config.hpp>
#include <divan/engine/engine.hpp>

#include "web_face.hpp"

namespace {

using namespace divan;
using namespace demo;
using namespace std::chrono_literals;

struct Options {
    std::vector<std::string> servers;
    std::string checkpoint = "v1-5-pruned-emaonly-fp16.safetensors";
    std::string pages = DEMO_PAGES, models = DEMO_MODELS;
    std::uint16_t port = 9000;
};

int give_up(const Error& error) {
    std::cerr << describe(error) << "\n";
    return 1;
}

/// The servers' figures once a second, and a look at servers that were set aside.
asio::awaitable<void> tick(Lanes& lanes, Feed& feed, asio::steady_timer& timer) {
    for (;;) {
        timer.expires_after(1s);
        const auto [stopped] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (stopped) co_return;
        lanes.look_again();
        feed.publish("stats", lanes.stats(), "stats");
    }
}

int serve(const Options& options, const std::vector<ConnectionConfig>& servers) {
    asio::io_context io{1};
    Lanes lanes{io.get_executor(), servers};
    Feed feed{io.get_executor()};
    Studio studio{io.get_executor(), lanes, feed, options.checkpoint};
    WebFace face{options.pages, studio, lanes, feed};

    net::HttpServerConfig config;  // 127.0.0.1: there are no passwords here
    config.port = options.port;
    net::HttpServer server{io.get_executor(), config,
                           [&face](net::HttpExchange& exchange) { return face.handle(exchange); }};
    if (const auto started = server.start(); !started) return give_up(started.error());
    std::cout << "recursive edit: http://127.0.0.1:" << server.port() << "/" << std::endl;

    asio::steady_timer timer{io};
    asio::co_spawn(io, tick(lanes, feed, timer), asio::detached);
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](const boost::system::error_code&, int) {
        studio.end_all();
        feed.end();
        server.stop();
        timer.cancel();
        lanes.close();
    });
    io.run();  // until all of that has ended
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Recursive image editing, live in the browser"};
    app.add_option("--server", options.servers, "ComfyUI servers; none: the embedded engine");
    app.add_option("--checkpoint", options.checkpoint, "model of the rounds");
    app.add_option("--port", options.port, "of the page; 0: a free one");
    app.add_option("--models", options.models, "costs of the embedded engine's stand-in models");
    app.add_option("--pages", options.pages, "folder of the web page");
    CLI11_PARSE(app, argc, argv);

    const Logger log{LogLevel::warn, std::clog};
    engine::EngineConfig engine_config;
    engine_config.models_file = options.models;
    engine::Engine engine{engine_config, log};
    if (options.servers.empty()) {
        if (const auto started = engine.start(); !started) return give_up(started.error());
        options.servers.push_back(engine.url());
        std::cout << "no --server: the embedded engine draws stand-in pictures" << std::endl;
    }
    std::vector<ConnectionConfig> servers;
    for (const std::string& address : options.servers) {
        auto config = parse_server_address(address);
        if (!config) return give_up(config.error());
        servers.push_back(std::move(*config));
    }
    return serve(options, servers);
}
