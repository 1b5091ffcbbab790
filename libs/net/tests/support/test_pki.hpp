#pragma once

#include <string>

namespace divan::net::test {

/// A key and a certificate, both PEM.
struct Identity {
    std::string key;
    std::string certificate;
};

/// A certificate authority that lives as long as the test.
class TestAuthority {
public:
    TestAuthority();
    const std::string& certificate() const { return own_.certificate; }
    /// `names` in OpenSSL's form: "DNS:localhost,IP:127.0.0.1". Valid from yesterday for `days` days.
    Identity issue(const std::string& names, int days = 30) const;

private:
    Identity own_;
};

}  // namespace divan::net::test
