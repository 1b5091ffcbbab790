#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/ids.hpp>

namespace divan {

/// A file for the server's input folder: a path, read when it is uploaded, or bytes. Holds data only; a
/// client does the uploading. Cheap to copy (copies share the bytes); `==` compares path or bytes, and the
/// rest.
class Attachment {
public:
    /// Named after the file. Nothing is read yet.
    static Attachment from_file(std::filesystem::path file);
    /// Without a name it gets one from its content, see `upload_name`.
    static Attachment from_bytes(std::string bytes, std::string name = {});

    Attachment named(std::string name) &&;         ///< another name than the file's
    Attachment in_subfolder(std::string path) &&;  ///< below the server's input folder; made when missing
    /// Replaces a file of that name. Without it the server keeps both and gives the new one another name,
    /// unless the content is the same (ComfyUI 0.3.64, server.py `image_upload`).
    Attachment overwriting(bool yes = true) &&;

    const std::string& name() const { return name_; }
    const std::string& subfolder() const { return subfolder_; }
    bool overwrites() const { return overwrite_; }
    const std::filesystem::path* file() const { return bytes_ ? nullptr : &file_; }  ///< nullptr for bytes
    const std::string* bytes() const { return bytes_.get(); }                        ///< nullptr for a file

    friend bool operator==(const Attachment& left, const Attachment& right);
    /// The same path, or equal bytes; names do not matter.
    friend bool same_source(const Attachment& left, const Attachment& right);

private:
    Attachment() = default;

    std::filesystem::path file_;
    std::shared_ptr<const std::string> bytes_;
    std::string name_, subfolder_;
    bool overwrite_ = false;
};

bool same_source(const Attachment& left, const Attachment& right);

/// An attachment and what it is for.
struct PlannedUpload {
    NodeId node;        ///< empty: no input is set (a file of `attach_folder`)
    std::string input;  ///< gets the name that the server gave to the file
    Attachment attachment;

    PlannedUpload(NodeId to, std::string name, Attachment what);
    bool operator==(const PlannedUpload&) const = default;
};

/// SHA-256 of the content, as 64 hexadecimal digits: equal files are uploaded once. Reads a file piece by
/// piece. Errors: `io_failed`.
Result<std::string> content_hash(const Attachment& attachment);

/// The name to upload under: the attachment's, else one made from the content ("3f2a….png"), which is the
/// same wherever the same bytes come from. Errors: `io_failed`.
Result<std::string> upload_name(const Attachment& attachment);

/// By the extension of the name, else by the content. "application/octet-stream" when neither tells, also
/// when the file cannot be read (which the upload will report).
std::string_view media_type(const Attachment& attachment);
/// By the extension, in any case; empty when it is none of ours.
std::string_view media_type_of_name(std::string_view file_name);
/// By the first bytes (64 are enough); empty when they are none of ours.
std::string_view media_type_of_content(std::string_view content);

/// The files of a folder, by name in the order of bytes. Regular files only: folders, devices and names that
/// begin with a dot are left out. A link is followed only to a file inside the folder.
/// Errors: `io_failed` for what cannot be read; `unsafe_path` for a link that leads out of the folder;
/// `invalid_argument` for a folder without files, or with more than 10,000.
Result<std::vector<Attachment>> read_folder(const std::filesystem::path& folder);

}  // namespace divan
