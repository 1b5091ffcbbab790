#include <divan/net/public_address.hpp>

#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

bool is_public(const char* text) { return is_public_address(asio::ip::make_address(text)); }

TEST(PublicAddress, TakesTheInternet) {
    for (const char* text : {"1.1.1.1",         "8.8.8.8",         "9.255.255.255",        "11.0.0.0",
                             "100.63.255.255",  "100.128.0.0",     "126.255.255.255",      "128.0.0.0",
                             "168.63.129.17",   "169.253.255.255", "172.15.255.255",       "172.32.0.0",
                             "192.0.1.0",       "192.167.255.255", "198.17.255.255",       "198.20.0.0",
                             "223.255.255.255", "2001:200::1",     "2606:4700:4700::1111", "2a00:1450::1",
                             "3fff:1000::1"})
        EXPECT_TRUE(is_public(text)) << text;
}

TEST(PublicAddress, RefusesEveryRangeOfOurOwnNetworks) {
    for (const char* text :
         {"0.0.0.0",         "0.1.2.3",         "10.0.0.1",        "10.255.255.255",  "100.64.0.1",
          "100.100.100.200", "100.127.255.255", "127.0.0.1",       "127.255.255.254", "168.63.129.16",
          "169.254.169.254", "172.16.0.1",      "172.31.255.255",  "192.0.0.192",     "192.0.2.1",
          "192.88.99.1",     "192.168.0.1",     "198.18.0.1",      "198.19.255.255",  "198.51.100.1",
          "203.0.113.1",     "224.0.0.1",       "239.255.255.250", "240.0.0.1",       "255.255.255.255"})
        EXPECT_FALSE(is_public(text)) << text;
}

TEST(PublicAddress, RefusesIPv6ThatIsLocalOrCarriesIPv4) {
    for (const char* text : {"::",
                             "::1",
                             "::ffff:169.254.169.254",
                             "::ffff:8.8.8.8",
                             "::127.0.0.1",
                             "64:ff9b::7f00:1",
                             "64:ff9b:1::1",
                             "100::1",
                             "2001::1",
                             "2001:0:53aa::1",
                             "2001:10::1",
                             "2001:db8::1",
                             "2002:7f00:1::1",
                             "3fff::1",
                             "5f00::1",
                             "fc00::1",
                             "fd00:ec2::254",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1"})
        EXPECT_FALSE(is_public(text)) << text;
}

class PublicInternetOnly : public LoopTest {};

/// However an address of ours is spelled, nothing is ever sent to it.
TEST_F(PublicInternetOnly, ReachesNoLocalServer) {
    int met = 0;
    RawServer here{io, [&](tcp::socket&, int) -> asio::awaitable<void> {
                       ++met;
                       co_return;
                   }};
    for (const char* host :
         {"127.0.0.1",        "127.1",         "127.0.1",         "0.0.0.0",    "0",
          "2130706433",       "0x7f000001",    "0x7f.1",          "0177.0.0.1", "017700000001",
          "localhost",        "LOCALHOST",     "localhost.",      "::1",        "::",
          "::ffff:127.0.0.1", "::ffff:7f00:1", "0:0:0:0:0:0:0:1", "fe80::1%lo", "ip6-localhost"}) {
        HttpClientConfig config = client_config(here.port());
        config.origin.host = host;
        config.reach = Reach::public_internet;
        run([&]() -> asio::awaitable<void> {
            HttpClient client{io.get_executor(), config};
            HttpRequest request{"GET", "/"};
            const auto reply = co_await client.exchange(std::move(request), soon());
            const Errc code = code_of(reply);
            // A spelling that the resolver does not take leads nowhere either.
            EXPECT_TRUE(code == Errc::address_refused || code == Errc::connect_failed)
                << host << ": " << name(code);
        });
    }
    EXPECT_EQ(met, 0);
}

TEST_F(PublicInternetOnly, SaysWhatIsWrongAndThatNothingWasSent) {
    serve([](HttpExchange&) -> asio::awaitable<void> { co_return; });
    HttpClientConfig config = client_config();
    config.reach = Reach::public_internet;
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), config};
        HttpRequest request{"POST", "/"};
        const auto reply = co_await client.exchange(std::move(request), soon());
        EXPECT_EQ(code_of(reply), Errc::address_refused);
        CO_ASSERT(!reply);
        EXPECT_EQ(reply.error().fact("host"), "127.0.0.1");
        EXPECT_EQ(reply.error().fact("sent"), "no");
    });
}

}  // namespace
}  // namespace divan::net::test
