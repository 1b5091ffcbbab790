// How fast runs go through one server whose nodes take no time, and what a download costs. Prints a table.
// The embedded engine is the server, in a process of its own.
#include <deque>
#include <fstream>
#include <iostream>
#include <thread>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/client/run.hpp>
#include <divan/client/view.hpp>
#include <divan/net/http_server.hpp>

#include "bench_workflows.hpp"
#include "engine_process.hpp"
#include "preview_flood.hpp"

namespace {

using namespace divan;
using namespace std::chrono_literals;
using namespace divan::bench;
using SteadyClock = std::chrono::steady_clock;

void row(const std::string& what, const std::string& figure) {
    std::cout << fmt::format("| {:<52} | {:>22} |", what, figure) << std::endl;
}

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

struct Laps {
    int left = 0, colour = 0;
    std::vector<double> last_message_to_result_us;
};

asio::awaitable<void> lane(Connection& connection, Laps& laps) {
    while (laps.left > 0) {
        --laps.left;
        SteadyClock::time_point last_message{};
        RunEvents events;
        events.on_message = [&last_message](const protocol::ServerMessage&) {
            last_message = SteadyClock::now();
        };
        RunRequest request{tiny(++laps.colour)};
        const auto result = co_await run(connection, std::move(request), std::move(events), within(60s));
        if (!result) give_up(result.error());
        laps.last_message_to_result_us.push_back(seconds_since(last_message) * 1e6);
    }
}

void runs_per_second(const std::string& server, int lanes, int runs, int first_colour) {
    asio::io_context io{1};
    Connection connection{io.get_executor(), parse_server_address(server).value()};
    Laps laps;
    laps.left = runs;
    laps.colour = first_colour;
    int open = lanes;
    const auto begin = SteadyClock::now();
    const double cpu = cpu_seconds();
    for (int i = 0; i < lanes; ++i)
        asio::co_spawn(io, lane(connection, laps), [&](std::exception_ptr) {
            if (--open == 0) io.stop();
        });
    io.run();
    const double took = seconds_since(begin);
    row(fmt::format("runs/s, {} in flight ({} runs)", lanes, runs), fmt::format("{:.0f}", runs / took));
    row(fmt::format("CPU s of the client per 1,000 runs, {} in flight", lanes),
        fmt::format("{:.2f}", (cpu_seconds() - cpu) * 1000 / runs));
    auto& laps_us = laps.last_message_to_result_us;
    std::sort(laps_us.begin(), laps_us.end());
    row(fmt::format("server's last message to result, {} in flight", lanes),
        fmt::format("p50 {:.0f} µs, p99 {:.0f} µs", laps_us[laps_us.size() / 2],
                    laps_us[laps_us.size() * 99 / 100]));
}

void preview_frames() {
    asio::io_context server_io{1}, io{1};
    net::HttpServer server{server_io.get_executor(), {}, flood_with_previews};
    if (const auto started = server.start(); !started) give_up(started.error());
    std::thread server_thread{[&] { server_io.run(); }};
    Connection connection{io.get_executor(),
                          parse_server_address(fmt::format("127.0.0.1:{}", server.port())).value()};
    long frames = 0;
    const auto subscription = connection.on_binary([&](const protocol::BinaryMessage&) { ++frames; });
    asio::co_spawn(io, connection.open(within(10s)), asio::detached);
    io.run_for(1s);
    frames = 0;
    io.run_for(5s);
    row("preview frames/s of 100 kB over one WebSocket",
        fmt::format("{:.0f}", static_cast<double>(frames) / 5));
    connection.close();
    server_io.stop();
    server_thread.join();
}

asio::awaitable<void> large_file(net::HttpExchange& exchange, std::filesystem::path file) {
    net::HttpReply head{200, "", "video/mp4"};
    const auto size = std::filesystem::file_size(file);
    static_cast<void>(co_await exchange.send_file(std::move(head), file, 0, size));
}

void download_memory() {
    const TemporaryFolder folder{"divan-bench"};
    const auto source = folder.path() / "source.mp4";
    std::ofstream{source}.close();
    constexpr std::uintmax_t kSize = std::uintmax_t{2} << 30;
    std::filesystem::resize_file(source, kSize);
    asio::io_context server_io{1}, io{1};
    net::HttpServer server{server_io.get_executor(), {}, [&](net::HttpExchange& exchange) {
                               return large_file(exchange, source);
                           }};
    if (const auto started = server.start(); !started) give_up(started.error());
    std::thread server_thread{[&] { server_io.run(); }};
    Connection connection{io.get_executor(),
                          parse_server_address(fmt::format("127.0.0.1:{}", server.port())).value()};
    ViewRequest request;
    request.filename = "source.mp4";
    const long before = peak_kib();
    const auto begin = SteadyClock::now();
    auto work = download(connection, request, folder.path() / "target.mp4", within(600s));
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr, Result<DownloadedFile> file) {
        if (!file) give_up(file.error());
        io.stop();
    });
    io.run();
    row("2 GiB download, hash and write included", fmt::format("{:.0f} MiB/s", 2048 / seconds_since(begin)));
    row("peak memory growth during it (client and server)",
        fmt::format("{:.1f} MiB", static_cast<double>(peak_kib() - before) / 1024));
    connection.close();
    server_io.stop();
    server_thread.join();
}

}  // namespace

int main() {
    const EngineProcess engine;
    std::cout << "| what | figure |\n| --- | --- |\n";
    runs_per_second(engine.url(), 1, 500, 0);
    runs_per_second(engine.url(), 32, 2000, 1'000'000);
    preview_frames();
    download_memory();
}
