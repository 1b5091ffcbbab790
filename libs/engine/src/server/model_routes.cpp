#include <algorithm>
#include <charconv>
#include <cmath>

#include <divan/base/files.hpp>

#include <divan/engine/image_codec.hpp>
#include "server/model_folders.hpp"
#include "server/site.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

bool is_key(const std::string& key) {
    return std::ranges::find(model_folder_keys(), key) != model_folder_keys().end();
}

std::vector<std::string> names_of(const Site& site, const std::string& key) {
    const auto found = site.costs.files.find(key);
    auto names = found == site.costs.files.end() ? std::vector<std::string>{} : found->second;
    std::ranges::sort(names);
    return names;
}

json::Array as_json(const std::vector<std::string>& texts) {
    json::Array out;
    for (const auto& text : texts) out.emplace_back(text);
    return out;
}

Answer embeddings(const Site& site) {
    auto names = names_of(site, "embeddings");
    for (auto& name : names) name = fs::path{name}.replace_extension().string();
    return json_answer(as_json(names));
}

Answer one_folder(const Site& site, const Request& request) {
    const std::string key = request.parameter("folder");
    return is_key(key) ? json_answer(as_json(names_of(site, key))) : empty_answer(404);
}

Answer folders_with_paths(const Site& site) {
    json::Array shown;
    for (const auto& key : model_folder_keys())
        if (key != "configs" && key != "custom_nodes")
            shown.push_back(
                json::Object{{"name", key}, {"folders", as_json(model_folder_paths(site.models, key))}});
    return json_answer(shown);
}

/// A stand-in has no file: its size is the memory it would take, its date the start of the engine.
json::Object stand_in_file(const Site& site, const std::string& name) {
    constexpr double kGigabyte = 1024.0 * 1024.0 * 1024.0;
    const double started = static_cast<double>(site.started.time_since_epoch().count()) / 1000.0;
    const auto size =
        static_cast<std::uint64_t>(std::max(0.0, std::round(site.costs.cost_of(name).vram_gb * kGigabyte)));
    return {{"name", name}, {"pathIndex", 0}, {"modified", started}, {"created", started}, {"size", size}};
}

Answer folder_files(const Site& site, const Request& request) {
    std::string key = request.parameter("folder");
    if (!is_key(key)) return empty_answer(404);
    json::Array shown;
    for (const auto& name : names_of(site, key)) shown.push_back(stand_in_file(site, name));
    return json_answer(shown);
}

/// The picture beside a model file: "<stem>.png", "<stem>.preview.webp" and so on.
std::optional<fs::path> picture_beside(const fs::path& model) {
    const fs::path stem = fs::path{model}.replace_extension();
    for (const char* ending : {".png", ".webp", ".jpg", ".jpeg", ".preview.png", ".preview.webp",
                               ".preview.jpg", ".preview.jpeg"}) {
        const fs::path candidate = stem.string() + ending;
        std::error_code ignored;
        if (fs::is_regular_file(candidate, ignored)) return candidate;
    }
    return std::nullopt;
}

Answer model_preview(const Site& site, const Request& request) {
    constexpr int kPillowQuality = 80;
    const std::string index_text = request.parameter("path_index"), key = request.parameter("folder");
    std::size_t index = 0;
    const auto [end, error] =
        std::from_chars(index_text.data(), index_text.data() + index_text.size(), index);
    if (error != std::errc{} || end != index_text.data() + index_text.size()) return server_error(request);
    if (!is_key(key)) return empty_answer(404);
    const auto folders = model_folder_paths(site.models, key);
    if (index >= folders.size()) return server_error(request);
    const auto model = inside(folders[index], request.parameter("filename"));
    const auto picture = model ? picture_beside(*model) : std::nullopt;
    const auto bytes =
        picture ? read_file(*picture) : Result<std::string>{fail(Errc::io_failed, "no picture")};
    const auto decoded = bytes ? decode_image(*bytes) : Result<DecodedImage>{fail(bytes.error())};
    return decoded ? bytes_answer(encode_webp(decoded->image, 0, kPillowQuality), "image/webp")
                   : empty_answer(404);
}

}  // namespace

void add_model_routes(Router& router, Site& site) {
    router.add("GET", "/embeddings", [&site](const Request&) { return embeddings(site); });
    router.add("GET", "/models", [](const Request&) { return json_answer(as_json(model_folder_keys())); });
    router.add("GET", "/models/{folder}",
               [&site](const Request& request) { return one_folder(site, request); });
    router.add("GET", "/experiment/models", [&site](const Request&) { return folders_with_paths(site); });
    router.add("GET", "/experiment/models/{folder}",
               [&site](const Request& request) { return folder_files(site, request); });
    router.add("GET", "/experiment/models/preview/{folder}/{path_index}/{filename*}",
               [&site](const Request& request) { return model_preview(site, request); });
}

}  // namespace divan::engine
