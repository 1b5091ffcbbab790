// What bench/peers/run compares: each command does a piece of work through Divan and prints one line of JSON.
// comfyui_node.mjs does the same through comfyui-node.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/monotonic_resource.hpp>

#include <divan/base/files.hpp>
#include <divan/client/run.hpp>
#include <divan/fleet/workflow_pool.hpp>
#include <divan/json/parse.hpp>

#include "bench_workflows.hpp"
#include "engine_process.hpp"
#include "preview_flood.hpp"

namespace {

using namespace divan;
using namespace divan::bench;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;
using Arguments = std::vector<std::string>;

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

double resident_mib() {
    long total = 0, resident = 0;
    std::ifstream{"/proc/self/statm"} >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

int first_colour() {
    const char* text = std::getenv("FIRST_COLOUR");
    return text ? std::stoi(text) : 1;
}

asio::awaitable<void> enqueue(WorkflowPool& pool, int first, int count, Workflow (*workflow)(int)) {
    for (int i = first; i < first + count; ++i) {
        auto id = co_await pool.enqueue(workflow(i));
        if (!id) give_up(id.error());
    }
}

template <class Work>
void run_to_end(asio::io_context& io, Work work) {
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr exception) {
        if (exception) std::rethrow_exception(exception);
        io.stop();
    });
    io.restart();
    io.run();
}

/// COUNT URL…: jobs through a pool of all the servers.
void jobs(const Arguments& arguments) {
    const int count = std::stoi(arguments.at(0));
    asio::io_context io{1};
    WorkflowPool pool{io.get_executor()};
    for (const auto& url : std::vector(arguments.begin() + 1, arguments.end())) {
        auto server = pool_server(url);
        if (!server) give_up(server.error());
        if (const auto added = pool.add_server(*server); !added) give_up(added.error());
    }
    int ended = 0, failed = 0;
    PoolEvents events;
    const auto one = [&] {
        if (++ended == count) io.stop();
    };
    events.on_completed = [&](const JobTry&, const RunResult&) { one(); };
    events.on_failed = [&](const JobFailure&) {
        ++failed;
        one();
    };
    const auto subscription = pool.watch(std::move(events));
    run_to_end(io, [](WorkflowPool& all) -> asio::awaitable<void> {
        const auto up = co_await all.ready(within(10s));
        if (!up) give_up(up.error());
    }(pool));
    const auto begin = SteadyClock::now();
    const double cpu = cpu_seconds();
    asio::co_spawn(io, enqueue(pool, first_colour(), count, tiny), asio::detached);
    io.restart();
    io.run();
    fmt::print(R"({{"ended": {}, "failed": {}, "jobs_per_s": {}, "cpu_s_per_1000": {}}})", ended, failed,
               ended / seconds_since(begin), (cpu_seconds() - cpu) * 1000 / ended);
}

struct Laps {
    int left = 0, colour = 0;
    std::vector<double> last_message_to_result_us;
};

asio::awaitable<void> lane(Connection& connection, Laps& laps) {
    while (laps.left-- > 0) {
        SteadyClock::time_point last_message{};
        RunEvents events;
        events.on_message = [&](const protocol::ServerMessage&) { last_message = SteadyClock::now(); };
        RunRequest request{tiny(++laps.colour)};
        const auto result = co_await run(connection, std::move(request), std::move(events), within(60s));
        if (!result) give_up(result.error());
        laps.last_message_to_result_us.push_back(seconds_since(last_message) * 1e6);
    }
}

/// COUNT LANES URL: runs on one server, so many at a time.
void runs(const Arguments& arguments) {
    const int count = std::stoi(arguments.at(0));
    asio::io_context io{1};
    Connection connection{io.get_executor(), parse_server_address(arguments.at(2)).value()};
    Laps laps;
    laps.left = count;
    laps.colour = first_colour();
    int open = std::stoi(arguments.at(1));
    const auto begin = SteadyClock::now();
    const double cpu = cpu_seconds();
    for (int i = open; i > 0; --i)
        asio::co_spawn(io, lane(connection, laps), [&](std::exception_ptr) {
            if (--open == 0) io.stop();
        });
    io.run();
    fmt::print(
        R"({{"ended": {}, "hanging": 0, "runs_per_s": {}, "cpu_s_per_1000": {}, "last_message_to_result_us": {}}})",
        count, count / seconds_since(begin), (cpu_seconds() - cpu) * 1000 / count,
        median(laps.last_message_to_result_us));
}

/// COUNT LIMIT: waiting jobs, no server: memory, and what the last 500 cost.
void waiting(const Arguments& arguments) {
    const int count = std::stoi(arguments.at(0));
    asio::io_context io{1};
    WorkflowPool pool{io.get_executor()};
    const double before = resident_mib();
    const auto begin = SteadyClock::now();
    run_to_end(io, enqueue(pool, 0, count, usual));
    const auto last = SteadyClock::now();
    run_to_end(io, enqueue(pool, count, 500, usual));
    const double last_500 = seconds_since(last);
    fmt::print(R"({{"reached": {}, "enqueue_us": {}, "seconds": {}, "growth_mib": {}}})", count,
               last_500 * 1e6 / 500, seconds_since(begin), resident_mib() - before);
}

/// SECONDS URL: counts preview frames.
void previews(const Arguments& arguments) {
    asio::io_context io{1};
    Connection connection{io.get_executor(), parse_server_address(arguments.at(1)).value()};
    long frames = 0;
    const auto subscription = connection.on_binary([&](const protocol::BinaryMessage&) { ++frames; });
    asio::co_spawn(io, connection.open(within(10s)), asio::detached);
    io.run_for(1s);
    frames = 0;
    const double cpu = cpu_seconds();
    const auto begin = SteadyClock::now();
    io.run_for(std::chrono::seconds{std::stoi(arguments.at(0))});
    fmt::print(R"({{"frames_per_s": {}, "cpu_ms_per_1000": {}}})",
               static_cast<double>(frames) / seconds_since(begin),
               (cpu_seconds() - cpu) * 1e6 / static_cast<double>(std::max(frames, 1L)));
    std::fflush(stdout);
    std::_Exit(0);
}

/// FILE: reads a node catalogue, text to tree, as the client does.
void catalogue(const Arguments& arguments) {
    const auto text = read_file(arguments.at(0));
    if (!text) give_up(text.error());
    std::vector<double> times;
    for (int i = 0; i < 15; ++i) {
        const auto begin = SteadyClock::now();
        boost::json::monotonic_resource arena;
        if (const auto value = json::parse(*text, {}, &arena); !value) give_up(value.error());
        times.push_back(seconds_since(begin) * 1e3);
    }
    fmt::print(R"({{"parse_ms": {}}})", median(times));
}

/// The server of `previews`: prints its URL and serves until it is killed.
void serve_previews(const Arguments&) {
    asio::io_context io{1};
    net::HttpServer server{io.get_executor(), {}, flood_with_previews};
    if (const auto started = server.start(); !started) give_up(started.error());
    std::cout << "http://127.0.0.1:" << server.port() << std::endl;
    io.run();
}

}  // namespace

int main(int count, char** words) {
    const std::map<std::string, void (*)(const Arguments&)> commands{
        {"jobs", jobs},         {"runs", runs},           {"waiting", waiting},
        {"previews", previews}, {"catalogue", catalogue}, {"serve-previews", serve_previews}};
    const auto command = commands.find(count > 1 ? words[1] : "");
    if (command == commands.end())
        give_up(Error{Errc::invalid_argument, "unknown command", "see bench/peers/run"});
    command->second(Arguments(words + 2, words + count));
    std::cout << std::endl;
}
