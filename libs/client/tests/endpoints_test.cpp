#include <gtest/gtest.h>

#include <divan/client/catalogue.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/upload.hpp>
#include <divan/client/view.hpp>

#include "support/fake_comfy.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using test::FakeComfy;

class EndpointsTest : public testing::Test {
protected:
    EndpointsTest() {
        server = std::make_unique<FakeComfy>(io, test::FakeScript{});
        connection =
            std::make_unique<Connection>(io.get_executor(), parse_server_address(server->url()).value());
    }
    void TearDown() override {
        connection.reset();
        server.reset();
        test::settle(io, 20ms);
    }
    template <class T>
    Result<T> call(asio::awaitable<Result<T>> operation) {
        return test::run_on(io, std::move(operation));
    }

    asio::io_context io{1};
    std::unique_ptr<FakeComfy> server;
    std::unique_ptr<Connection> connection;
};

TEST_F(EndpointsTest, PingTakesATime) {
    const auto time = call(ping(*connection, within(10s)));
    ASSERT_TRUE(time) << describe(time.error());
    EXPECT_GE(time->count(), 0);
}

TEST_F(EndpointsTest, TheQueueIsTyped) {
    server->pending = {"a", "b"};
    const auto read = call(queue(*connection, within(10s)));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->pending.size(), 2U);
}

TEST_F(EndpointsTest, DeletesExactlyTheNamedPrompts) {
    server->pending = {"a", "b", "c"};
    ASSERT_TRUE(call(
        delete_from_queue(*connection, {protocol::PromptId{"a"}, protocol::PromptId{"c"}}, within(10s))));
    EXPECT_EQ(server->pending, std::deque<std::string>{"b"});
}

TEST_F(EndpointsTest, ATooOldServerIsRefusedWithBothVersions) {
    const auto refused = call(require(*connection, Capability::targeted_interrupt, within(10s)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_supported);
    EXPECT_NE(refused.error().message.find("0.3.57"), std::string::npos);
    EXPECT_NE(refused.error().message.find("0.3.50"), std::string::npos);
}

TEST_F(EndpointsTest, AnUnexpectedStatusNamesServerUrlAndStatus) {
    const auto nothing = call(fetch_json(*connection, "/nope?secret=1", within(10s)));
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, Errc::unexpected_status);
    EXPECT_EQ(nothing.error().fact("status"), "404");
    EXPECT_EQ(nothing.error().fact("url"), server->url() + "/nope");
    EXPECT_EQ(nothing.error().server_text, "404: Not Found");
}

TEST_F(EndpointsTest, AnUnknownModelFolderIsTheCallersMistake) {
    const auto files = call(models(*connection, "nope", within(10s)));
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code, Errc::invalid_argument);
    EXPECT_EQ(call(models(*connection, "loras", within(10s))).value(),
              std::vector<std::string>{"one.safetensors"});
}

TEST_F(EndpointsTest, AFileCanBeHadInMemory) {
    server->files["a b&c.png"] = "picture";
    ViewRequest request;
    request.filename = "a b&c.png";
    const auto file = call(view(*connection, request, within(10s)));
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->bytes, "picture");
    EXPECT_EQ(file->content_type, "image/png");
}

TEST_F(EndpointsTest, AnUploadIsKnownByTheNameThatTheServerGaveIt) {
    Upload upload{
        "f\xC3\xBC"
        "chs.png",
        "picture"};
    upload.subfolder = "pets";
    const auto stored = call(upload_image(*connection, std::move(upload), within(10s)));
    ASSERT_TRUE(stored) << describe(stored.error());
    EXPECT_EQ(stored->reference(), "pets/fox (1).png");
    EXPECT_EQ(server->uploads["image"],
              "f\xC3\xBC"
              "chs.png:picture");
    EXPECT_EQ(server->uploads["type"], "input");
    EXPECT_EQ(server->uploads["subfolder"], "pets");
    EXPECT_FALSE(server->uploads.contains("overwrite"));
}

TEST_F(EndpointsTest, SamplersComeFromTheCatalogue) {
    EXPECT_EQ(call(samplers(*connection, within(10s))).value(), (std::vector<std::string>{"euler", "heun"}));
}

TEST_F(EndpointsTest, ARawRequestKeepsItsStatus) {
    net::HttpRequest request{"GET", "/nope"};
    const auto reply = call(fetch_api(*connection, std::move(request), within(10s)));
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->status, 404);
}

TEST_F(EndpointsTest, OpeningTwiceTakesOneSocket) {
    ASSERT_TRUE(call(connection->open(within(10s))));
    ASSERT_TRUE(call(connection->open(within(10s))));
    EXPECT_EQ(server->client_ids.size(), 1U);
    EXPECT_EQ(connection->state(), ConnectionState::connected);
}

TEST_F(EndpointsTest, EveryMessageReachesTheListenersUntilTheyLeave) {
    int heard = 0;
    auto listening = connection->on_message([&](const auto&) { ++heard; });
    ASSERT_TRUE(call(connection->open(within(10s))));
    const int before = heard;
    server->send(protocol::Raw{"my_pack.hello", json::Object{}});
    ASSERT_TRUE(test::run_until(io, [&] { return heard == before + 1; }));
    listening.reset();
    server->send(protocol::Raw{"my_pack.hello", json::Object{}});
    test::settle(io, 100ms);
    EXPECT_EQ(heard, before + 1);
}

TEST(SubmitReplyStatus, TellsDoubtFromRefusal) {
    EXPECT_EQ(read_submit_reply(net::HttpReply{500, "text"}).error().code, Errc::in_doubt);
    EXPECT_EQ(read_submit_reply(net::HttpReply{502}).error().code, Errc::in_doubt);
    EXPECT_EQ(read_submit_reply(net::HttpReply{200, "<html>"}).error().code, Errc::in_doubt);
    EXPECT_EQ(read_submit_reply(net::HttpReply{503}).error().code, Errc::unexpected_status);
    EXPECT_EQ(read_submit_reply(net::HttpReply{403}).error().code, Errc::unauthorized);
    EXPECT_EQ(read_submit_reply(net::HttpReply{400, "no json"}).error().code, Errc::unexpected_status);
}

TEST(ServerVersion, IsReadFromManyForms) {
    EXPECT_EQ(parse_version("0.3.64"), ServerVersion(0, 3, 64));
    EXPECT_EQ(parse_version("v0.4"), ServerVersion(0, 4, 0));
    EXPECT_EQ(parse_version("0.3.64-dev"), ServerVersion(0, 3, 64));
    for (const char* text : {"", "unknown", "3", "x.y"}) EXPECT_FALSE(parse_version(text)) << text;
}

TEST(ServerAddress, TakesManyForms) {
    EXPECT_EQ(parse_server_address("gpu:8188")->origin.str(),
              parse_server_address("http://gpu:8188/")->origin.str());
    EXPECT_FALSE(parse_server_address("http://"));
    const auto config = parse_server_address("https://joe:secret@gpu.example/prefix/");
    ASSERT_TRUE(config);
    EXPECT_FALSE(config->credentials.empty());
    EXPECT_EQ(config->origin.str().find("secret"), std::string::npos);
}

TEST(StoredFile, ReferenceIsWhatALoadNodeTakes) {
    StoredFile file;
    file.name = "a.png";
    file.type = "input";
    EXPECT_EQ(file.reference(), "a.png");
    file.subfolder = "sub";
    file.type = "output";
    EXPECT_EQ(file.reference(), "sub/a.png [output]");
}

}  // namespace
}  // namespace divan
