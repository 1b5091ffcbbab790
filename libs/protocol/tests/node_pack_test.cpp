#include <gtest/gtest.h>

#include <divan/protocol/node_pack.hpp>

namespace divan::protocol {
namespace {

TEST(NodeMappings, SayWhichPackBringsWhichClass) {
    const auto map = parse_node_mappings(
        R"({"https://x/y": [["A", "B"], {"title_aux": "Y", "author": "joe", "nickname": "y", "pre": 1}]})");
    ASSERT_TRUE(map) << describe(map.error());
    EXPECT_EQ(map->at(0).url, "https://x/y");
    EXPECT_EQ(map->at(0).node_names, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(map->at(0).title_aux, "Y");
    EXPECT_EQ(map->at(0).author, "joe");
    EXPECT_NE(json::find(map->at(0).raw, "pre"), nullptr);
    for (const char* body : {"[]", R"({"a": 1})", R"({"a": [["A"]]})", R"({"a": ["A", {}]})"})
        EXPECT_EQ(parse_node_mappings(body).error().code, Errc::malformed_reply) << body;
}

TEST(NodePacks, OfVersion2AreAList) {
    const auto list = parse_node_packs(
        R"({"channel": "local", "custom_nodes": [{"title": "T", "author": "a", "reference": "r", "files": ["f"],)"
        R"( "install_type": "git-clone", "installed": "True", "stars": 5, "trust": true, "extra": 1}], "x": 2})");
    ASSERT_TRUE(list) << describe(list.error());
    EXPECT_EQ(list->channel, "local");
    const NodePack& pack = list->packs.at(0);
    EXPECT_EQ(pack.title, "T");
    EXPECT_EQ(pack.state, "True");
    EXPECT_EQ(pack.files, (std::vector<std::string>{"f"}));
    EXPECT_EQ(pack.stars, 5);
    EXPECT_TRUE(pack.trust);
    EXPECT_NE(json::find(pack.raw, "extra"), nullptr);
    EXPECT_EQ(json::find(list->raw, "custom_nodes"), nullptr);
    EXPECT_NE(json::find(list->raw, "x"), nullptr);
}

TEST(NodePacks, OfVersion3AreAMapByTheirId) {
    const auto list = parse_node_packs(
        R"({"channel": "default", "node_packs": {"p-1": {"title": "T", "state": "enabled", "version": "1.2", "stars": -1, "update-state": "true"}}})");
    ASSERT_TRUE(list) << describe(list.error());
    EXPECT_EQ(list->packs.at(0).id, "p-1");
    EXPECT_EQ(list->packs.at(0).state, "enabled");
    EXPECT_TRUE(list->packs.at(0).updatable);
    for (const char* body :
         {"{}", "[]", R"({"custom_nodes": [3]})", R"({"node_packs": {"a": 3}})", R"({"node_packs": []})"})
        EXPECT_EQ(parse_node_packs(body).error().code, Errc::malformed_reply) << body;
}

TEST(PackUpdates, AreNamesOrCounts) {
    const auto names = parse_pack_updates(R"({"updated": ["a", "b"], "failed": []})");
    ASSERT_TRUE(names);
    EXPECT_EQ(names->updated_count, 2);
    EXPECT_EQ(names->updated.at(1), "b");
    const auto counts = parse_pack_updates(R"({"updated": 3, "failed": 1})");
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->updated_count, 3);
    EXPECT_EQ(counts->failed_count, 1);
    EXPECT_EQ(parse_pack_updates("[]").error().code, Errc::malformed_reply);
}

}  // namespace
}  // namespace divan::protocol
