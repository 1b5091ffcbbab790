#include <divan/base/files.hpp>

#include "server/file_answer.hpp"
#include "server/site.hpp"
#include "server/userdata_files.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

/// A file of the asking user that a route names, or the answer that says why not.
struct UserPath {
    fs::path path;
    std::optional<Answer> refusal;
};

UserPath user_path(const Site& site, const Request& request, std::string_view parameter, bool must_exist) {
    UserPath found;
    const auto user = site.users.of(request);
    if (!user) {
        found.refusal = server_error(request);
        return found;
    }
    const auto path = site.users.file(*user, request.parameter(parameter), true);
    std::error_code ignored;
    if (!path)
        found.refusal = empty_answer(403);
    else if (must_exist && !fs::exists(*path, ignored))
        found.refusal = empty_answer(404);
    else
        found.path = *path;
    return found;
}

fs::path base_of(const Site& site, const Request& request) {
    return site.users.folder(site.users.of(request).value_or("default"));
}

json::Value described(const Site& site, const Request& request, const fs::path& file) {
    const fs::path base = base_of(site, request).lexically_normal();
    if (request.asked_true("full_info")) return file_info(file, base);
    return json::Value(file.lexically_relative(base).generic_string());
}

bool keeps(const Request& request, const fs::path& file) {
    std::error_code ignored;
    return request.asked_or("overwrite", "true") == "false" && fs::exists(file, ignored);
}

Answer list(const Site& site, const Request& request) {
    const std::string folder = request.asked_or("dir", "");
    if (folder.empty()) return text_answer(400, "Directory not provided");
    const auto user = site.users.of(request);
    if (!user) return server_error(request);
    const auto path = site.users.file(*user, folder, true);
    if (!path) return text_answer(403, "Invalid directory");
    std::error_code ignored;
    if (!fs::exists(*path, ignored)) return text_answer(404, "Directory not found");
    UserFileList wish;
    wish.recurse = request.asked_true("recurse");
    wish.full_info = request.asked_true("full_info");
    wish.split = request.asked_true("split");
    return json_answer(list_files(*path, wish));
}

Answer list_v2(const Site& site, const Request& request) {
    const auto user = site.users.of(request);
    if (!user) return text_answer(403, "Invalid user specified in request");
    const fs::path base = site.users.folder(*user).lexically_normal();
    const std::string asked = net::percent_decode(request.asked_or("path", ""));
    const auto path = asked.empty() ? std::optional{base} : site.users.file(*user, asked, false);
    if (!path) return text_answer(400, "Invalid path requested");
    std::error_code ignored;
    if (!fs::exists(*path, ignored))
        return *path == base ? json_answer(json::Array{}) : text_answer(404, "Requested path not found");
    if (!fs::is_directory(*path, ignored)) return text_answer(400, "Requested path is not a directory");
    return json_answer(list_entries(*path, base));
}

Answer read_one(const Site& site, const Request& request) {
    auto found = user_path(site, request, "file", true);
    return found.refusal ? std::move(*found.refusal) : file_answer(found.path, request);
}

Answer write_one(const Site& site, const Request& request) {
    auto found = user_path(site, request, "file", false);
    if (found.refusal) return std::move(*found.refusal);
    if (keeps(request, found.path)) return text_answer(409, "File already exists");
    if (fs::is_directory(found.path) || !write_file(found.path, request.body)) return empty_answer(400);
    return json_answer(described(site, request, found.path));
}

Answer remove_one(const Site& site, const Request& request) {
    auto found = user_path(site, request, "file", true);
    if (found.refusal) return std::move(*found.refusal);
    std::error_code error;
    if (fs::is_directory(found.path, error) || !fs::remove(found.path, error)) return server_error(request);
    return empty_answer(204);
}

Answer move_one(const Site& site, const Request& request) {
    auto source = user_path(site, request, "file", true);
    if (source.refusal) return std::move(*source.refusal);
    const auto target = user_path(site, request, "dest", false);
    if (target.refusal) return server_error(request);
    if (keeps(request, target.path)) return text_answer(409, "File already exists");
    std::error_code error;
    fs::rename(source.path, target.path, error);
    return error ? server_error(request) : json_answer(described(site, request, target.path));
}

}  // namespace

void add_userdata_routes(Router& router, Site& site) {
    router.add("GET", "/userdata", [&site](const Request& request) { return list(site, request); });
    router.add("GET", "/v2/userdata", [&site](const Request& request) { return list_v2(site, request); });
    router.add("GET", "/userdata/{file}",
               [&site](const Request& request) { return read_one(site, request); });
    router.add("POST", "/userdata/{file}",
               [&site](const Request& request) { return write_one(site, request); });
    router.add("DELETE", "/userdata/{file}",
               [&site](const Request& request) { return remove_one(site, request); });
    router.add("POST", "/userdata/{file}/move/{dest}",
               [&site](const Request& request) { return move_one(site, request); });
}

}  // namespace divan::engine
