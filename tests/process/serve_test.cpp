#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/net/http_client.hpp>

#include "child_process.hpp"
#include "run_on.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using testing_support::ChildProcess;

/// `divan serve` as a process of its own, on an embedded engine inside it.
class ServeTest : public testing::Test {
protected:
    std::unique_ptr<ChildProcess> serve(std::vector<std::string> more = {}) {
        std::vector<std::string> command{DIVAN_BINARY, "serve", "--port", "0", "--data", data()};
        command.insert(command.end(), more.begin(), more.end());
        return std::make_unique<ChildProcess>(command);
    }
    std::string data() const { return (folder_.path() / "data").string(); }
    static std::string url_of(ChildProcess& process) {
        const std::string line = process.read_line(30s);
        const auto at = line.find("http://");
        return at == std::string::npos ? "" : line.substr(at);
    }
    Result<net::HttpReply> ask(const std::string& url, net::HttpRequest request) {
        boost::asio::io_context io{1};
        net::HttpClient client{io.get_executor(), net::HttpClientConfig{net::parse_url(url).value()}};
        return test::run_on(io, client.exchange(std::move(request), within(20s)));
    }

    const TemporaryFolder folder_;
};

constexpr std::string_view kPicture = R"({"workflow": {
    "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 255}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "fox"}}}})";

TEST_F(ServeTest, KeepsAJobOverItsOwnDeath) {
    auto process = serve();
    const std::string url = url_of(*process);
    const auto accepted =
        ask(url, net::HttpRequest{"POST", "/api/v2/jobs", std::string{kPicture}, "application/json"});
    ASSERT_TRUE(accepted) << describe(accepted.error());
    ASSERT_EQ(accepted->status, 201) << accepted->body;
    process->signal(SIGKILL);
    EXPECT_EQ(process->wait(10s), 128 + SIGKILL);
    const std::string id{json::text_or(json::parse(accepted->body).value(), "id")};

    auto again = serve();
    const std::string new_url = url_of(*again);
    std::string status;
    for (int look = 0; look < 200 && status != "succeeded"; ++look) {
        const auto job = ask(new_url, net::HttpRequest{"GET", "/api/v2/jobs/" + id});
        ASSERT_TRUE(job) << describe(job.error());
        ASSERT_EQ(job->status, 200) << job->body;
        status = json::text_or(json::parse(job->body).value(), "status");
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_EQ(status, "succeeded");
}

TEST_F(ServeTest, EndsInGoodOrder) {
    auto process = serve();
    ASSERT_FALSE(url_of(*process).empty());
    process->signal(SIGTERM);
    EXPECT_EQ(process->wait(15s), 0) << process->errors();
}

TEST_F(ServeTest, APortThatIsTakenIsAClearError) {
    auto first = serve();
    const std::string url = url_of(*first);
    const std::string port = url.substr(url.rfind(':') + 1);
    ChildProcess second{{DIVAN_BINARY, "serve", "--port", port, "--data", data() + "-2"}};
    EXPECT_EQ(second.wait(15s), 1);
    EXPECT_NE(second.errors().find(port + " is in use"), std::string::npos) << second.errors();
}

TEST_F(ServeTest, ASecondGatewayOnOneSqliteFileEndsWith73) {
    auto first = serve();
    ASSERT_FALSE(url_of(*first).empty());
    auto second = serve();
    EXPECT_EQ(second->wait(15s), 73) << second->errors();
}

TEST_F(ServeTest, S11ListensElsewhereOnlyWithKeysAndTls) {
    for (const std::vector<std::string>& flags : {std::vector<std::string>{"--address", "0.0.0.0"},
                                                  {"--address", "0.0.0.0", "--require-keys"},
                                                  {"--address", "0.0.0.0", "--behind-tls-proxy"}}) {
        auto process = serve(flags);
        EXPECT_EQ(process->wait(15s), 2) << process->errors();
    }
}

TEST_F(ServeTest, ChecksAConfiguration) {
    std::ofstream{folder_.path() / "divan.toml"} << "[gateway]\nprot = 1\n";
    ChildProcess process{
        {DIVAN_BINARY, "serve", "--check-config", "--config", (folder_.path() / "divan.toml").string()}};
    EXPECT_EQ(process.wait(15s), 2);
    EXPECT_NE(process.errors().find("did you mean 'gateway.port'"), std::string::npos) << process.errors();
}

TEST_F(ServeTest, WritesItsLogIntoAFolder) {
    std::ofstream{folder_.path() / "divan.toml"} << "[log]\nlevel = \"debug\"\nfolder = \""
                                                 << (folder_.path() / "log").string() << "\"\n";
    auto process = serve({"--config", (folder_.path() / "divan.toml").string()});
    const std::string url = url_of(*process);
    ASSERT_TRUE(ask(url, net::HttpRequest{"GET", "/healthz"}));
    std::string log;  // the line is written after the answer
    for (int look = 0; look < 100 && log.find("path=/healthz") == std::string::npos; ++look) {
        std::this_thread::sleep_for(20ms);
        log.clear();
        for (const auto& file : std::filesystem::directory_iterator{folder_.path() / "log"})
            log += read_file(file.path()).value();
    }
    EXPECT_NE(log.find("path=/healthz"), std::string::npos) << log;
}

}  // namespace
}  // namespace divan
