#include "server/users.hpp"

#include <algorithm>
#include <cctype>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

bool is_id_letter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
}

/// Each run of other letters becomes one "-", as in Python's `re.sub("[^a-zA-Z0-9-_]+", "-", name)`.
std::string id_of(std::string_view name) {
    std::string id;
    bool in_run = false;
    for (const char letter : name) {
        if (is_id_letter(letter)) id += letter;
        if (!is_id_letter(letter) && !in_run) id += '-';
        in_run = !is_id_letter(letter);
    }
    return id;
}

}  // namespace

std::optional<fs::path> inside(const fs::path& folder, const fs::path& name) {
    const fs::path base = folder.lexically_normal(), path = (base / name).lexically_normal();
    const fs::path relative = path.lexically_relative(base);
    if (relative.empty() || *relative.begin() == "..") return std::nullopt;
    if (relative == ".") return base;
    return path.has_filename() ? path : path.parent_path();
}

Users::Users(fs::path folder, bool multi_user) : folder_{std::move(folder)}, multi_user_{multi_user} {
    if (multi_user_) read();
}

void Users::read() {
    users_ = {{"default", "default"}};
    const auto text = read_file(folder_ / "users.json");
    if (!text) return;  // nobody was added yet
    const auto value = json::parse(*text);
    if (!value || !json::object_of(*value)) return;
    users_.clear();
    for (const auto& [id, name] : *json::object_of(*value))
        users_.emplace_back(std::string{id}, std::string{json::text_of(name).value_or(id)});
}

Result<void> Users::write() const {
    json::Object value;
    for (const auto& [id, name] : users_) value[id] = name;
    return write_file(folder_ / "users.json", json::write_python(value));
}

std::optional<std::string> Users::of(const Request& request) const {
    if (!multi_user_) return "default";
    const std::string user{request.headers.find("comfy-user").value_or("default")};
    const bool known = std::ranges::any_of(users_, [&](const auto& entry) { return entry.first == user; });
    return known ? std::optional{user} : std::nullopt;
}

std::optional<fs::path> Users::file(const std::string& user, std::string name, bool make_parent) const {
    if (name.find('%') != std::string::npos) name = net::percent_decode(name);
    if (name.find('\0') != std::string::npos) return std::nullopt;
    auto path = inside(folder(user), name);
    if (!path) return std::nullopt;
    std::error_code ignored;  // what cannot be made shows when the file itself is written
    if (make_parent) fs::create_directories(path->parent_path(), ignored);
    return path;
}

bool Users::has_name(const std::string& name) const {
    return std::ranges::any_of(users_, [&](const auto& entry) { return entry.second == name; });
}

Result<std::string> Users::add(std::string_view name) {
    const std::string_view trimmed = trim(name);
    if (trimmed.empty()) return fail(Errc::invalid_argument, "the user name is blank");
    const std::string id = id_of(trimmed) + "_" + uuid4();
    users_.emplace_back(id, std::string{trimmed});
    if (auto written = write(); !written) return fail(std::move(written).error());
    return id;
}

}  // namespace divan::engine
