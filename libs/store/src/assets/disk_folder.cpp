#include "assets/disk_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include <fmt/format.h>

#include <divan/base/crash_point.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>

namespace divan::store {
namespace {

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
constexpr std::size_t kMostChecked = 10'000;  // remembered; then all are forgotten, and checked again

void flush(int file, const char* what) {
    if (::fsync(file) == 0) return;
    std::cerr << "divan: the disk lost the flush of " << what << " (" << std::strerror(errno)
              << "); ending, to start again from what is there\n";
    std::abort();
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

bool is_blob_hash(std::string_view hash) {
    return hash.size() == 64 &&
           std::ranges::all_of(hash, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Error DiskFolder::error_of(std::string doing, int reason) const {
    const bool full = reason == ENOSPC || reason == EDQUOT;
    Error error{full ? Errc::storage_full : Errc::io_failed,
                std::move(doing) + " failed: " + std::strerror(reason)};
    return std::move(error).with("folder", options_.folder.string());
}

Result<std::shared_ptr<DiskFolder>> DiskFolder::open(const DiskAssetOptions& options) {
    auto folder = std::make_shared<DiskFolder>();
    folder->options_ = options;
    std::error_code error;
    if (options.folder.has_parent_path())
        std::filesystem::create_directories(options.folder.parent_path(), error);
    const bool made = ::mkdir(options.folder.c_str(), 0700) == 0 || errno == EEXIST;
    if (made) folder->root_ = Descriptor{::open(options.folder.c_str(), kFolder)};
    if (folder->root_) {
        auto staging = folder->subfolder("staging", true);
        if (staging && ::faccessat(folder->root_.get(), "staging", W_OK, 0) == 0) {
            folder->staging_ = std::move(*staging);
            return folder;
        }
    }
    Error problem = folder->error_of("opening the folder of assets", errno);
    problem.code = Errc::store_unavailable;
    return fail(std::move(problem));
}

Result<Descriptor> DiskFolder::subfolder(const std::string& name, bool make) {
    if (make && ::mkdirat(root_.get(), name.c_str(), 0700) == 0) flush(root_.get(), "the folder of assets");
    Descriptor folder{::openat(root_.get(), name.c_str(), kFolder)};
    if (folder) return folder;
    return fail(error_of("opening the folder '" + name + "'", errno));
}

Result<void> DiskFolder::check_space() const {
    struct statvfs space{};
    if (::fstatvfs(root_.get(), &space) != 0) return fail(error_of("asking for free space", errno));
    const double free = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize);
    const double size = static_cast<double>(space.f_blocks) * static_cast<double>(space.f_frsize);
    const double floor = std::max(static_cast<double>(options_.floor_bytes), size * options_.floor_share);
    if (free >= floor) return {};
    return fail(Error{Errc::storage_full, "too little disk space is left for new files",
                      "remove old results, or set a lower floor"}
                    .with("free_bytes", fmt::format("{:.0f}", free))
                    .with("floor_bytes", fmt::format("{:.0f}", floor)));
}

Result<DiskFolder::Staged> DiskFolder::stage() {
    if (auto space = check_space(); !space) return fail(std::move(space).error());
    Staged staged;
    staged.name = uuid4();
    staged.file = Descriptor{::openat(staging_.get(), staged.name.c_str(),
                                      O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!staged.file) return fail(error_of("staging a file", errno));
    if (::flock(staged.file.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(error_of("locking a staged file", errno));
    return staged;
}

Result<void> DiskFolder::write(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(error_of("writing a file", errno));
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> DiskFolder::place(const Staged& staged, const std::string& hash) {
    crash_point("CP13");
    flush(staged.file.get(), "a file");
    crash_point("CP14");
    auto folder = subfolder(hash.substr(0, 2), true);
    if (!folder) return fail(std::move(folder).error());
    // Always over what is there: the cleaning may be about to remove that.
    if (::renameat(staging_.get(), staged.name.c_str(), folder->get(), hash.c_str()) != 0)
        return fail(error_of("putting a file in its place", errno));
    flush(folder->get(), "a folder of files");
    crash_point("CP15");
    return {};
}

void DiskFolder::drop(const std::string& staged_name) { ::unlinkat(staging_.get(), staged_name.c_str(), 0); }

Result<Descriptor> DiskFolder::open_blob(const Blob& blob) {
    const auto missing = [&] {
        return fail(Error{Errc::not_found, "the file is not there"}.with("hash", blob.hash));
    };
    if (!is_blob_hash(blob.hash)) return missing();
    const std::string path = blob.hash.substr(0, 2) + "/" + blob.hash;
    Descriptor file{::openat(root_.get(), path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!file && errno == ENOENT) return missing();
    if (!file) return fail(error_of("opening a file", errno));
    struct stat facts{};
    if (::fstat(file.get(), &facts) != 0) return fail(error_of("asking for a file's size", errno));
    if (!S_ISREG(facts.st_mode) || facts.st_size != blob.size)
        return fail(Error{Errc::store_damaged, "a stored file has another size than when it was stored"}
                        .with("hash", blob.hash)
                        .with("size", std::to_string(facts.st_size))
                        .with("expected", std::to_string(blob.size)));
    const Version version{facts.st_ino, facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec};
    if (was_checked(blob.hash, version)) return file;
    if (auto sound = check_bytes(file.get(), blob); !sound) return fail(std::move(sound).error());
    note_checked(blob.hash, version);
    return file;
}

Result<void> DiskFolder::check_bytes(int file, const Blob& blob) const {
    Blake3 hash;
    std::string piece(std::size_t{1} << 18, '\0');
    for (off_t at = 0;;) {
        const auto got = ::pread(file, piece.data(), piece.size(), at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(error_of("reading a file", errno));
        if (got == 0) break;
        hash.update(std::string_view{piece}.substr(0, static_cast<std::size_t>(got)));
        at += got;
    }
    if (hash.hex() == blob.hash) return {};
    return fail(Error{Errc::store_damaged, "a stored file has other bytes than when it was stored"}.with(
        "hash", blob.hash));
}

bool DiskFolder::was_checked(const std::string& hash, const Version& version) {
    const std::lock_guard lock{mutex_};
    const auto known = checked_.find(hash);
    return known != checked_.end() && known->second == version;
}

void DiskFolder::note_checked(const std::string& hash, const Version& version) {
    const std::lock_guard lock{mutex_};
    if (checked_.size() >= kMostChecked) checked_.clear();
    checked_.insert_or_assign(hash, version);
}

Result<void> DiskFolder::remove_blob(const std::string& hash) {
    if (!is_blob_hash(hash)) return fail(Errc::invalid_argument, "'" + hash + "' is no hash of a file");
    const std::string path = hash.substr(0, 2) + "/" + hash;
    if (::unlinkat(root_.get(), path.c_str(), 0) == 0 || errno == ENOENT) return {};
    return fail(error_of("removing a file", errno));
}

Result<int> DiskFolder::sweep(std::chrono::milliseconds older_than) {
    // A descriptor of its own: reading a folder moves a position.
    const int copy = ::openat(root_.get(), "staging", kFolder);
    DIR* listing = copy < 0 ? nullptr : ::fdopendir(copy);
    if (!listing) return fail(error_of("listing the staged files", errno));
    const auto now = SystemClock{}.utc().time_since_epoch();
    int swept = 0;
    while (const dirent* entry = ::readdir(listing)) {
        if (entry->d_name[0] == '.') continue;
        const Descriptor file{::openat(staging_.get(), entry->d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
        struct stat facts{};
        if (!file || ::fstat(file.get(), &facts) != 0) continue;
        const bool old = now - std::chrono::seconds{facts.st_mtim.tv_sec} >= older_than;
        if (!old || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0) continue;  // its writer lives
        if (::unlinkat(staging_.get(), entry->d_name, 0) == 0) ++swept;
    }
    ::closedir(listing);
    return swept;
}

}  // namespace divan::store
