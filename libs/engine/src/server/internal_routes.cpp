#include <algorithm>

#include <divan/workflow/python_number.hpp>
#include "server/file_answer.hpp"
#include "server/model_folders.hpp"
#include "server/site.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

Answer subscribe(Site& site, const Request& request) {
    const auto body = request.json();
    const json::Value* client = body ? json::find(*body, "clientId") : nullptr;
    const json::Value* enabled = body ? json::find(*body, "enabled") : nullptr;
    if (!client || !enabled) return server_error(request);
    // A client id that is no text is nobody's, as for ComfyUI.
    if (const auto sid = json::text_of(*client))
        site.logs.subscribe(std::string{*sid}, python_truth(*enabled));
    return empty_answer();
}

Answer folder_paths(const Site& site) {
    json::Object shown;
    for (const auto& key : model_folder_keys()) {
        json::Array folders;
        for (const auto& folder : model_folder_paths(site.models, key)) folders.emplace_back(folder);
        shown[key] = std::move(folders);
    }
    return json_answer(shown);
}

Answer files(const Site& site, const Request& request) {
    const auto folder = folder_of_type(site.folders, request.parameter("type"));
    if (!folder) return json_answer(json::Object{{"error", "Invalid directory type"}}, 400);
    std::vector<std::pair<std::int64_t, std::string>> found;
    std::error_code error;
    for (fs::directory_iterator at{*folder, error}, end; !error && at != end; at.increment(error))
        if (std::error_code ignored; at->is_regular_file(ignored))
            found.emplace_back(-modified_nanoseconds(at->path()), at->path().filename().string());
    std::ranges::sort(found);
    json::Array names;
    for (const auto& [age, name] : found) names.emplace_back(name);
    return json_answer(names);
}

}  // namespace

void add_internal_routes(Router& router, Site& site) {
    router.add("GET", "/internal/logs",
               [&site](const Request&) { return json_answer(json::Value(site.logs.text())); });
    router.add("GET", "/internal/logs/raw", [&site](const Request&) { return json_answer(site.logs.raw()); });
    router.add("PATCH", "/internal/logs/subscribe",
               [&site](const Request& request) { return subscribe(site, request); });
    router.add("GET", "/internal/folder_paths", [&site](const Request&) { return folder_paths(site); });
    router.add("GET", "/internal/files/{type}",
               [&site](const Request& request) { return files(site, request); });
}

}  // namespace divan::engine
