#pragma once

#include <filesystem>
#include <string>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>

namespace divan {

/// A file for the server's input folder. Pictures, audio, video and 3D files alike.
struct Upload {
    std::filesystem::path file;  ///< streamed from disk; empty: `bytes` is the content
    std::string bytes;
    std::string name;  ///< on the server; empty: the file's own. Sent raw, in UTF-8
    std::string subfolder;
    std::string type = "input";  ///< "input", "temp" or "output"
    bool overwrite =
        false;  ///< false: an equal file is kept, a different one makes the server choose a new name

    Upload() = default;
    explicit Upload(std::filesystem::path from) : file{std::move(from)} {}
    Upload(std::string file_name, std::string content)
        : bytes{std::move(content)}, name{std::move(file_name)} {}
};

/// Where the server put it: its name may differ from ours.
struct StoredFile {
    std::string name, subfolder, type;
    json::Value raw;  ///< the whole answer; newer servers add `asset`

    StoredFile() = default;
    /// What a LoadImage input takes: "sub/name", with " [output]" or " [temp]" behind it where that is due.
    std::string reference() const;
};

/// POST /upload/image. Errors: io_failed, connect_failed, in_doubt, timeout, unauthorized, unexpected_status
/// (400: the name or folder leads outside; 413: too large), malformed_reply.
asio::awaitable<Result<StoredFile>> upload_image(Connection& connection, Upload upload, Deadline deadline);
/// POST /upload/mask: a copy of `original` whose alpha is the mask's; "mask.png" unless the mask has a name.
/// ComfyUI 0.3.64 answers 200 also when it wrote nothing, so the stored file is asked for afterwards. Errors:
/// also `result_missing`.
asio::awaitable<Result<StoredFile>> upload_mask(Connection& connection, Upload mask, StoredFile original,
                                                Deadline deadline);

}  // namespace divan
