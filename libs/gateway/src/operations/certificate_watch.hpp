#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include <divan/base/log.hpp>
#include <divan/gateway/config.hpp>
#include <divan/net/tls_identity.hpp>

namespace divan::gateway {

namespace asio = boost::asio;

/// Looks at the certificate's files now and then, so that a renewed one is served without a restart; the log
/// says so, and when one is faulty or about to expire. Threads: one event loop.
class CertificateWatch {
public:
    CertificateWatch(asio::any_io_executor executor, std::shared_ptr<net::TlsIdentity> identity,
                     std::chrono::milliseconds every, const Logger& log);
    ~CertificateWatch();
    CertificateWatch(const CertificateWatch&) = delete;
    CertificateWatch& operator=(const CertificateWatch&) = delete;
    void start();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace divan::gateway
