#pragma once

#include <divan/jobs/dispatcher_config.hpp>

#include "pictures/picture_workers.hpp"

namespace divan::gateway {

/// Looks at results with a worker. Both outlive the dispatcher.
durable::BlankPictures find_blank_pictures(PictureWorkers& workers, bool again,
                                           const std::filesystem::path& scratch, const Logger& log);

}  // namespace divan::gateway
