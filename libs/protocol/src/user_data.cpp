#include <divan/protocol/user_data.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

constexpr std::string_view kListing = "the reply to GET /userdata";

std::optional<UserdataFile> read_record(const json::Value& value) {
    UserdataFile file;
    file.path = json::text_or(value, "path");
    if (file.path.empty()) return std::nullopt;
    file.size_bytes = integer_at(value, "size");
    file.modified = seconds_at(value, "modified");
    file.created = seconds_at(value, "created");
    file.raw = value;
    return file;
}

/// `["a/b.json", "a", "b.json"]`: the path, then its parts.
std::optional<UserdataFile> read_split(const json::Array& parts, const json::Value& value) {
    UserdataFile file;
    for (const json::Value& part : parts) {
        const auto text = json::text_of(part);
        if (!text) return std::nullopt;
        if (file.path.empty())
            file.path = *text;
        else
            file.segments.emplace_back(*text);
    }
    if (file.path.empty()) return std::nullopt;
    file.raw = value;
    return file;
}

std::optional<UserdataFile> read_file_form(const json::Value& value) {
    if (json::object_of(value)) return read_record(value);
    if (const json::Array* parts = json::array_of(value)) return read_split(*parts, value);
    const auto path = json::text_of(value);
    if (!path || path->empty()) return std::nullopt;
    UserdataFile file;
    file.path = *path;
    file.raw = value;
    return file;
}

std::optional<UserdataEntry> read_entry(const json::Value& value) {
    UserdataEntry entry;
    entry.name = json::text_or(value, "name");
    entry.path = json::text_or(value, "path");
    if (entry.name.empty() || entry.path.empty()) return std::nullopt;
    entry.folder = json::text_or(value, "type") == "directory";
    entry.size_bytes = integer_at(value, "size");
    entry.modified = seconds_at(value, "modified");
    entry.raw = value;
    return entry;
}

}  // namespace

Result<UserConfig> parse_user_config(std::string_view body) {
    constexpr std::string_view kWhat = "the reply to GET /users";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    UserConfig config;
    config.storage = json::text_or(*document, "storage");
    config.migrated = bool_at(*document, "migrated");
    if (const json::Value* users = json::find(*document, "users")) {
        const json::Object* members = json::object_of(*users);
        if (!members) return fail(malformed(kWhat, "has no object 'users'", body));
        config.multi_user = true;
        for (const auto& [id, name] : *members)
            config.users.push_back({std::string{id}, std::string{json::text_of(name).value_or("")}});
    }
    config.raw = std::move(*document);
    return config;
}

Result<std::string> parse_user_id(std::string_view body) {
    constexpr std::string_view kWhat = "the reply to POST /users";
    const auto document = read_document(body, kWhat);
    if (!document) return fail(document.error());
    const auto id = json::text_of(*document);
    if (!id || id->empty()) return fail(malformed(kWhat, "names no user", body));
    return std::string{*id};
}

Result<std::vector<UserdataFile>> parse_userdata_list(std::string_view body) {
    const auto document = read_array(body, kListing);
    if (!document) return fail(document.error());
    return read_elements<UserdataFile>(*json::array_of(*document), kListing, body, read_file_form);
}

Result<UserdataFile> parse_userdata_file(std::string_view body) {
    constexpr std::string_view kWhat = "the reply about the stored file";
    const auto document = read_document(body, kWhat);
    if (!document) return fail(document.error());
    auto file = json::array_of(*document) ? std::nullopt : read_file_form(*document);
    if (!file) return fail(malformed(kWhat, "names no path", body));
    return std::move(*file);
}

Result<std::vector<UserdataEntry>> parse_userdata_entries(std::string_view body) {
    constexpr std::string_view kWhat = "the reply to GET /v2/userdata";
    const auto document = read_array(body, kWhat);
    if (!document) return fail(document.error());
    return read_elements<UserdataEntry>(*json::array_of(*document), kWhat, body, read_entry);
}

}  // namespace divan::protocol
