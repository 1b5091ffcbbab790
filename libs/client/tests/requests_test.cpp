#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/upload.hpp>
#include <divan/client/view.hpp>
#include <divan/net/multipart.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using protocol::PromptId;

/// What the calls that every ComfyUI takes put on the wire.
class RequestsTest : public test::RecordedTest {
protected:
    std::string submitted(protocol::SubmitRequest request) {
        request.client = protocol::ClientId{"c"};
        request.prompt_id = PromptId{"p"};
        server->answer("POST /prompt", R"({"prompt_id": "p", "number": 1, "node_errors": {}})");
        const auto reply = call(submit(*connection, std::move(request), soon()));
        return reply ? server->last().body : describe(reply.error());
    }
    void be(const std::string& version) {
        server->forget("GET /system_stats");
        server->answer("GET /system_stats", R"({"system": {"comfyui_version": ")" + version + "\"}}");
    }
};

TEST_F(RequestsTest, APromptIsAppendedPutInFrontOrGivenANumber) {
    const std::string rest = R"("client_id":"c","prompt_id":"p")";
    EXPECT_EQ(submitted(protocol::SubmitRequest{"{}"}), R"({"prompt":{},)" + rest + "}");
    protocol::SubmitRequest front{"{}"};
    front.front = true;
    EXPECT_NE(submitted(front).find(R"("front":true)"), std::string::npos);
    protocol::SubmitRequest numbered{"{}"};
    numbered.number = 2.5;
    EXPECT_NE(submitted(numbered).find(R"("number":2.5)"), std::string::npos);
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
}

TEST_F(RequestsTest, QueueChangesNameTheirPrompts) {
    server->empty("POST /queue", 200);
    ASSERT_TRUE(call(delete_from_queue(*connection, {PromptId{"a"}, PromptId{"b"}}, soon())));
    EXPECT_EQ(server->last().body, R"({"delete":["a","b"]})");
    ASSERT_TRUE(call(clear_queue(*connection, soon())));
    EXPECT_EQ(server->last().body, R"({"clear":true})");
}

TEST_F(RequestsTest, AnInterruptNamesItsPrompt) {
    server->empty("POST /interrupt", 200);
    ASSERT_TRUE(call(interrupt(*connection, PromptId{"a"}, soon())));
    EXPECT_EQ(server->last().body, R"({"prompt_id":"a"})");
    ASSERT_TRUE(call(interrupt_all(*connection, soon())));
    EXPECT_EQ(server->last().body, "{}");
}

TEST_F(RequestsTest, AServerThatWouldInterruptSomebodyElseIsNotAsked) {
    be("0.3.56");
    server->empty("POST /interrupt", 200);
    const Error error = error_of(interrupt(*connection, PromptId{"a"}, soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_NE(error.message.find("0.3.57"), std::string::npos);
    EXPECT_NE(error.hint.find("interrupt_all"), std::string::npos);
    EXPECT_EQ(error_of(interrupt(*connection, PromptId{}, soon())).code, Errc::invalid_argument);
    EXPECT_EQ(std::ranges::count(server->lines(), "POST /interrupt"), 0);
    be("a gateway");
    EXPECT_TRUE(call(interrupt(*connection, PromptId{"a"}, soon())));
}

TEST_F(RequestsTest, TheHistoryIsPaged) {
    server->answer_all(net::HttpReply{200, "{}"});
    const auto asked = [&](std::optional<std::int64_t> items, std::optional<std::int64_t> offset) {
        HistoryPage page;
        page.max_items = items;
        page.offset = offset;
        EXPECT_TRUE(call(history(*connection, page, soon())));
        return server->last().line();
    };
    EXPECT_EQ(asked({}, {}), "GET /history");
    EXPECT_EQ(asked(200, {}), "GET /history?max_items=200");
    EXPECT_EQ(asked(5, 10), "GET /history?max_items=5&offset=10");
    EXPECT_FALSE(call(history(*connection, PromptId{"a/b"}, soon())).value().has_value());
    EXPECT_EQ(server->last().line(), "GET /history/a%2Fb");
}

TEST_F(RequestsTest, TheHistoryMayHoldWhatPythonWrites) {
    server->answer(
        "GET /history/a",
        R"({"a": {"prompt": [0, "a", {"1": {"inputs": {"cfg": NaN, "x": -Infinity}}}, {}, []],)"
        R"( "outputs": {"9": {"v": [Infinity]}}, "status": {"status_str": "success", "completed": true, "messages": []}}})");
    const auto entry = call(history(*connection, PromptId{"a"}, soon()));
    ASSERT_TRUE(entry && *entry) << describe(entry.error());
    EXPECT_EQ((*entry)->outputs.at(0).node, NodeId{"9"});
}

TEST_F(RequestsTest, TheHistoryIsCleared) {
    server->empty("POST /history", 200);
    ASSERT_TRUE(call(delete_from_history(*connection, {PromptId{"a"}}, soon())));
    EXPECT_EQ(server->last().body, R"({"delete":["a"]})");
    ASSERT_TRUE(call(clear_history(*connection, soon())));
    EXPECT_EQ(server->last().body, R"({"clear":true})");
}

TEST_F(RequestsTest, FreeSaysWhat) {
    server->empty("POST /free", 200);
    ASSERT_TRUE(call(free_memory(*connection, true, false, soon())));
    EXPECT_EQ(server->last().body, R"({"unload_models":true,"free_memory":false})");
}

TEST_F(RequestsTest, ARawRequestKeepsTheCallersHeaders) {
    ConnectionConfig config = parse_server_address(server->url()).value();
    config.credentials = net::Credentials::bearer("t");
    connect(std::move(config));
    net::HttpRequest request{"PATCH", "/my_pack/x?y=1", "{}", "application/json"};
    request.headers.set("X-Mine", "1");
    server->answer("PATCH /my_pack/x?y=1", "done", 299, "text/plain");
    const auto reply = call(fetch_api(*connection, std::move(request), soon()));
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(reply->status, 299);
    EXPECT_EQ(server->last().header("X-Mine"), "1");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    EXPECT_EQ(server->last().header("Authorization"), "Bearer t");
}

TEST_F(RequestsTest, AnAddressIsBuiltFromServerAndRoute) {
    EXPECT_EQ(api_url(*connection, "/view?a=1"), server->url() + "/view?a=1");
    EXPECT_EQ(api_url(*connection, "queue"), server->url() + "/queue");
    connect(parse_server_address("https://joe:secret@gpu.example/comfy/").value());
    EXPECT_EQ(api_url(*connection, "/queue"), "https://gpu.example:443/comfy/queue");
}

TEST_F(RequestsTest, ViewAddressesAreEncoded) {
    ViewRequest request;
    request.filename =
        "f\xC3\xBC"
        "chs & co #1+%.png";
    request.subfolder = "a b/c";
    request.type = "temp";
    EXPECT_EQ(view_url(*connection, request),
              server->url() +
                  "/view?filename=f%C3%BCchs%20%26%20co%20%231%2B%25.png&subfolder=a%20b%2Fc&type=temp");
    request.preview = "webp;80";
    request.channel = "rgb";
    EXPECT_TRUE(view_target(request).ends_with("&preview=webp%3B80&channel=rgb"));
}

TEST_F(RequestsTest, AMaskHasItsOriginalAndAName) {
    server->answer("POST /upload/mask", R"({"name": "mask.png", "subfolder": "", "type": "input"})");
    server->empty("HEAD /view?filename=mask.png&subfolder=&type=input", 200);
    StoredFile original;
    original.name = "a.png";
    original.subfolder = "s";
    original.type = "output";
    Upload mask;
    mask.bytes = "alpha";
    ASSERT_TRUE(call(upload_mask(*connection, std::move(mask), original, soon())));
    const test::RecordedRequest& post = server->requests.at(0);
    const auto parts = net::read_multipart(post.body, net::multipart_boundary(post.header("Content-Type")));
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->at(0).file_name, "mask.png");
    EXPECT_EQ(parts->back().name, "original_ref");
    EXPECT_EQ(parts->back().content, R"({"filename":"a.png","subfolder":"s","type":"output"})");
}

TEST_F(RequestsTest, AFailedUploadCarriesStatusAndBody) {
    server->answer("POST /upload/image", "Maximum request body size 1 exceeded", 413, "text/plain");
    Upload upload{"a.png", "x"};
    const Error error = error_of(upload_image(*connection, std::move(upload), soon()));
    EXPECT_EQ(error.code, Errc::unexpected_status);
    EXPECT_EQ(error.fact("status"), "413");
    EXPECT_EQ(error.server_text, "Maximum request body size 1 exceeded");
    EXPECT_NE(error.hint.find("max-upload-size"), std::string::npos);
}

TEST_F(RequestsTest, CredentialsAreProvedByTheSmallestRequest) {
    server->answer("GET /prompt", R"({"exec_info": {"queue_remaining": 3}})");
    server->empty("GET /prompt", 401);
    EXPECT_EQ(call(poll_status(*connection, soon())), 3);
    EXPECT_EQ(error_of(poll_status(*connection, soon())).code, Errc::unauthorized);
    connect(parse_server_address("127.0.0.1:1").value());
    EXPECT_EQ(error_of(poll_status(*connection, soon())).code, Errc::connect_failed);
}

}  // namespace
}  // namespace divan
