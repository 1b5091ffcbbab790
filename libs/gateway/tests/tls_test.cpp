#include <divan/json/write.hpp>

#include "support/access_fixture.hpp"
#include "test_pki.hpp"

namespace divan::gateway {
namespace {

/// A gateway with a certificate of its own, asked by clients that trust its authority.
class GatewayTls : public AccessTest {
protected:
    GatewayTls() {
        ca_file = folder.path() / "ca.pem";
        config.listen.certificate = folder.path() / "cert.pem";
        config.listen.certificate_key = folder.path() / "key.pem";
        config.listen.certificate_check = 50ms;
        value(write_file(ca_file, authority.certificate()));
        show(authority.issue("IP:127.0.0.1,DNS:localhost"));
    }
    void show(const net::test::Identity& identity) {
        value(write_file(config.listen.certificate, identity.certificate));
        value(write_file(config.listen.certificate_key, identity.key));
    }
    template <class T>
    static T value(Result<T> result) {
        if (!result) throw std::runtime_error(describe(result.error()));
        if constexpr (!std::is_void_v<T>) return std::move(*result);
    }
    std::string refusal_of_start() {
        Gateway refused{io.get_executor(), config, silent};
        const auto started = test::run_on(io, refused.start());
        refused.abandon();
        test::settle(io, 100ms);
        return started ? std::string{"started"} : describe(started.error());
    }

    net::test::TestAuthority authority;
};

TEST_F(GatewayTls, S12AJobGoesThroughOverTls) {
    config.require_keys = true;
    add_engine();
    start();
    EXPECT_TRUE(gateway->url().starts_with("https://127.0.0.1:"));
    use(issue("ann", {"read", "submit"}).text);
    const auto made = post("/api/v2/jobs", submission(red_fox()));
    ASSERT_EQ(made.status, 201) << made.body;
    const json::Value end = end_of(json::text_or(made.json(), "id"));
    EXPECT_EQ(json::text_or(end, "status"), "succeeded");
    EXPECT_NE(json::write(end).find("\"https://127.0.0.1"), std::string::npos) << json::write(end);
}

TEST_F(GatewayTls, S12AClientThatDoesNotTrustTheAuthorityIsNotServed) {
    start();
    ca_file.clear();
    EXPECT_THROW(get("/healthz"), std::runtime_error);
}

TEST_F(GatewayTls, S11OtherAddressesMayBeListenedOnWithKeysAndACertificate) {
    config.listen.address = "0.0.0.0";
    config.require_keys = false;
    EXPECT_NE(refusal_of_start().find("no keys are required"), std::string::npos);
    config.require_keys = true;
    EXPECT_EQ(refusal_of_start(), "started");
    config.listen.certificate.clear();
    config.listen.certificate_key.clear();
    EXPECT_NE(refusal_of_start().find("[tls]"), std::string::npos);
}

TEST_F(GatewayTls, S32BrowsersAreToldToStayWithTlsButForLocalhost) {
    start();
    const auto told = [&](const std::string& host) {
        net::HttpClientConfig there{value(net::parse_url(gateway->url()))};
        there.origin.host = host;
        there.ca_file = ca_file;
        net::HttpClient client{io.get_executor(), std::move(there)};
        const auto reply = value_of(client.exchange(net::HttpRequest{"GET", "/healthz"}, within(20s)));
        EXPECT_EQ(reply.status, 200);
        return reply.headers.contains("Strict-Transport-Security");
    };
    EXPECT_TRUE(told("127.0.0.1"));
    EXPECT_FALSE(told("localhost"));
    EXPECT_TRUE(get("/nowhere").headers.contains("Strict-Transport-Security"));  // refusals, too
    crash();
    config.listen.certificate.clear();
    config.listen.certificate_key.clear();
    start();
    EXPECT_FALSE(told("127.0.0.1"));
}

TEST_F(GatewayTls, ARenewedCertificateIsServedWithoutARestart) {
    start();
    EXPECT_EQ(get("/healthz").status, 200);
    show(authority.issue("DNS:other.example"));
    const auto until = within(10s);
    for (bool served = true; served; test::settle(io, 20ms)) {
        ASSERT_LT(std::chrono::steady_clock::now(), until);
        try {
            get("/healthz");
        } catch (const std::runtime_error& refused) {
            served = false;
            EXPECT_NE(std::string{refused.what()}.find("certificate"), std::string::npos) << refused.what();
        }
    }
    show(authority.issue("IP:127.0.0.1"));
    test::settle(io, 300ms);
    EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(GatewayTls, FaultyFilesEndTheStartWithTheirNames) {
    show({"nothing", authority.issue("IP:127.0.0.1").certificate});
    EXPECT_NE(refusal_of_start().find("key.pem"), std::string::npos);
    config.listen.certificate = folder.path() / "missing.pem";
    EXPECT_NE(refusal_of_start().find("missing.pem"), std::string::npos);
    config.listen.certificate.clear();
    EXPECT_NE(refusal_of_start().find("no certificate"), std::string::npos);
}

}  // namespace
}  // namespace divan::gateway
