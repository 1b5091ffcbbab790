#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/picture_size.hpp>
#include <divan/client/output_pattern.hpp>
#include <divan/client/run.hpp>
#include <divan/client/view.hpp>

namespace divan {

struct SaveOptions {
    std::filesystem::path folder = ".";  ///< nothing is written outside of it
    /// Relative to `folder`; see OutputPattern. Empty: the files keep their server's names, made safe.
    std::string pattern;
    OutputPattern::Values values;  ///< for the caller's slots, e.g. "seed", "chapter"
    /// Previews and other files of type "temp" too. Without it they are saved only when there is nothing
    /// else.
    bool include_temp = false;
    std::vector<NodeId> nodes;  ///< only these; empty: all
    std::function<void(const DownloadedFile&)> on_saved;

    SaveOptions() = default;
    explicit SaveOptions(std::filesystem::path where) : folder{std::move(where)} {}
};

struct SavedFile {
    protocol::OutputFile source;
    DownloadedFile file;
    std::optional<PictureSize> picture;  ///< of images in a format that we know
    SavedFile() = default;
};

/// The files of a run that would be saved, in order.
std::vector<protocol::OutputFile> files_to_save(const RunResult& result, const SaveOptions& options);

/// Streams the files of a run to disk, one after the other, each as `download` does. Never overwrites: a
/// taken name gets the next free "_2", "_3" … before its extension, or, where the pattern has {version}, the
/// next free version from 1; names are taken atomically, also among processes. {index} counts the files of
/// the run and {count} those of the node, from 1; {date} is today in UTC ("2026-03-01"). Errors: as
/// `download`; `invalid_argument` (pattern), `unsafe_path` (a path that leaves the folder). Files that were
/// saved before an error stay.
asio::awaitable<Result<std::vector<SavedFile>>> save_outputs(Connection& connection, RunResult result,
                                                             SaveOptions options, Deadline deadline);

}  // namespace divan
