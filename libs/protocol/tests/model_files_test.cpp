#include <gtest/gtest.h>

#include <divan/protocol/model_files.hpp>
#include <divan/protocol/terminal_logs.hpp>

namespace divan::protocol {
namespace {

using namespace std::chrono_literals;

TEST(ModelFolders, AreNamedWithTheirPaths) {
    const auto folders =
        parse_model_folders(R"([{"name": "loras", "folders": ["/a/loras", "/b/loras"], "x": 1}])");
    ASSERT_TRUE(folders) << describe(folders.error());
    EXPECT_EQ(folders->at(0).name, "loras");
    EXPECT_EQ(folders->at(0).folders.size(), 2U);
    EXPECT_NE(json::find(folders->at(0).raw, "x"), nullptr);
}

TEST(ModelFiles, HaveSizesBeyondFourGigabytes) {
    const auto files = parse_model_files(
        R"([{"name": "sub/x.safetensors", "pathIndex": 1, "modified": 1.75e9, "created": 1.7e9, "size": 6938040682}])");
    ASSERT_TRUE(files) << describe(files.error());
    const ModelFile& file = files->at(0);
    EXPECT_EQ(file.name, "sub/x.safetensors");
    EXPECT_EQ(file.path_index, 1);
    EXPECT_EQ(file.size_bytes, 6938040682);
    EXPECT_EQ(file.modified, Timestamp{1750000000s});
}

TEST(ModelFiles, OfAnOlderServerHaveNameAndIndexOnly) {
    const auto files = parse_model_files(R"([{"name": "a.pt", "pathIndex": 0}])");
    ASSERT_TRUE(files);
    EXPECT_FALSE(files->at(0).size_bytes.has_value());
}

TEST(ModelFiles, WithoutNamesAreMalformed) {
    for (const char* body : {"{}", "[1]", "[{}]", R"([{"name": 3}])", "nope"}) {
        EXPECT_EQ(parse_model_files(body).error().code, Errc::malformed_reply) << body;
        EXPECT_EQ(parse_model_folders(body).error().code, Errc::malformed_reply) << body;
    }
}

TEST(Embeddings, AreAListOrAPage) {
    const auto list = parse_embeddings(R"(["a", "b"])");
    ASSERT_TRUE(list);
    EXPECT_FALSE(list->paged);
    EXPECT_EQ(list->names, (std::vector<std::string>{"a", "b"}));
    const auto page =
        parse_embeddings(R"({"items": [{"model_name": "a", "x": 1}], "total": 3, "has_more": true})");
    ASSERT_TRUE(page) << describe(page.error());
    EXPECT_TRUE(page->paged);
    EXPECT_EQ(page->names, (std::vector<std::string>{"a"}));
    EXPECT_EQ(page->total, 3);
    EXPECT_EQ(page->has_more, true);
    for (const char* body : {"{}", "[1]", R"({"items": [{}]})", R"({"items": {}})", "3"})
        EXPECT_EQ(parse_embeddings(body).error().code, Errc::malformed_reply) << body;
}

TEST(ModelMetadata, IsAnObjectOfTexts) {
    const auto metadata =
        parse_model_metadata(R"({"ss_tag_frequency": "{\"a\": 1}", "modelspec.title": "A"})");
    ASSERT_TRUE(metadata);
    EXPECT_EQ(json::text_of(metadata->at("modelspec.title")), "A");
    EXPECT_EQ(parse_model_metadata("[]").error().code, Errc::malformed_reply);
}

TEST(TerminalLogs, HaveEntriesAndASize) {
    const auto logs = parse_terminal_logs(
        R"({"entries": [{"t": "2025-10-12T10:00:00", "m": "got prompt\n"}, {"m": "x"}], "size": {"cols": 80, "rows": 24}})");
    ASSERT_TRUE(logs) << describe(logs.error());
    EXPECT_EQ(logs->entries, (std::vector<LogEntry>{{"2025-10-12T10:00:00", "got prompt\n"}, {"", "x"}}));
    EXPECT_EQ(logs->columns, 80);
    EXPECT_EQ(logs->rows, 24);
    for (const char* body : {"{}", "[]", R"({"entries": [{}]})", R"({"entries": [3]})"})
        EXPECT_EQ(parse_terminal_logs(body).error().code, Errc::malformed_reply) << body;
}

}  // namespace
}  // namespace divan::protocol
