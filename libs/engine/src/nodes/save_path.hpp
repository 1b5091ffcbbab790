#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "execution/node.hpp"

namespace divan::engine {

/// Where the next file of a prefix goes.
struct SavePath {
    std::filesystem::path folder;
    std::string file_name;  ///< the base name; `%batch_num%` is still in it
    int counter = 1;        ///< number of the first file
    std::string subfolder;  ///< relative to the root, as the UI output shows it

    /// "<base>_00042_.png"
    std::string numbered(int batch_number, int number, std::string_view extension) const;
};

/// Replaces `%width%`, `%height%`, `%year%` … `%second%` (local time), makes the folder when it is missing,
/// and counts on from the highest number in it. The number is not reserved. Errors: Exception with ComfyUI's
/// text when the prefix leads out of `root`; OSError when the folder cannot be made. Source: ComfyUI 0.3.64,
/// folder_paths.py `get_save_image_path`.
NodeResult<SavePath> find_save_path(const std::string& prefix, const std::filesystem::path& root, int width,
                                    int height);

}  // namespace divan::engine
