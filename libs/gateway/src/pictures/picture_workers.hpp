#pragma once

#include <memory>
#include <string>

#include <divan/base/log.hpp>
#include <divan/gateway/media_config.hpp>

#include "pictures/worker_process.hpp"

namespace divan::gateway {

/// What is to become of a picture.
struct PictureRequest {
    int width = 0, height = 0;  ///< it is scaled down until it fits; 0: no bound
    std::string format;         ///< "png", "jpeg", "webp"; empty: the one it has
    int quality = 85;

    PictureRequest() = default;
};

/// What became of it.
struct PictureReport {
    std::string format;
    int width = 0, height = 0, source_width = 0, source_height = 0;
    bool one_colour = false;  ///< of the source: all its pixels are equal

    PictureReport() = default;
    bool scaled() const { return width != source_width || height != source_height; }
};

/// Has pictures worked on, each in a process of its own, a few at once. Threads: one event loop; `log`
/// outlives its last turn.
class PictureWorkers {
public:
    PictureWorkers(asio::any_io_executor executor, PictureConfig config, const Logger& log);

    /// Errors: `not_supported` without a program; `queue_full` when as many wait as may; `invalid_argument`
    /// with the fact `reason`: `picture` (it cannot be read), `wish`, `memory`, `time`; `io_failed`;
    /// `cancelled`.
    asio::awaitable<Result<PictureReport>> make(std::filesystem::path source, std::filesystem::path target,
                                                PictureRequest wish);

private:
    struct State;
    static asio::awaitable<Result<PictureReport>> work(std::shared_ptr<State> state,
                                                       WorkerProcess::Command command);
    std::shared_ptr<State> state_;
};

/// What a worker said, read. Errors: as of `make`.
Result<PictureReport> read_report(const WorkerProcess::Ended& ended);

}  // namespace divan::gateway
