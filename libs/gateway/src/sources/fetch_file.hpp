#pragma once

#include <filesystem>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/gateway/media_config.hpp>

#include "http/refusal.hpp"

namespace divan::gateway {

namespace asio = boost::asio;

/// A file of the internet, brought by its URL into `target`. Each address on the way, also after each
/// redirect, is looked at before it is connected to, and the connection goes to what was looked at; ports are
/// 443 (and 80 without TLS) unless every address may be reached. No cookie, key or header of the caller goes
/// along, nothing is unpacked. Returns how many bytes came. Refusals: 422 `source_refused` (a URL or an
/// address that may not be gone to), `source_failed` (with `details.reason`: `unreachable`, `status`,
/// `redirects`, `time`, `encoding`), 413 `payload_too_large`.
asio::awaitable<Answer<std::uint64_t>> fetch_file(asio::any_io_executor executor, const FetchConfig& config,
                                                  std::string url, std::filesystem::path target,
                                                  Deadline deadline);

}  // namespace divan::gateway
