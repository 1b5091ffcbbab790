#pragma once

#include <divan/jobs/dispatcher_config.hpp>

#include "pictures/picture_workers.hpp"

namespace divan::gateway {

/// Inputs of jobs that are larger than `max_side` pixels become smaller before a server gets them; aspect and
/// alpha stay. Animations and what cannot be read are handed on as they are; the log says what was done.
/// `workers` and `log` are borrowed and outlive the dispatcher.
durable::InputScaling scale_inputs(PictureWorkers& workers, int max_side, const Logger& log);

}  // namespace divan::gateway
