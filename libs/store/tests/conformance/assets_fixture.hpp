#pragma once

#include <divan/store/asset_store.hpp>

#include "conformance/store_fixture.hpp"

namespace divan::store {

/// A store with a folder of files beside it.
class AssetsTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        assets_ = open_assets();
    }
    std::unique_ptr<AssetStore> open_assets() {
        DiskAssetOptions options{folder()};
        options.floor_bytes = 0;
        options.floor_share = 0;
        auto opened = open_disk_assets(options);
        if (!opened) throw std::runtime_error(describe(opened.error()));
        return std::move(*opened);
    }
    std::filesystem::path folder() const { return temporary_.path() / "assets"; }
    std::filesystem::path path_of(const std::string& hash) const {
        return folder() / hash.substr(0, 2) / hash;
    }
    int staged_files() const {
        int count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{folder() / "staging"})
            ++count;
        return count;
    }

    std::unique_ptr<AssetWriter> writer_with(const std::string& bytes) {
        auto writer = get(assets_->create());
        get(writer->write(bytes));
        return writer;
    }
    /// In its place, with its row.
    Blob kept(const std::string& bytes) {
        auto writer = writer_with(bytes);
        const Blob blob = get(writer->finish());
        get(keep(*store_, *writer, blob));
        return blob;
    }
    Asset upload(const std::string& owner, const std::string& name, const std::string& bytes) {
        return get(add_asset(*store_, NewAsset{owner, kept(bytes).hash, name})).asset;
    }
    std::string content(const Blob& blob) {
        auto reader = get(assets_->open(blob));
        return get(reader->read(0, static_cast<std::size_t>(reader->size())));
    }
    /// A job of ann's that succeeds with one file.
    JobId succeeded_with(const std::string& bytes, std::optional<std::chrono::milliseconds> keep_for = {}) {
        put("ann");
        const Fence fence = claim_one("maker").fence();
        run_through(fence);
        const Blob blob = kept(bytes);
        Success success{fence};
        NewOutput& output = success.outputs.emplace_back();
        output.node = "9", output.name = "fox_00001_.png", output.kind = "image";
        output.hash = blob.hash, output.size = blob.size, output.content_type = blob.content_type;
        success.keep_for = keep_for;
        get(succeed(*store_, success));
        return fence.job;
    }

    TemporaryFolder temporary_{"divan-assets"};
    std::unique_ptr<AssetStore> assets_;
};

}  // namespace divan::store
