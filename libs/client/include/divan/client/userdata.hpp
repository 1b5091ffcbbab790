#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/user_data.hpp>

/// The files that the server keeps for one user (`users::as_user`); the front end's workflows are
/// "workflows/*.json". Names are paths with '/', relative to the user's folder. Source: ComfyUI 0.3.64,
/// app/user_manager.py. Errors of all: connect_failed, connection_lost, in_doubt (POST), timeout,
/// unauthorized (also: the path leads outside), unexpected_status, malformed_reply, not_supported,
/// invalid_argument for an empty name.
namespace divan::userdata {

/// GET /userdata/{file}. Nothing when there is no such file.
asio::awaitable<Result<std::optional<std::string>>> get(Connection& connection, std::string file,
                                                        Deadline deadline);
/// The same, read as JSON. Errors: also `malformed_reply` for a file that is no JSON.
asio::awaitable<Result<std::optional<json::Value>>> get_json(Connection& connection, std::string file,
                                                             Deadline deadline);

struct StoreOptions {
    bool overwrite = true;
    bool full_info = false;  ///< the reply tells size and times, too (servers of 2024 ignore it)

    StoreOptions() = default;
};

/// POST /userdata/{file}; folders on the way are made. Errors: also `invalid_argument` when the file is there
/// and `overwrite` is false, or when the server's disk cannot take the name.
asio::awaitable<Result<protocol::UserdataFile>> store(Connection& connection, std::string file,
                                                      std::string bytes, StoreOptions options,
                                                      Deadline deadline);
asio::awaitable<Result<protocol::UserdataFile>> store_json(Connection& connection, std::string file,
                                                           json::Value content, StoreOptions options,
                                                           Deadline deadline);

/// DELETE /userdata/{file}. False: there was no such file.
asio::awaitable<Result<bool>> remove(Connection& connection, std::string file, Deadline deadline);

struct MoveOptions {
    bool overwrite = false;
    bool full_info = false;

    MoveOptions() = default;
};

/// POST /userdata/{from}/move/{to}. Errors: also `invalid_argument` when `from` is not there, or `to` is and
/// `overwrite` is false.
asio::awaitable<Result<protocol::UserdataFile>> move(Connection& connection, std::string from, std::string to,
                                                     MoveOptions options, Deadline deadline);

struct ListOptions {
    bool recurse = false;
    bool split = false;      ///< fills `segments`
    bool full_info = false;  ///< fills size and times; ComfyUI 0.3.64 then ignores `split`

    ListOptions() = default;
};

/// GET /userdata?dir=: the files of one folder, with paths relative to it. Empty when there is no such
/// folder.
asio::awaitable<Result<std::vector<protocol::UserdataFile>>> list(Connection& connection, std::string folder,
                                                                  ListOptions options, Deadline deadline);
/// GET /v2/userdata?path=: files and folders at any depth below `folder` (empty: all of them), folders first.
/// Empty when there is no such folder. Errors: also `not_supported` before ComfyUI 0.3.31.
asio::awaitable<Result<std::vector<protocol::UserdataEntry>>> browse(Connection& connection,
                                                                     std::string folder, Deadline deadline);

}  // namespace divan::userdata
