#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "server/site.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

Answer list_users(const Site& site, const Request& request) {
    json::Object shown{{"storage", "server"}};
    if (site.users.multi_user()) {
        json::Object users;
        for (const auto& [id, name] : site.users.all()) users[id] = name;
        shown["users"] = std::move(users);
        return json_answer(shown);
    }
    std::error_code ignored;
    shown["migrated"] = fs::exists(site.users.folder(site.users.of(request).value_or("default")), ignored);
    return json_answer(shown);
}

Answer add_user(Site& site, const Request& request) {
    const auto body = request.json();
    const json::Value* given = body ? json::find(*body, "username") : nullptr;
    const auto name = given ? json::text_of(*given) : std::nullopt;
    if (!name) return server_error(request);
    if (site.users.has_name(std::string{*name}))
        return json_answer(json::Object{{"error", "Duplicate username."}}, 400);
    const auto id = site.users.add(*name);
    return id ? json_answer(json::Value(*id)) : server_error(request);
}

/// The settings of a user live in this file of theirs.
std::optional<fs::path> settings_file(const Site& site, const Request& request) {
    const auto user = site.users.of(request);
    return user ? site.users.file(*user, "comfy.settings.json", true) : std::nullopt;
}

json::Object read_settings(const fs::path& file) {
    const auto text = read_file(file);
    const auto value = text ? json::parse(*text) : Result<json::Value>{fail(text.error())};
    const auto* settings = value ? json::object_of(*value) : nullptr;
    return settings ? *settings : json::Object{};  // missing or damaged counts as empty
}

Answer save_settings(const fs::path& file, const json::Object& settings, const Request& request) {
    json::WriteOptions how;
    how.layout = json::Layout::pretty;
    how.ascii = true;
    how.non_finite = json::NonFinite::token;
    return write_file(file, json::write(settings, how)) ? empty_answer() : server_error(request);
}

/// Runs `use` with the settings file, or answers 401 for an unknown user.
template <class Use>
Answer with_settings(const Site& site, const Request& request, Use use) {
    const auto file = settings_file(site, request);
    return file ? use(*file, read_settings(*file)) : error_page(401, request);
}

Answer all_settings(const Site& site, const Request& request) {
    return with_settings(site, request,
                         [](const fs::path&, const json::Object& settings) { return json_answer(settings); });
}

Answer one_setting(const Site& site, const Request& request) {
    return with_settings(site, request, [&](const fs::path&, const json::Object& settings) {
        const json::Value* value = json::find(settings, request.parameter("id"));
        return json_answer(value ? *value : json::Value{});
    });
}

Answer merge_settings(const Site& site, const Request& request) {
    return with_settings(site, request, [&](const fs::path& file, json::Object settings) {
        const auto body = request.json();
        const auto* changes = body ? json::object_of(*body) : nullptr;
        if (!changes) return server_error(request);
        for (const auto& [key, value] : *changes) settings[key] = value;
        return save_settings(file, settings, request);
    });
}

Answer set_setting(const Site& site, const Request& request) {
    return with_settings(site, request, [&](const fs::path& file, json::Object settings) {
        const auto body = request.json();
        if (!body) return server_error(request);
        settings[request.parameter("id")] = *body;
        return save_settings(file, settings, request);
    });
}

}  // namespace

void add_user_routes(Router& router, Site& site) {
    router.add("GET", "/users", [&site](const Request& request) { return list_users(site, request); });
    router.add("POST", "/users", [&site](const Request& request) { return add_user(site, request); });
    router.add("GET", "/settings", [&site](const Request& request) { return all_settings(site, request); });
    router.add("GET", "/settings/{id}",
               [&site](const Request& request) { return one_setting(site, request); });
    router.add("POST", "/settings",
               [&site](const Request& request) { return merge_settings(site, request); });
    router.add("POST", "/settings/{id}",
               [&site](const Request& request) { return set_setting(site, request); });
}

}  // namespace divan::engine
