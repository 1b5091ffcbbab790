#pragma once

#include "site.hpp"

namespace divan::gateway {

/// Puts the files of a job into its view: each output gets `data`, "data:image/png;base64,…", as the
/// configuration lets callers have it. What does not fit any more into `inline_bytes` has null there, and
/// `divan.inline_left_out` counts it. Errors: those of the stores.
asio::awaitable<Answer<>> add_inline_results(Site& site, json::Object& view);

}  // namespace divan::gateway
