// A game that goes on at sixty frames a second while a picture for its billboard is made. Nothing here waits
// and no thread is started: each frame gives the event loop two milliseconds.
// usage: game_loop SERVER WORKFLOW.json
#include <algorithm>
#include <iostream>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/client/run.hpp>
#include <divan/client/view.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

/// What the game draws. The coroutine below writes it, between two frames and on the same thread.
struct Billboard {
    std::string texture;  ///< a compressed picture: blurred previews first, then the real one
    int percent = 0, swaps = 0;
    bool finished = false;
    std::optional<Error> problem;

    void show(std::string picture) {
        texture = std::move(picture);
        ++swaps;
    }
};

asio::awaitable<Result<std::string>> make_picture(Connection& connection, Workflow workflow,
                                                  Billboard& billboard) {
    RunEvents events;
    events.on_percent = [&billboard](int percent) { billboard.percent = percent; };
    events.on_preview = [&billboard](const Preview& preview) {
        billboard.show({reinterpret_cast<const char*>(preview.image.data()), preview.image.size()});
    };
    RunRequest request{std::move(workflow)};
    const auto result = co_await run(connection, std::move(request), std::move(events), within(5min));
    if (!result) co_return fail(result.error());
    const auto files = result->files();
    if (files.empty()) co_return fail(Errc::result_missing, "the workflow made no picture");
    ViewRequest wanted{files.front()};
    auto picture = co_await view(connection, std::move(wanted), within(1min));
    if (!picture) co_return fail(picture.error());
    co_return std::move(picture->bytes);
}

asio::awaitable<void> decorate(Connection& connection, Workflow workflow, Billboard& billboard) {
    auto picture = co_await make_picture(connection, std::move(workflow), billboard);
    if (picture)
        billboard.show(std::move(*picture));
    else
        billboard.problem = picture.error();
    billboard.finished = true;
}

/// Handlers that are ready, and no more of them than fit into the budget.
void give_time(asio::io_context& io, std::chrono::microseconds budget) {
    const auto end = std::chrono::steady_clock::now() + budget;
    while (std::chrono::steady_clock::now() < end && io.poll_one() > 0) {
    }
}

void play(asio::io_context& io, Billboard& billboard) {
    constexpr auto kFrame = 16'667us;
    auto longest = 0us;
    int frames = 0;
    for (int after_the_end = 0; after_the_end < 10; ++frames) {
        const auto begin = std::chrono::steady_clock::now();
        give_time(io, 2ms);
        longest = std::max(longest, std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::steady_clock::now() - begin));
        if (frames % 10 == 0) std::cout << "frame " << frames << ": " << billboard.percent << " %\n";
        if (billboard.finished) ++after_the_end;
        std::this_thread::sleep_until(begin + kFrame);  // the rest of the frame belongs to the game
    }
    std::cout << frames << " frames, " << billboard.swaps << " textures, the last one "
              << billboard.texture.size() << " bytes; our longest share of a frame: " << longest.count()
              << " us\n";
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 3 ? argv[1] : "");
    if (!config) return std::cerr << "usage: game_loop SERVER WORKFLOW.json\n", 2;
    const auto workflow = read_file(argv[2]).and_then(Workflow::parse);
    if (!workflow) return std::cerr << describe(workflow.error()) << "\n", 2;

    asio::io_context io{1};
    Billboard billboard;
    Connection connection{io.get_executor(), *config};
    asio::co_spawn(io, decorate(connection, *workflow, billboard), asio::detached);
    play(io, billboard);
    if (billboard.problem) std::cerr << describe(*billboard.problem) << "\n";
    return billboard.problem ? 1 : 0;
}
