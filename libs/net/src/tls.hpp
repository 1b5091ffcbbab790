#pragma once

#include <filesystem>
#include <memory>

#include <divan/base/error.hpp>

namespace boost::asio::ssl {
class context;
}

namespace divan::net {

/// What TLS clients trust: the system's certificates and those of `ca_file` (PEM; none when empty). TLS 1.2
/// and newer. Errors: `io_failed` for a file that cannot be read.
Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const std::filesystem::path& ca_file);

}  // namespace divan::net
