#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/client/output_pattern.hpp>
#include <divan/fleet/ids.hpp>

#include "simple/shelf_journal.hpp"

namespace divan::gateway {

/// Which shelf it is, and since when.
struct ShelfIdentity {
    std::string id;
    Timestamp made_at{};

    ShelfIdentity() = default;
};

/// The folder where the pictures of simple jobs are left, under names by a pattern. What this needs to do it
/// exactly once lies in its subfolder `.divan`: `shelf.json`, `jobs/` (on their way: a journal for each job,
/// and contents that are whole but have no name yet), `done/` (journals of those that are settled). All calls
/// block. Threads: any; of processes as many as there are.
class ShelfFolder {
public:
    /// Errors: `invalid_argument` for a pattern that is none, asks for what there is not, has no {version},
    /// or leads outside of the folder.
    static Result<ShelfFolder> of(std::filesystem::path folder, const std::string& pattern);

    const std::filesystem::path& path() const { return folder_; }
    const OutputPattern& pattern() const { return pattern_; }

    /// Nothing when nothing was ever left here. Errors: `io_failed`.
    Result<std::optional<ShelfIdentity>> identity() const;
    /// Makes the folder where it is not there. Errors: `io_failed`, `storage_full`.
    Result<ShelfIdentity> make() const;

    Result<Shelved> look(const JobId& job) const;
    bool is_done(const JobId& job) const;
    /// Of a path below the folder: no symbolic link leads out of it. Errors: `unsafe_path`.
    Result<void> check_inside(const std::filesystem::path& relative) const;

    /// Jobs that were settled so long ago; at most so many.
    Result<std::vector<JobId>> settled_before(std::chrono::milliseconds age, std::size_t most) const;
    void forget(const JobId& job) const;
    /// What was being written by processes that are gone.
    void sweep(std::chrono::milliseconds older_than) const;

    std::filesystem::path journal_of(const JobId& job) const;
    std::filesystem::path done_journal_of(const JobId& job) const;
    std::filesystem::path content_of(const JobId& job, int output) const;
    std::filesystem::path work_folder() const;

private:
    ShelfFolder(std::filesystem::path folder, OutputPattern pattern);
    std::filesystem::path own() const { return folder_ / ".divan"; }

    std::filesystem::path folder_;
    OutputPattern pattern_;
};

}  // namespace divan::gateway
