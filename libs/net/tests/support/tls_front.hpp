#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "raw_server.hpp"
#include "test_pki.hpp"

namespace divan::net::test {

/// Takes TLS connections and passes their bytes on to a plain server of this process.
class TlsFront {
public:
    TlsFront(asio::io_context& io, const Identity& identity, std::uint16_t behind);
    ~TlsFront();
    TlsFront(const TlsFront&) = delete;
    TlsFront& operator=(const TlsFront&) = delete;

    std::uint16_t port() const;
    const std::string& server_name() const;  ///< that the last client asked for (SNI)
    void only_tls_1_1();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace divan::net::test
