#include <divan/client/userdata.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

class UserdataTest : public test::RecordedTest {
protected:
    std::string asked(const std::string& file) {
        call(userdata::get(*connection, file, soon())).value();
        return server->last().line();
    }
};

TEST_F(UserdataTest, AFileIsOneSegmentOfThePath) {
    server->answer_all(net::HttpReply{200, "x"});
    EXPECT_EQ(asked("workflows/my flow.json"), "GET /userdata/workflows%2Fmy%20flow.json");
    EXPECT_EQ(asked("a&b?c=\xC3\xA9.json"), "GET /userdata/a%26b%3Fc%3D%C3%A9.json");
}

TEST_F(UserdataTest, APercentSignIsEncodedOnceMoreBecauseTheServerDecodesItOnceMore) {
    server->answer_all(net::HttpReply{200, "x"});
    EXPECT_EQ(asked("100% sure.txt"), "GET /userdata/100%2525%2520sure.txt");
}

TEST_F(UserdataTest, GetReturnsTheBytes) {
    const std::string bytes{"\0\xff{", 3};
    server->answer("GET /userdata/a.bin", bytes);
    EXPECT_EQ(call(userdata::get(*connection, "a.bin", soon())).value(), bytes);
}

TEST_F(UserdataTest, AMissingFileIsNothing) {
    server->empty("GET /userdata/a.json", 404);
    EXPECT_FALSE(call(userdata::get(*connection, "a.json", soon())).value().has_value());
    EXPECT_FALSE(call(userdata::get_json(*connection, "a.json", soon())).value().has_value());
}

TEST_F(UserdataTest, GetJsonReadsTheFile) {
    server->answer("GET /userdata/a.json", R"({"a": NaN})");
    server->answer("GET /userdata/a.json", "no json");
    const auto value = call(userdata::get_json(*connection, "a.json", soon()));
    ASSERT_TRUE(value && *value);
    EXPECT_NE(json::find(**value, "a"), nullptr);
    EXPECT_EQ(error_of(userdata::get_json(*connection, "a.json", soon())).code, Errc::malformed_reply);
}

TEST_F(UserdataTest, StoreOverwritesUnlessToldOtherwise) {
    server->answer("POST /userdata/a%2Fb.bin?overwrite=true", R"("a/b.bin")");
    const auto stored = call(userdata::store(*connection, "a/b.bin", "bytes", {}, soon()));
    ASSERT_TRUE(stored) << describe(stored.error());
    EXPECT_EQ(stored->path, "a/b.bin");
    EXPECT_EQ(server->last().body, "bytes");
    EXPECT_EQ(server->last().header("Content-Type"), "application/octet-stream");
}

TEST_F(UserdataTest, AnOptionLeavesTheOthersAsTheyAre) {
    server->answer("POST /userdata/a?overwrite=true&full_info=true", R"({"path": "a", "size": 5})");
    userdata::StoreOptions full;
    full.full_info = true;
    EXPECT_EQ(call(userdata::store(*connection, "a", "bytes", full, soon()))->size_bytes, 5);
    server->answer("POST /userdata/a?overwrite=false", R"("a")");
    userdata::StoreOptions keep;
    keep.overwrite = false;
    EXPECT_TRUE(call(userdata::store(*connection, "a", "bytes", keep, soon())));
}

TEST_F(UserdataTest, StoreJsonSendsJson) {
    server->answer("POST /userdata/a.json?overwrite=true", R"("a.json")");
    json::Object content;
    content["seed"] = 18446744073709551615ULL;
    ASSERT_TRUE(call(userdata::store_json(*connection, "a.json", std::move(content), {}, soon())));
    EXPECT_EQ(server->last().body, R"({"seed":18446744073709551615})");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
}

TEST_F(UserdataTest, AFileThatIsThereIsTheCallersMistake) {
    server->answer("POST /userdata/a?overwrite=false", "File already exists", 409, "text/plain");
    userdata::StoreOptions keep;
    keep.overwrite = false;
    const Error error = error_of(userdata::store(*connection, "a", "x", keep, soon()));
    EXPECT_EQ(error.code, Errc::invalid_argument);
    EXPECT_EQ(error.fact("status"), "409");
    EXPECT_NE(error.message.find("'a' is there already"), std::string::npos) << error.message;
}

TEST_F(UserdataTest, APathThatLeadsOutsideIsRefused) {
    server->empty("POST /userdata/..%2Fa?overwrite=true", 403);
    EXPECT_EQ(error_of(userdata::store(*connection, "../a", "x", {}, soon())).code, Errc::unauthorized);
}

TEST_F(UserdataTest, RemoveTellsWhetherThereWasAFile) {
    server->empty("DELETE /userdata/a", 204);
    server->empty("DELETE /userdata/b", 404);
    EXPECT_EQ(call(userdata::remove(*connection, "a", soon())), true);
    EXPECT_EQ(call(userdata::remove(*connection, "b", soon())), false);
}

TEST_F(UserdataTest, MoveKeepsWhatIsThereUnlessToldOtherwise) {
    server->answer("POST /userdata/a%2Fx/move/b%2Fy?overwrite=false", R"("b/y")");
    EXPECT_EQ(call(userdata::move(*connection, "a/x", "b/y", {}, soon()))->path, "b/y");
    EXPECT_EQ(server->last().body, "");
    server->answer("POST /userdata/a/move/b?overwrite=true&full_info=true", R"({"path": "b", "size": 1})");
    userdata::MoveOptions options;
    options.overwrite = options.full_info = true;
    EXPECT_EQ(call(userdata::move(*connection, "a", "b", options, soon()))->size_bytes, 1);
}

TEST_F(UserdataTest, MoveSaysWhichOfTheTwoIsWrong) {
    server->empty("POST /userdata/a/move/b?overwrite=false", 404);
    EXPECT_NE(error_of(userdata::move(*connection, "a", "b", {}, soon())).message.find("'a'"),
              std::string::npos);
    server->empty("POST /userdata/c/move/d?overwrite=false", 409);
    EXPECT_NE(error_of(userdata::move(*connection, "c", "d", {}, soon())).message.find("'d'"),
              std::string::npos);
}

TEST_F(UserdataTest, ListSendsOnlyWhatIsAskedFor) {
    server->answer("GET /userdata?dir=my%20flows", R"(["a.json"])");
    EXPECT_EQ(call(userdata::list(*connection, "my flows", {}, soon()))->at(0).path, "a.json");
    server->answer("GET /userdata?dir=w&recurse=true&split=true", R"([["s/a.json", "s", "a.json"]])");
    userdata::ListOptions options;
    options.recurse = options.split = true;
    EXPECT_EQ(call(userdata::list(*connection, "w", options, soon()))->at(0).segments.size(), 2U);
    server->answer("GET /userdata?dir=w&full_info=true", R"([{"path": "a.json", "size": 3}])");
    userdata::ListOptions full;
    full.full_info = true;
    EXPECT_EQ(call(userdata::list(*connection, "w", full, soon()))->at(0).size_bytes, 3);
}

TEST_F(UserdataTest, AMissingFolderIsAnEmptyList) {
    server->answer("GET /userdata?dir=none", "Directory not found", 404, "text/plain; charset=utf-8");
    EXPECT_TRUE(call(userdata::list(*connection, "none", {}, soon()))->empty());
    server->answer("GET /v2/userdata?path=none", "Requested path not found", 404,
                   "text/plain; charset=utf-8");
    EXPECT_TRUE(call(userdata::browse(*connection, "none", soon()))->empty());
}

TEST_F(UserdataTest, BrowseListsFoldersToo) {
    server->answer("GET /v2/userdata", R"([{"name": "w", "path": "w", "type": "directory"}])");
    const auto entries = call(userdata::browse(*connection, "", soon()));
    ASSERT_TRUE(entries) << describe(entries.error());
    EXPECT_TRUE(entries->at(0).folder);
    server->answer("GET /v2/userdata?path=a%252525", "[]");
    EXPECT_TRUE(call(userdata::browse(*connection, "a%", soon()))) << server->last().line();
}

TEST_F(UserdataTest, BrowseOnAnOldServerSaysWhatItNeeds) {
    const Error error = error_of(userdata::browse(*connection, "w", soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.fact("needs"), "ComfyUI 0.3.31 or newer");
    EXPECT_EQ(error.fact("found"), "ComfyUI 0.3.64");
}

TEST_F(UserdataTest, AnEmptyNameIsNotSent) {
    EXPECT_EQ(error_of(userdata::get(*connection, "", soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(userdata::store(*connection, "", "x", {}, soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(userdata::remove(*connection, "", soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(userdata::move(*connection, "a", "", {}, soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(userdata::list(*connection, "", {}, soon())).code, Errc::invalid_argument);
    EXPECT_TRUE(server->requests.empty());
}

}  // namespace
}  // namespace divan
