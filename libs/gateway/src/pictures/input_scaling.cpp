#include "pictures/input_scaling.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include <divan/base/picture_size.hpp>
#include <divan/net/before.hpp>

#include "files/media_check.hpp"
#include "simple/off_the_loop.hpp"

namespace divan::gateway {
namespace {

constexpr int kGoodQuality = 92;
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::chrono::seconds kPause{1};  // while too many pictures wait

/// A still picture with a longer side.
Result<bool> is_larger(const std::filesystem::path& file, int side) {
    const auto size = picture_size(file);
    if (!size || std::max(size->width, size->height) <= static_cast<std::uint32_t>(side)) return false;
    MediaCheck media;
    std::ifstream in{file, std::ios::binary};
    for (std::string piece(kPiece, '\0'); in;) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        media.feed(std::string_view{piece}.substr(0, static_cast<std::size_t>(in.gcount())));
    }
    return media.frames() <= 1;
}

asio::awaitable<Result<bool>> scale(PictureWorkers& workers, int side, const Logger& log,
                                    std::filesystem::path source, std::filesystem::path target) {
    std::function<Result<bool>()> look = [source, side] { return is_larger(source, side); };
    auto larger = co_await off_the_loop<bool>(std::move(look));
    if (!larger || !*larger) co_return larger;
    PictureRequest wish;
    wish.width = wish.height = side;
    wish.quality = kGoodQuality;
    for (;;) {
        PictureRequest same = wish;
        auto report = co_await workers.make(source, target, std::move(same));
        if (report) {
            log.write(LogLevel::info, "gateway", "an input picture was scaled down",
                      {{"from", fmt::format("{}x{}", report->source_width, report->source_height)},
                       {"to", fmt::format("{}x{}", report->width, report->height)}});
            co_return true;
        }
        if (report.error().code == Errc::cancelled) co_return fail(std::move(report).error());
        if (report.error().code == Errc::queue_full) {
            if (!co_await net::sleep_until(within(kPause))) co_return fail(Errc::cancelled, "stopped");
            continue;
        }
        // The server says what it thinks of such a file.
        log.write(LogLevel::warn, "gateway", "an input picture could not be scaled down, and goes as it is",
                  {{"error", std::string_view{report.error().message}}});
        co_return false;
    }
}

}  // namespace

durable::InputScaling scale_inputs(PictureWorkers& workers, int max_side, const Logger& log) {
    durable::InputScaling scaling;
    scaling.max_side = max_side;
    scaling.scale = [&workers, max_side, &log](std::filesystem::path source, std::filesystem::path target) {
        return scale(workers, max_side, log, std::move(source), std::move(target));
    };
    return scaling;
}

}  // namespace divan::gateway
