#include <gtest/gtest.h>

#include <sstream>
#include <thread>

#include <divan/base/files.hpp>
#include <divan/gateway/gateway.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "event_loop.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

class KeysCommand : public testing::Test {
protected:
    struct Outcome {
        ExitCode exit_code = ExitCode::failed;
        std::string out, err;
        /// The first line of standard output.
        std::string line() const { return out.substr(0, out.find('\n')); }
    };
    Outcome run(std::vector<std::string> arguments) {
        std::istringstream in;
        std::ostringstream out, err;
        Program program{Shell{in, out, err, Terminal{}}};
        arguments.insert(arguments.begin(), "keys");
        Outcome outcome;
        outcome.exit_code = program.run(std::move(arguments));
        outcome.out = out.str();
        outcome.err = err.str();
        return outcome;
    }
    std::string data() const { return (folder_.path() / "data").string(); }
    Outcome here(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", data()});
        return run(std::move(arguments));
    }
    static std::string id_of(const std::string& key) { return key.substr(6, 12); }

    const TemporaryFolder folder_{"divan-keys"};
};

/// A gateway that runs, on a thread of its own.
class RunningGateway {
public:
    explicit RunningGateway(const std::string& data) {
        gateway::GatewayConfig config;
        config.listen.port = 0;
        config.data_folder = data;
        config.require_keys = true;
        gateway_.emplace(io_.get_executor(), std::move(config), silent_);
        if (auto started = run_to_end<void>(io_, gateway_->start()); !started)
            throw std::runtime_error(describe(started.error()));
        io_.restart();
        thread_ = std::thread{[this] { io_.run(); }};
    }
    ~RunningGateway() {
        asio::post(io_, [this] {
            gateway_->abandon();
            io_.stop();
        });
        thread_.join();
    }
    std::string url() const { return gateway_->url(); }

private:
    asio::io_context io_{1};
    const Logger silent_;
    std::optional<gateway::Gateway> gateway_;
    std::thread thread_;
};

TEST_F(KeysCommand, AddPrintsTheKeyAloneAndLsDoesNot) {
    const auto added = here({"add", "--owner", "ann", "--name", "laptop", "--expires", "24h"});
    ASSERT_EQ(added.exit_code, ExitCode::done) << added.err;
    EXPECT_EQ(added.out, added.line() + "\n");
    EXPECT_TRUE(added.out.starts_with("divan_"));
    EXPECT_NE(added.err.find("key " + id_of(added.line()) + " of ann (read,submit,cancel)"),
              std::string::npos);
    const auto listed = here({"ls"});
    EXPECT_NE(listed.out.find("laptop"), std::string::npos);
    EXPECT_NE(listed.out.find("until "), std::string::npos);
    EXPECT_EQ(listed.out.find(added.line().substr(19, 32)), std::string::npos);
}

TEST_F(KeysCommand, RolesNodesAndLimitsAreGivenAndShown) {
    const auto added = here({"add", "--role", "operator", "--nodes", "core,VHS_*", "--in-flight", "4",
                             "--upload-bytes-per-day", "none", "--limit", "steps=60"});
    ASSERT_EQ(added.exit_code, ExitCode::done) << added.err;
    const std::string id = id_of(added.line());
    EXPECT_NE(added.err.find("key " + id + " of " + id + " (read,submit,cancel,operate)"), std::string::npos)
        << added.err;
    const std::string listed = here({"ls"}).out;
    for (const char* shown : {"core,VHS_*", "in_flight_jobs=4", "upload_bytes_per_day=none", "steps=60"})
        EXPECT_NE(listed.find(shown), std::string::npos) << listed;
    EXPECT_NE(here({"add", "--role", "operater"}).err.find("operator"), std::string::npos);
    EXPECT_NE(here({"add", "--nodes", "any,KSampler"}).exit_code, ExitCode::done);
}

TEST_F(KeysCommand, ARevokedKeyIsShownAsThat) {
    const std::string id = id_of(here({"add", "--owner", "ann"}).line());
    EXPECT_EQ(here({"revoke", id}).exit_code, ExitCode::done);
    EXPECT_NE(here({"ls", "--owner", "ann"}).out.find("revoked "), std::string::npos);
    EXPECT_EQ(here({"ls", "--owner", "bob"}).out, "");
    EXPECT_EQ(here({"revoke", "k0000001"}).exit_code, ExitCode::failed);
}

TEST_F(KeysCommand, SpeaksJson) {
    const auto added = here({"add", "--owner", "ann", "--scope", "admin", "--limit", "streams=3", "--limit",
                             "burst=none", "--json"});
    const auto document = json::parse(added.out).value();
    EXPECT_TRUE(json::text_or(document, "key").starts_with("divan_"));
    EXPECT_EQ(json::write(*json::find(document, "limits")), R"({"streams":3,"burst":"none"})");
    EXPECT_EQ(json::write(*json::find(document, "scopes")), R"(["admin"])");
}

TEST_F(KeysCommand, SaysWhatIsWrongWithAWish) {
    const auto scope = here({"add", "--owner", "ann", "--scope", "submitt"});
    EXPECT_EQ(scope.exit_code, ExitCode::usage);
    EXPECT_NE(scope.err.find("did you mean 'submit'"), std::string::npos) << scope.err;
    EXPECT_EQ(here({"add", "--owner", "an n"}).exit_code, ExitCode::usage);
    EXPECT_EQ(here({"add", "--owner", "ann", "--limit", "streams"}).exit_code, ExitCode::usage);
    EXPECT_EQ(here({"add", "--owner", "ann", "--limit", "stream=1"}).exit_code, ExitCode::usage);
    EXPECT_EQ(here({"add", "--owner", "ann", "--expires", "soon"}).exit_code, ExitCode::usage);
    EXPECT_EQ(here({"add", "--role", "root"}).exit_code, ExitCode::usage);
    EXPECT_EQ(here({"ls"}).out, "");
}

TEST_F(KeysCommand, AStoreThatAGatewayHasIsNotTouchedAndTheWayOutIsNamed) {
    const RunningGateway gateway{data()};
    const auto refused = here({"ls"});
    EXPECT_EQ(refused.exit_code, ExitCode::store_in_use);
    EXPECT_NE(refused.err.find("--gateway"), std::string::npos) << refused.err;
}

TEST_F(KeysCommand, AskAGatewayThatRuns) {
    const std::string admin = here({"add", "--owner", "ops", "--scope", "admin"}).line();
    const RunningGateway gateway{data()};
    const auto there = [&](std::vector<std::string> arguments, const std::string& key) {
        arguments.insert(arguments.end(), {"--gateway", gateway.url(), "--key", key});
        return run(std::move(arguments));
    };
    const auto added = there({"add", "--owner", "ann", "--limit", "streams=1", "--expires", "1h"}, admin);
    ASSERT_EQ(added.exit_code, ExitCode::done) << added.err;
    EXPECT_NE(there({"ls"}, admin).out.find(id_of(added.line())), std::string::npos);
    const auto forbidden = there({"ls"}, added.line());
    EXPECT_EQ(forbidden.exit_code, ExitCode::unreachable);
    EXPECT_NE(forbidden.err.find("DIVAN_KEY"), std::string::npos) << forbidden.err;
    EXPECT_EQ(there({"add", "--owner", "ann", "--scope", "root"}, admin).exit_code, ExitCode::usage);
    EXPECT_EQ(there({"revoke", id_of(added.line())}, admin).exit_code, ExitCode::done);
    EXPECT_EQ(there({"ls"}, added.line()).exit_code, ExitCode::unreachable);
    EXPECT_EQ(there({"revoke", "k0000001"}, admin).exit_code, ExitCode::failed);
}

}  // namespace
}  // namespace divan::app
