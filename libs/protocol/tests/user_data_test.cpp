#include <gtest/gtest.h>

#include <divan/protocol/user_data.hpp>

namespace divan::protocol {
namespace {

using namespace std::chrono_literals;

TEST(UserConfig, OfOneUserTellsWhetherItsFolderIsThere) {
    const auto config = parse_user_config(R"({"storage": "server", "migrated": true, "next": 1})");
    ASSERT_TRUE(config) << describe(config.error());
    EXPECT_EQ(config->storage, "server");
    EXPECT_EQ(config->migrated, true);
    EXPECT_FALSE(config->multi_user);
    EXPECT_EQ(json::to_int64(*json::find(config->raw, "next")), 1);
}

TEST(UserConfig, OfManyUsersListsThem) {
    const auto config =
        parse_user_config(R"({"storage": "server", "users": {"ann_1": "Ann", "default": "default"}})");
    ASSERT_TRUE(config) << describe(config.error());
    EXPECT_TRUE(config->multi_user);
    EXPECT_FALSE(config->migrated.has_value());
    EXPECT_EQ(config->users, (std::vector<User>{{"ann_1", "Ann"}, {"default", "default"}}));
}

TEST(UserConfig, UsersThatAreNoObjectAreMalformed) {
    for (const char* body : {R"({"users": []})", R"({"users": "ann"})", "[]", "ann", ""})
        EXPECT_EQ(parse_user_config(body).error().code, Errc::malformed_reply) << body;
}

TEST(UserId, IsAText) {
    EXPECT_EQ(parse_user_id(R"("ann_1b")"), "ann_1b");
    for (const char* body : {"\"\"", "7", "{}", "null", ""})
        EXPECT_EQ(parse_user_id(body).error().code, Errc::malformed_reply) << body;
}

TEST(UserdataList, OfPaths) {
    const auto files = parse_userdata_list(R"(["a.json", "sub/b.json"])");
    ASSERT_TRUE(files) << describe(files.error());
    ASSERT_EQ(files->size(), 2U);
    EXPECT_EQ(files->at(1).path, "sub/b.json");
    EXPECT_FALSE(files->at(1).size_bytes.has_value());
}

TEST(UserdataList, OfRecordsHasSizesAndTimes) {
    const auto files = parse_userdata_list(
        R"([{"path": "a.json", "size": 12, "modified": 1760000000.25, "created": 1759999999, "etag": "x"}])");
    ASSERT_TRUE(files) << describe(files.error());
    const UserdataFile& file = files->at(0);
    EXPECT_EQ(file.size_bytes, 12);
    EXPECT_EQ(file.modified, Timestamp{1760000000250ms});
    EXPECT_EQ(file.created, Timestamp{1759999999s});
    EXPECT_EQ(json::text_or(file.raw, "etag"), "x");
}

TEST(UserdataList, OfANewerServerHasTimesInMilliseconds) {
    const auto files =
        parse_userdata_list(R"([{"path": "a.json", "modified": 1760000000250, "created": 1760000000000}])");
    ASSERT_TRUE(files) << describe(files.error());
    EXPECT_EQ(files->at(0).modified, Timestamp{1760000000250ms});
}

TEST(UserdataList, OfSplitPathsHasTheirParts) {
    const auto files = parse_userdata_list(R"([["sub/b.json", "sub", "b.json"], ["a.json", "a.json"]])");
    ASSERT_TRUE(files) << describe(files.error());
    EXPECT_EQ(files->at(0).path, "sub/b.json");
    EXPECT_EQ(files->at(0).segments, (std::vector<std::string>{"sub", "b.json"}));
}

TEST(UserdataList, NamesTheElementThatCannotBeRead) {
    for (const char* body :
         {R"(["a.json", 3])", R"(["a.json", {"size": 1}])", R"(["a.json", []])", R"(["a", ["x", 1]])"}) {
        const auto files = parse_userdata_list(body);
        ASSERT_FALSE(files) << body;
        EXPECT_NE(files.error().message.find("element 1"), std::string::npos) << files.error().message;
    }
}

TEST(UserdataFile, IsAPathOrARecord) {
    EXPECT_EQ(parse_userdata_file(R"("workflows/a.json")")->path, "workflows/a.json");
    EXPECT_EQ(parse_userdata_file(R"({"path": "a", "size": 3})")->size_bytes, 3);
    for (const char* body : {"[\"a\"]", "{}", "3", "\"\"", "a"})
        EXPECT_EQ(parse_userdata_file(body).error().code, Errc::malformed_reply) << body;
}

TEST(UserdataEntries, TellFoldersFromFiles) {
    const auto entries = parse_userdata_entries(
        R"([{"name": "sub", "path": "w/sub", "type": "directory"},)"
        R"( {"name": "a.json", "path": "w/a.json", "type": "file", "size": 4, "modified": 1.5}])");
    ASSERT_TRUE(entries) << describe(entries.error());
    EXPECT_TRUE(entries->at(0).folder);
    EXPECT_FALSE(entries->at(1).folder);
    EXPECT_EQ(entries->at(1).size_bytes, 4);
    EXPECT_EQ(entries->at(1).modified, Timestamp{1500ms});
    EXPECT_FALSE(parse_userdata_entries(R"([{"name": "a"}])"));
}

TEST(UserdataTimes, ThatNoClockShowsAreNothing) {
    const auto files = parse_userdata_list(
        R"([{"path": "a", "size": "x", "modified": NaN, "created": 1e300}, {"path": "b", "modified": "now"}])");
    ASSERT_TRUE(files) << describe(files.error());
    for (const UserdataFile& file : *files) {
        EXPECT_FALSE(file.modified.has_value());
        EXPECT_FALSE(file.created.has_value());
        EXPECT_FALSE(file.size_bytes.has_value());
    }
}

}  // namespace
}  // namespace divan::protocol
