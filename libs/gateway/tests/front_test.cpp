#include "support/gateway_fixture.hpp"

namespace divan::gateway {
namespace {

TEST_F(GatewayTest, RunsAJob) {
    add_engine();
    start();
    const auto accepted = post("/api/v2/jobs", submission(red_fox()));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    const json::Value done = end_of(json::text_or(accepted.json(), "id"));
    EXPECT_EQ(json::text_or(done, "status"), "succeeded");
}

TEST_F(GatewayTest, SaysWhatIsWrongWithAPathAMethodAndABody) {
    start();
    EXPECT_EQ(get("/api/v2/nothing").status, 404);
    EXPECT_EQ(get("/api/v2/nothing").code(), "not_found");
    const Reply wrong_method = ask(net::HttpRequest{"DELETE", "/healthz"});
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.headers.find("Allow"), "GET, HEAD");
    EXPECT_EQ(post("/api/v2/divan/jobs", "{").status, 400);
    EXPECT_EQ(post("/api/v2/divan/jobs", "{").code(), "invalid_json");
    EXPECT_EQ(ask(net::HttpRequest{"POST", "/api/v2/divan/jobs", "a=1", "text/plain"}).status, 415);
}

TEST_F(GatewayTest, TheContractHasOneStatusForWhatIsMalformed) {
    start();
    EXPECT_EQ(post("/api/v2/jobs", "{").status, 422);
    EXPECT_EQ(post("/api/v2/jobs", "{").code(), "invalid_json");
    const Reply text = ask(net::HttpRequest{"POST", "/api/v2/jobs", "a=1", "text/plain"});
    EXPECT_EQ(text.status, 422);
    EXPECT_EQ(text.code(), "unsupported_media_type");
    const Reply no_hash = post("/api/v2/assets/from-hash", "[]");
    EXPECT_EQ(no_hash.status, 404) << "and where it has no 422, none";
    EXPECT_EQ(no_hash.code(), "blob_not_found");
}

TEST_F(GatewayTest, S36PackedBodiesAreNotTaken) {
    start();
    for (const char* path : {"/api/v2/divan/jobs", "/jobs", "/api/v2/assets", "/api/v2/jobs"}) {
        net::HttpRequest packed{"POST", path, "\x1f\x8b\x08", "application/json"};
        packed.headers.set("Content-Encoding", "gzip");
        const Reply refused = ask(std::move(packed));
        EXPECT_EQ(refused.code(), "unsupported_encoding") << path << refused.body;
    }
    net::HttpRequest plain{"POST", "/api/v2/jobs", R"({"workflow": )" + red_fox() + "}", "application/json"};
    plain.headers.set("Content-Encoding", "identity");
    EXPECT_EQ(ask(std::move(plain)).status, 201);
}

TEST_F(GatewayTest, APathThatStandsInARouteIsNotTakenForAnId) {
    start();
    EXPECT_EQ(get("/api/v2/assets/from-hash").headers.find("Allow"), "POST");
    EXPECT_EQ(get("/api/v2/assets/by-hash/blake3:00").headers.find("Allow"), "HEAD");
    EXPECT_EQ(get("/api/v2/assets/from-has").status, 404);
}

TEST_F(GatewayTest, IsAliveAndReady) {
    start();
    EXPECT_EQ(get("/healthz").status, 200);
    EXPECT_EQ(get("/readyz").status, 200);
}

}  // namespace
}  // namespace divan::gateway
