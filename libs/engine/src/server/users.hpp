#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/error.hpp>

#include "server/request.hpp"

namespace divan::engine {

/// The users of one engine and their folders below user/ (ComfyUI 0.3.64, app/user_manager.py). Without
/// multi-user there is one user, "default", and the header `comfy-user` means nothing. Threads: the event
/// loop only.
class Users {
public:
    Users(std::filesystem::path folder, bool multi_user);

    /// The user a request is for. Nothing for an unknown one.
    std::optional<std::string> of(const Request& request) const;
    std::filesystem::path folder(const std::string& user) const { return folder_ / user; }
    /// A file of that user; nothing when `file` leads out of the user's folder. A name that still contains
    /// "%" is decoded once more. The folder it stands in is made when `make_parent` is set.
    std::optional<std::filesystem::path> file(const std::string& user, std::string name,
                                              bool make_parent) const;

    bool multi_user() const { return multi_user_; }
    const std::vector<std::pair<std::string, std::string>>& all() const { return users_; }  ///< id and name
    bool has_name(const std::string& name) const;
    /// The id of the new user. Errors: `invalid_argument` for a blank name, `io_failed`.
    Result<std::string> add(std::string_view name);

private:
    void read();
    Result<void> write() const;

    std::filesystem::path folder_;
    bool multi_user_;
    std::vector<std::pair<std::string, std::string>> users_;
};

/// `folder / name`, made lexically normal; nothing when it leads out of `folder`. An absolute name does.
std::optional<std::filesystem::path> inside(const std::filesystem::path& folder,
                                            const std::filesystem::path& name);

}  // namespace divan::engine
