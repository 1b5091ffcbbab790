#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

namespace boost::asio::ssl {
class context;
}

namespace divan::net {

/// What a server proves its name with: a certificate and its private key, read from two files (PEM), and how
/// it speaks TLS: 1.3, or 1.2 with AEAD suites and forward secrecy only; no renegotiation, no compression.
/// Threads: the server's executor only.
class TlsIdentity {
public:
    /// `certificate` holds the server's own certificate first, then those that lead to its authority. An
    /// empty `key` means that the key lies in the same file. Errors: `io_failed` for a file that cannot be
    /// read; `invalid_argument` for one without a certificate or key, an encrypted key, and a key that
    /// belongs to another certificate.
    static Result<std::shared_ptr<TlsIdentity>> load(std::filesystem::path certificate,
                                                     std::filesystem::path key);

    /// Reads the files again. True when they hold something new, which connections from now on are served
    /// with; open ones stay as they are. Errors: as of `load`; what was there before stays in use then. The
    /// same faulty files are reported once only.
    Result<bool> reload();

    Timestamp expires_at() const { return expires_at_; }  ///< of the server's own certificate
    const std::shared_ptr<boost::asio::ssl::context>& context() const { return context_; }

private:
    TlsIdentity(std::filesystem::path certificate, std::filesystem::path key)
        : certificate_file_{std::move(certificate)}, key_file_{std::move(key)} {}
    Result<void> take(const std::string& certificate, const std::string& key);

    std::filesystem::path certificate_file_, key_file_;
    std::string seen_;  ///< digest of what the files held last, good or not
    Timestamp expires_at_{};
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace divan::net
