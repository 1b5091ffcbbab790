#pragma once

#include "site.hpp"

namespace divan::gateway {

/// Whether the caller's files may grow by so many bytes. Uploads that arrive at the same moment may together
/// pass the limit by what is on its way. Refusal: 429 `quota_exceeded`.
asio::awaitable<Answer<>> check_room(Site& site, const Caller& caller, std::uint64_t more);

}  // namespace divan::gateway
