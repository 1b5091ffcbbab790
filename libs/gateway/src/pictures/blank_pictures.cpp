#include "pictures/blank_pictures.hpp"

#include <divan/base/scratch_file.hpp>
#include <divan/net/before.hpp>

namespace divan::gateway {
namespace {

constexpr std::chrono::seconds kPause{1};  // while too many pictures wait

asio::awaitable<Result<bool>> is_blank(PictureWorkers& workers, std::filesystem::path scratch,
                                       const Logger& log, std::filesystem::path picture) {
    for (;;) {
        const ScratchFile target{scratch, ".look"};
        PictureRequest smallest;
        smallest.width = smallest.height = 1;
        auto report = co_await workers.make(picture, target.path(), std::move(smallest));
        if (report) co_return report->one_colour;
        if (report.error().code == Errc::cancelled) co_return fail(std::move(report).error());
        if (report.error().code != Errc::queue_full) {
            log.write(LogLevel::warn, "gateway", "a result could not be looked at, and is taken as it is",
                      {{"error", std::string_view{report.error().message}}});
            co_return false;
        }
        if (!co_await net::sleep_until(within(kPause))) co_return fail(Errc::cancelled, "stopped");
    }
}

}  // namespace

durable::BlankPictures find_blank_pictures(PictureWorkers& workers, bool again,
                                           const std::filesystem::path& scratch, const Logger& log) {
    durable::BlankPictures blank;
    blank.again = again;
    blank.is_blank = [&workers, scratch, &log](std::filesystem::path picture) {
        return is_blank(workers, scratch, log, std::move(picture));
    };
    return blank;
}

}  // namespace divan::gateway
