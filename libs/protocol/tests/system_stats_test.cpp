#include <gtest/gtest.h>

#include <divan/protocol/features.hpp>
#include <divan/protocol/system_stats.hpp>

namespace divan::protocol {
namespace {

TEST(SystemStats, TellsVersionsMemoryAndDevices) {
    const auto stats = parse_system_stats(
        R"({"system": {"os": "posix", "ram_total": 25276510208, "ram_free": 1, "comfyui_version": "0.3.64",)"
        R"( "python_version": "3.11", "pytorch_version": null, "embedded_python": false, "argv": ["main.py", "--cpu"]},)"
        R"( "devices": [{"name": "cpu", "type": "cpu", "index": null, "vram_total": 8, "vram_free": 4}]})");
    ASSERT_TRUE(stats);
    EXPECT_EQ(stats->comfyui_version, "0.3.64");
    EXPECT_EQ(stats->ram_total_bytes, 25276510208);
    EXPECT_EQ(stats->argv.size(), 2U);
    ASSERT_EQ(stats->devices.size(), 1U);
    EXPECT_FALSE(stats->devices[0].index.has_value());
    EXPECT_EQ(stats->devices[0].vram_free_bytes, 4);
}

TEST(SystemStats, WithoutSystemIsMalformed) {
    for (const char* body : {"{}", "[]", "<html>", R"({"system": 3})"})
        EXPECT_FALSE(parse_system_stats(body)) << body;
}

TEST(Features, TakesAnUploadLimitThatIsAFloat) {
    const auto features =
        parse_features(R"({"supports_preview_metadata": true, "max_upload_size": 104857600.0, "x": 1})");
    ASSERT_TRUE(features);
    EXPECT_TRUE(features->supports_preview_metadata);
    EXPECT_EQ(features->max_upload_bytes, 104857600);
}

TEST(Features, AnnouncementIsAFeatureFlagsMessage) {
    json::Object extra;
    extra["max_upload_size"] = 52428800;
    EXPECT_EQ(
        write_feature_announcement(extra),
        R"({"type":"feature_flags","data":{"supports_preview_metadata":true,"max_upload_size":52428800}})");
}

}  // namespace
}  // namespace divan::protocol
