#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

/// Users and their files on the server. Source: ComfyUI 0.3.64, app/user_manager.py.
namespace divan::protocol {

struct User {
    std::string id, name;
    bool operator==(const User&) const = default;
};

/// GET /users.
struct UserConfig {
    std::string storage;           ///< "server"
    std::optional<bool> migrated;  ///< of a server with one user: its folder is there
    bool multi_user = false;       ///< started with `--multi-user`: `users` lists them
    std::vector<User> users;
    json::Value raw;  ///< the whole reply

    UserConfig() = default;
    bool operator==(const UserConfig&) const = default;
};

/// One file of GET /userdata, or what storing and moving answer.
struct UserdataFile {
    std::string path;                   ///< with '/'; relative to the listed folder, else to the user's own
    std::vector<std::string> segments;  ///< of `path`, where `split` asked for them
    std::optional<std::int64_t> size_bytes;      ///< where `full_info` asked for it, and the next two
    std::optional<Timestamp> modified, created;  ///< by the server's clock
    json::Value raw;

    UserdataFile() = default;
    bool operator==(const UserdataFile&) const = default;
};

/// One entry of GET /v2/userdata, which lists folders too.
struct UserdataEntry {
    std::string name, path;  ///< `path` is relative to the user's own folder
    bool folder = false;
    std::optional<std::int64_t> size_bytes;  ///< of files
    std::optional<Timestamp> modified;       ///< of files
    json::Value raw;

    UserdataEntry() = default;
    bool operator==(const UserdataEntry&) const = default;
};

/// Errors of all: `malformed_reply`, also for an element without its name: a list that cannot be read is not
/// a shorter list.
Result<UserConfig> parse_user_config(std::string_view body);
/// The reply to POST /users: the id, as a JSON text.
Result<std::string> parse_user_id(std::string_view body);
/// Takes all three forms: paths, `full_info` records, `split` lists.
Result<std::vector<UserdataFile>> parse_userdata_list(std::string_view body);
/// A path (a JSON text) or a `full_info` record.
Result<UserdataFile> parse_userdata_file(std::string_view body);
Result<std::vector<UserdataEntry>> parse_userdata_entries(std::string_view body);

}  // namespace divan::protocol
