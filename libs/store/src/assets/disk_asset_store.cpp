#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <divan/base/hash.hpp>
#include <divan/net/blocking_work.hpp>
#include <divan/store/asset_store.hpp>

#include "assets/disk_folder.hpp"

namespace divan::store {
namespace {

/// The work's result, or that nobody waited for it.
template <class T>
asio::awaitable<Result<T>> on_a_thread(std::function<Result<T>()> work) {
    auto result = co_await net::blocking_result<Result<T>>(std::move(work));
    if (!result) co_return fail(Errc::cancelled, "the caller gave up");
    co_return std::move(*result);
}

/// What a writer and the work on its way share.
struct Incoming {
    std::shared_ptr<DiskFolder> folder;
    DiskFolder::Staged staged;
    Blake3 hash;
    std::string beginning;  // for the type
    Blob blob;
    bool placed = false;

    ~Incoming() {
        if (!placed && !staged.name.empty()) folder->drop(staged.name);
    }
    Result<void> take(const std::string& bytes) {
        constexpr std::size_t kBeginning = 512;
        if (beginning.size() < kBeginning) beginning += bytes.substr(0, kBeginning - beginning.size());
        hash.update(bytes);
        blob.size += static_cast<std::int64_t>(bytes.size());
        return folder->write(staged.file.get(), bytes);
    }
};

class DiskAssetWriter final : public AssetWriter {
public:
    explicit DiskAssetWriter(std::shared_ptr<Incoming> incoming) : incoming_{std::move(incoming)} {}

    asio::awaitable<Result<void>> write(std::string bytes) override {
        return on_a_thread<void>(
            [incoming = incoming_, bytes = std::move(bytes)] { return incoming->take(bytes); });
    }

    asio::awaitable<Result<Blob>> finish(std::optional<std::int64_t> expected_size,
                                         std::optional<std::string> expected_hash) override {
        Blob& blob = incoming_->blob;
        blob.hash = incoming_->hash.hex();
        blob.content_type = sniff_content_type(incoming_->beginning);
        if (expected_size && *expected_size != blob.size)
            co_return fail(Error{Errc::conflict, "the file has another size than was announced"}
                               .with("expected", std::to_string(*expected_size))
                               .with("size", std::to_string(blob.size)));
        if (expected_hash && *expected_hash != blob.hash)
            co_return fail(Error{Errc::conflict, "the file has another hash than was announced"}
                               .with("expected", *expected_hash)
                               .with("hash", blob.hash));
        co_return blob;
    }

    asio::awaitable<Result<void>> put_in_place() override {
        return on_a_thread<void>([incoming = incoming_]() -> Result<void> {
            if (incoming->placed || incoming->blob.hash.empty())
                return fail(Errc::invalid_argument, "a file is put in its place once, after it was finished");
            auto placed = incoming->folder->place(incoming->staged, incoming->blob.hash);
            incoming->placed = placed.has_value();
            return placed;
        });
    }

private:
    std::shared_ptr<Incoming> incoming_;
};

class DiskAssetReader final : public AssetReader {
public:
    DiskAssetReader(Descriptor file, std::int64_t size)
        : file_{std::make_shared<Descriptor>(std::move(file))}, size_{size} {}

    std::int64_t size() const override { return size_; }
    asio::awaitable<Result<std::string>> read(std::int64_t offset, std::size_t most) override {
        const std::int64_t left = offset < 0 || offset > size_ ? 0 : size_ - offset;
        const auto wanted = std::min(most, static_cast<std::size_t>(left));
        return on_a_thread<std::string>([file = file_, offset, wanted]() -> Result<std::string> {
            std::string bytes(wanted, '\0');
            for (std::size_t at = 0; at < wanted;) {
                const auto got =
                    ::pread(file->get(), bytes.data() + at, wanted - at, offset + static_cast<off_t>(at));
                if (got < 0 && errno == EINTR) continue;
                if (got < 0)
                    return fail(Errc::io_failed,
                                std::string{"reading a file failed: "} + std::strerror(errno));
                if (got == 0) return fail(Errc::store_damaged, "a stored file became shorter");
                at += static_cast<std::size_t>(got);
            }
            return bytes;
        });
    }

private:
    std::shared_ptr<Descriptor> file_;
    std::int64_t size_;
};

class DiskAssetStore final : public AssetStore {
public:
    explicit DiskAssetStore(std::shared_ptr<DiskFolder> folder) : folder_{std::move(folder)} {}

    asio::awaitable<Result<std::unique_ptr<AssetWriter>>> create() override {
        return on_a_thread<std::unique_ptr<AssetWriter>>(
            [folder = folder_]() -> Result<std::unique_ptr<AssetWriter>> {
                auto staged = folder->stage();
                if (!staged) return fail(std::move(staged).error());
                auto incoming = std::make_shared<Incoming>();
                incoming->folder = folder;
                incoming->staged = std::move(*staged);
                return std::make_unique<DiskAssetWriter>(std::move(incoming));
            });
    }

    asio::awaitable<Result<std::unique_ptr<AssetReader>>> open(Blob blob) override {
        return on_a_thread<std::unique_ptr<AssetReader>>(
            [folder = folder_, blob = std::move(blob)]() -> Result<std::unique_ptr<AssetReader>> {
                auto file = folder->open_blob(blob);
                if (!file) return fail(std::move(file).error());
                return std::make_unique<DiskAssetReader>(std::move(*file), blob.size);
            });
    }

    Result<void> remove_now(const std::string& hash) override { return folder_->remove_blob(hash); }
    Result<void> copy_now(const Blob& blob, const std::filesystem::path& target) override;

    asio::awaitable<Result<int>> sweep_staged(std::chrono::milliseconds older_than) override {
        return on_a_thread<int>([folder = folder_, older_than] { return folder->sweep(older_than); });
    }

private:
    std::shared_ptr<DiskFolder> folder_;
};

Result<void> DiskAssetStore::copy_now(const Blob& blob, const std::filesystem::path& target) {
    auto file = folder_->open_blob(blob);
    if (!file) return fail(std::move(file).error());
    const std::filesystem::path source = "/proc/self/fd/" + std::to_string(file->get());
    std::error_code error;
    std::filesystem::create_directories(target.parent_path(), error);
    if (!error)
        std::filesystem::copy_file(source, target, std::filesystem::copy_options::overwrite_existing, error);
    if (!error) return {};
    return fail(
        Error{Errc::io_failed, "copying a file failed: " + error.message()}.with("file", target.string()));
}

}  // namespace

Result<std::unique_ptr<AssetStore>> open_disk_assets(DiskAssetOptions options) {
    auto folder = DiskFolder::open(options);
    if (!folder) return fail(std::move(folder).error());
    return std::make_unique<DiskAssetStore>(std::move(*folder));
}

}  // namespace divan::store
