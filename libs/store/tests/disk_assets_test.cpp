#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <divan/base/hash.hpp>
#include <divan/store/asset_store.hpp>

#include <fstream>

#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>

#include "run_on.hpp"

namespace divan::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class DiskAssets : public testing::Test {
protected:
    void SetUp() override {
        DiskAssetOptions options{folder()};
        options.floor_bytes = 0;
        options.floor_share = 0;
        assets_ = std::move(*open_disk_assets(options));
    }
    fs::path folder() const { return temporary_.path() / "files"; }
    fs::path path_of(const std::string& hash) const { return folder() / hash.substr(0, 2) / hash; }
    std::ptrdiff_t staged() const {
        return std::distance(fs::directory_iterator{folder() / "staging"}, fs::directory_iterator{});
    }
    template <class T>
    Result<T> ask(asio::awaitable<Result<T>> call) {
        return test::run_on(io_, std::move(call));
    }
    std::unique_ptr<AssetWriter> writer_with(std::string bytes) {
        auto writer = std::move(*ask(assets_->create()));
        EXPECT_TRUE(ask(writer->write(std::move(bytes))));
        return writer;
    }
    Blob placed(const std::string& bytes) {
        auto writer = writer_with(bytes);
        const Blob blob = *ask(writer->finish());
        EXPECT_TRUE(ask(writer->put_in_place()));
        return blob;
    }
    Errc open_error(const Blob& blob) {
        const auto opened = ask(assets_->open(blob));
        return opened ? Errc{} : opened.error().code;
    }

    TemporaryFolder temporary_;
    asio::io_context io_;
    std::unique_ptr<AssetStore> assets_;
};

TEST_F(DiskAssets, AFileIsInvisibleUntilItIsInItsPlace) {
    auto writer = writer_with("half of it, ");
    ASSERT_TRUE(ask(writer->write("and the rest")));
    const Blob blob = *ask(writer->finish());
    EXPECT_EQ(blob.hash, blake3_hex("half of it, and the rest"));
    EXPECT_EQ(open_error(blob), Errc::not_found);
    ASSERT_TRUE(ask(writer->put_in_place()));
    EXPECT_EQ(open_error(blob), Errc{});
    EXPECT_EQ(staged(), 0);
    EXPECT_FALSE(ask(writer->put_in_place())) << "twice";
}

TEST_F(DiskAssets, AWriterThatIsDroppedLeavesNothing) {
    auto writer = writer_with("never finished");
    EXPECT_EQ(staged(), 1);
    writer.reset();
    // The thread that wrote may let go of it a moment later.
    EXPECT_TRUE(test::run_until(io_, [&] { return staged() == 0; }));
}

TEST_F(DiskAssets, AnotherSizeOrHashThanAnnouncedIsRefused) {
    auto writer = writer_with("bytes");
    const auto wrong_size = ask(writer->finish(6));
    ASSERT_FALSE(wrong_size);
    EXPECT_EQ(wrong_size.error().code, Errc::conflict);
    EXPECT_EQ(wrong_size.error().fact("size"), "5");
    const auto wrong_hash = ask(writer->finish(5, blake3_hex("other")));
    ASSERT_FALSE(wrong_hash);
    EXPECT_EQ(wrong_hash.error().code, Errc::conflict);
    EXPECT_TRUE(ask(writer->finish(5, blake3_hex("bytes"))));
}

TEST_F(DiskAssets, AnyPartOfAFileIsRead) {
    std::string bytes;
    for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>('a' + i % 26);
    const Blob blob = placed(bytes);
    auto reader = std::move(*ask(assets_->open(blob)));
    EXPECT_EQ(reader->size(), 100'000);
    EXPECT_EQ(ask(reader->read(99'990, 100)), bytes.substr(99'990));
    EXPECT_EQ(ask(reader->read(26, 26)), bytes.substr(0, 26));
    EXPECT_EQ(ask(reader->read(100'000, 5)), "");
    EXPECT_EQ(ask(reader->read(-1, 5)), "");
    ASSERT_TRUE(assets_->remove_now(blob.hash));
    EXPECT_EQ(ask(reader->read(0, 3)), "abc") << "an open file stays readable";
}

TEST_F(DiskAssets, ADamagedFileIsFoundWhenItIsOpened) {
    const Blob shorter = placed("0123456789"), flipped = placed("abcdefghij"), gone = placed("gone");
    fs::resize_file(path_of(shorter.hash), 9);
    EXPECT_EQ(open_error(shorter), Errc::store_damaged);
    EXPECT_EQ(open_error(flipped), Errc{});
    std::ofstream{path_of(flipped.hash)} << "abcdefghiX";
    EXPECT_EQ(open_error(flipped), Errc::store_damaged) << "changed after it had been checked";
    fs::remove(path_of(gone.hash));
    EXPECT_EQ(open_error(gone), Errc::not_found);
    EXPECT_EQ(open_error(placed("0123456789")), Errc{}) << "brought again, it is whole again";
}

TEST_F(DiskAssets, S20NoLinkAndNoForeignPathIsFollowed) {
    const Blob blob = placed("bytes");
    const fs::path secret = temporary_.path() / "secret";
    std::ofstream{secret} << "bytes";
    fs::remove(path_of(blob.hash));
    fs::create_symlink(secret, path_of(blob.hash));
    EXPECT_EQ(open_error(blob), Errc::io_failed);
    Blob path;
    path.hash = "../secret";
    path.size = 5;
    EXPECT_EQ(open_error(path), Errc::not_found);
    EXPECT_FALSE(assets_->remove_now("../secret"));
    EXPECT_TRUE(fs::exists(secret));
}

TEST_F(DiskAssets, S20FoldersAndFilesAreForTheirOwnerAlone) {
    const Blob blob = placed("bytes");
    const auto mode = [](const fs::path& path) { return static_cast<int>(fs::status(path).permissions()); };
    EXPECT_EQ(mode(folder()), 0700);
    EXPECT_EQ(mode(folder() / blob.hash.substr(0, 2)), 0700);
    EXPECT_EQ(mode(path_of(blob.hash)), 0600);
}

TEST_F(DiskAssets, TheSweepTakesOrphansAndLeavesLivingWriters) {
    auto living = writer_with("still coming");
    std::ofstream{folder() / "staging" / "orphan"} << "left by a process that died";
    EXPECT_EQ(ask(assets_->sweep_staged(1h)), 0);
    EXPECT_EQ(ask(assets_->sweep_staged(0ms)), 1);
    const Blob blob = *ask(living->finish());
    ASSERT_TRUE(ask(living->put_in_place()));
    EXPECT_EQ(open_error(blob), Errc{});
}

TEST_F(DiskAssets, NothingIsTakenBelowTheFloorOfFreeSpace) {
    DiskAssetOptions options{folder()};
    options.floor_bytes = UINT64_MAX;
    auto full = std::move(*open_disk_assets(options));
    const auto refused = ask(full->create());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::storage_full);
    EXPECT_FALSE(refused.error().fact("free_bytes").empty());
}

TEST_F(DiskAssets, AFolderThatCannotBeMadeIsSaidSo) {
    std::ofstream{temporary_.path() / "file"} << "in the way";
    const auto opened = open_disk_assets(DiskAssetOptions{temporary_.path() / "file"});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::store_unavailable);
}

TEST(SniffContentType, KnowsWhatABrowserMayShowAndNothingElse) {
    using namespace std::string_view_literals;
    const std::pair<std::string_view, std::string_view> samples[] = {
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"sv, "image/png"},
        {"\xff\xd8\xff\xe0\0\x10JFIF"sv, "image/jpeg"},
        {"GIF89a\1\0\1\0"sv, "image/gif"},
        {"RIFF\4\0\0\0WEBPVP8 "sv, "image/webp"},
        {"RIFF\4\0\0\0WAVEfmt "sv, "audio/wav"},
        {"RIFF\4\0\0\0AVI LIST"sv, "application/octet-stream"},
        {"\0\0\0\x1c"
         "ftypavif"sv,
         "image/avif"},
        {"\0\0\0\x18"
         "ftypisom\0\0\2\0"sv,
         "video/mp4"},
        {"\0\0\0\x14"
         "ftypqt  "sv,
         "application/octet-stream"},
        {"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm"sv, "video/webm"},
        {"fLaC\0\0\0\x22"sv, "audio/flac"},
        {"OggS\0\2"sv, "audio/ogg"},
        {"ID3\4\0"sv, "audio/mpeg"},
        {"\xff\xfb\x90\x64"sv, "audio/mpeg"},
        {"\xff\xff\xff\xff"sv, "application/octet-stream"},
        {"glTF\2\0\0\0"sv, "model/gltf-binary"},
        {"{\"a\": 1}"sv, "application/json"},
        {" [1]"sv, "application/json"},
        {"a red f\xc3\xbcxin"sv, "text/plain"},
        {"cut in the middle \xe2\x82"sv, "text/plain"},
        {"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"sv, "application/octet-stream"},
        {"\n <!doctype html><script>"sv, "application/octet-stream"},
        {"PK\3\4"sv, "application/octet-stream"},
        {"\xff\xfe<\0h\0"sv, "application/octet-stream"},
        {""sv, "application/octet-stream"}};
    for (const auto& [bytes, type] : samples) EXPECT_EQ(sniff_content_type(bytes), type) << bytes;
}

}  // namespace
}  // namespace divan::store
