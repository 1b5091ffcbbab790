#pragma once

#include <memory>
#include <optional>
#include <string>

#include "simple/file_steps.hpp"
#include "simple/shelf_folder.hpp"

namespace divan::gateway {

/// The files of one job on their way to their names. A process may be killed at any step; whoever opens the
/// job again goes on, so that in the end each file has one name, and every name a whole file:
///
/// 1. the content is written beside, flushed, and renamed to `jobs/<job>.<output>` (`SH1`): whole from here
/// on;
/// 2. the journal says which free name it is about to get (`SH2`);
/// 3. the name is given, unless another has taken it meanwhile: then again from 2 (`SH3`);
/// 4. `jobs/<job>.<output>` is removed (`SH4`). A content that is gone, or is the same file as the name that
///    the journal tells last, has its name;
/// 5. at the end the journal moves to `done/` (`SH5`).
///
/// All calls block. Threads: one at a time.
class Shelving {
public:
    /// One process at a time has a job: nullptr while another does. Errors: `io_failed`, `storage_full`.
    static Result<std::shared_ptr<Shelving>> open(std::shared_ptr<const ShelfFolder> shelf, JobId job);

    bool done() const { return shelved_.done; }
    /// Its content is whole, with or without its name.
    bool has(int output) const;

    Result<void> begin(int output);  ///< the content of this one comes now
    Result<void> write(const std::string& bytes);
    Result<void> complete();

    /// Gives it the next free name of the pattern, unless it has one. `values` are for the pattern's slots.
    /// Errors: `unsafe_path`; `io_failed`; as `OutputPattern::fill`.
    Result<void> put(int output, OutputPattern::Values values);
    /// A file that will never come, and why.
    Result<void> give_up(const std::string& why);
    Result<void> finish();

private:
    Shelving(std::shared_ptr<const ShelfFolder> shelf, JobId job);
    Result<void> note(const std::string& line);
    bool is_put(int output) const;
    Result<Naming> try_name(int output, const std::filesystem::path& relative);

    std::shared_ptr<const ShelfFolder> shelf_;
    JobId job_;
    OpenFile journal_;
    Shelved shelved_;
    OpenFile incoming_;
    std::filesystem::path incoming_name_;
    int incoming_output_ = 0;
};

}  // namespace divan::gateway
