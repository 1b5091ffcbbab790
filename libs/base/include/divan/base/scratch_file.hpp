#pragma once

#include <filesystem>
#include <system_error>

#include <divan/base/random.hpp>

namespace divan {

/// A name of its own in the scratch folder; what is there at the end of the scope is removed.
class ScratchFile {
public:
    ScratchFile(const std::filesystem::path& folder, const std::string& suffix)
        : path_{folder / (uuid4() + suffix)} {}
    ~ScratchFile() {
        std::error_code ignored;  // what cannot be removed is swept at the next start
        std::filesystem::remove(path_, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace divan
