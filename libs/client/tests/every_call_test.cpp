#include "support/every_call.hpp"
#include "recorded_test.hpp"

// Every call of the namespaces against a server that fails in each way. What the calls ask and read when all
// goes well stands in the test of each header.
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::Call;
using test::every_call;

class EveryCallTest : public test::RecordedTest {
protected:
    Error failure_of(const Call& one, Deadline deadline) {
        auto result = test::run_on(io, one.operation(*connection, deadline));
        EXPECT_FALSE(result) << one.name << " succeeded";
        return result ? Error{} : result.error();
    }
};

TEST_F(EveryCallTest, TellsWhoRefusedUsFor401) {
    server->forget("GET /system_stats");
    server->answer_all(net::HttpReply{401, "who are you"});
    for (const Call& one : every_call()) {
        const Error error = failure_of(one, soon());
        EXPECT_EQ(error.code, Errc::unauthorized) << one.name << ": " << describe(error);
        EXPECT_EQ(error.fact("status"), "401") << one.name;
        EXPECT_EQ(error.server_text, "who are you") << one.name;
        EXPECT_NE(error.fact("url").find(server->url()), std::string::npos) << one.name;
    }
}

TEST_F(EveryCallTest, TellsStatusBodyAndAddressFor500) {
    server->forget("GET /system_stats");
    server->answer_all(net::HttpReply{500, "500 Internal Server Error"});
    for (const Call& one : every_call()) {
        const Error error = failure_of(one, soon());
        EXPECT_EQ(error.code, Errc::unexpected_status) << one.name << ": " << describe(error);
        EXPECT_EQ(error.fact("status"), "500") << one.name;
        EXPECT_FALSE(error.fact("method").empty()) << one.name;
        EXPECT_NE(error.server_text.find("Internal"), std::string::npos) << one.name;
    }
}

TEST_F(EveryCallTest, SaysWhatAMissingRouteNeedsAndWhatIsThere) {
    for (const Call& one : every_call()) {
        if (one.name == "system_stats") continue;  // the one route that this server has
        const Error error = failure_of(one, soon());
        if (one.on_every_server) {
            EXPECT_NE(error.code, Errc::not_supported) << one.name;
            continue;
        }
        EXPECT_EQ(error.code, Errc::not_supported) << one.name << ": " << describe(error);
        EXPECT_FALSE(error.fact("namespace").empty()) << one.name;
        EXPECT_FALSE(error.fact("needs").empty()) << one.name;
        EXPECT_TRUE(error.fact("found").starts_with("ComfyUI 0.3.64")) << one.name;
        EXPECT_FALSE(error.hint.empty()) << one.name;
    }
}

TEST_F(EveryCallTest, RefusesAReplyThatIsNotItsProtocol) {
    server->forget("GET /system_stats");
    for (const char* garbage : {"<html>Sign in</html>", "3"}) {
        server->answer_all(net::HttpReply{200, garbage, "text/html"});
        for (const Call& one : every_call()) {
            if (!one.reads || (one.takes_any_json && garbage[0] == '3')) continue;
            const Error error = failure_of(one, soon());
            EXPECT_EQ(error.code, Errc::malformed_reply) << one.name << ": " << describe(error);
        }
    }
}

TEST_F(EveryCallTest, EndsByItsDeadline) {
    server->fall_silent();
    for (const Call& one : every_call()) {
        const auto start = std::chrono::steady_clock::now();
        const Error error = failure_of(one, within(20ms));
        EXPECT_TRUE(error.code == Errc::timeout || error.code == Errc::in_doubt)
            << one.name << ": " << describe(error);
        EXPECT_LT(std::chrono::steady_clock::now() - start, 5s) << one.name;
    }
}

TEST_F(EveryCallTest, SaysThatNothingWasSentToADeadServer) {
    server.reset();
    test::settle(io, 20ms);
    for (const Call& one : every_call())
        EXPECT_EQ(failure_of(one, soon()).code, Errc::connect_failed) << one.name;
}

}  // namespace
}  // namespace divan
