#include <divan/protocol/node_pack.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

/// `[[class, …], {about the pack}]`.
std::optional<NodeMapping> read_mapping(std::string_view url, const json::Value& value) {
    const json::Array* parts = json::array_of(value);
    if (!parts || parts->size() < 2 || !json::array_of((*parts)[0])) return std::nullopt;
    const json::Value& about = (*parts)[1];
    NodeMapping mapping;
    mapping.url = url;
    mapping.node_names = texts_in((*parts)[0]);
    mapping.title_aux = json::text_or(about, "title_aux");
    mapping.title = json::text_or(about, "title");
    mapping.author = json::text_or(about, "author");
    mapping.nickname = json::text_or(about, "nickname");
    mapping.description = json::text_or(about, "description");
    mapping.raw = about;
    return mapping;
}

/// "True" and true alike: the Manager writes both.
bool is_true(const json::Value& value, std::string_view key) {
    const std::string text = json::text_or(value, key);
    return bool_at(value, key).value_or(text == "True" || text == "true");
}

std::optional<NodePack> read_pack(const json::Value& value) {
    if (!json::object_of(value)) return std::nullopt;
    NodePack pack;
    pack.id = json::text_or(value, "id");
    pack.title = json::text_or(value, "title");
    pack.author = json::text_or(value, "author");
    pack.reference = json::text_or(value, "reference");
    pack.repository = json::text_or(value, "repository");
    pack.description = json::text_or(value, "description");
    pack.version = json::text_or(value, "version");
    pack.install_type = json::text_or(value, "install_type");
    pack.state = json::text_or(value, "state", json::text_or(value, "installed"));
    pack.last_update = text_at(value, "last_update");
    pack.files = texts_at(value, "files");
    pack.stars = integer_at(value, "stars");
    pack.trust = is_true(value, "trust");
    pack.updatable = is_true(value, "updatable") || is_true(value, "update-state");
    pack.raw = value;
    return pack;
}

constexpr std::string_view kPacks = "the list of node packs";

Result<std::vector<NodePack>> read_pack_map(const json::Object& members, std::string_view body) {
    std::vector<NodePack> packs;
    for (const auto& [id, value] : members) {
        auto pack = read_pack(value);
        if (!pack) return fail(malformed(kPacks, "has a pack that is no object", body));
        if (pack->id.empty()) pack->id = id;
        packs.push_back(std::move(*pack));
    }
    return packs;
}

void read_changes(const json::Value& document, std::string_view key, std::vector<std::string>& names,
                  std::int64_t& count) {
    names = texts_at(document, key);
    const json::Array* list = array_at(document, key);
    count = list ? static_cast<std::int64_t>(list->size()) : integer_at(document, key).value_or(0);
}

}  // namespace

Result<std::vector<NodeMapping>> parse_node_mappings(std::string_view body) {
    constexpr std::string_view kWhat = "the map of nodes to packs";
    const auto document = read_object(body, kWhat);
    if (!document) return fail(document.error());
    std::vector<NodeMapping> mappings;
    for (const auto& [url, value] : *json::object_of(*document)) {
        auto mapping = read_mapping(url, value);
        if (!mapping) return fail(malformed(kWhat, "has an entry that is no pair", body));
        mappings.push_back(std::move(*mapping));
    }
    return mappings;
}

Result<NodePackList> parse_node_packs(std::string_view body) {
    auto document = read_object(body, kPacks);
    if (!document) return fail(std::move(document).error());
    const json::Array* list = array_at(*document, "custom_nodes");
    const json::Value* map = json::find(*document, "node_packs");
    const json::Object* members = map ? json::object_of(*map) : nullptr;
    if (!list && !members)
        return fail(malformed(kPacks, "has neither 'custom_nodes' nor 'node_packs'", body));
    auto packs =
        list ? read_elements<NodePack>(*list, kPacks, body, read_pack) : read_pack_map(*members, body);
    if (!packs) return fail(std::move(packs).error());
    NodePackList found;
    found.channel = json::text_or(*document, "channel");
    found.packs = std::move(*packs);
    found.raw = without(without(std::move(*document), "custom_nodes"), "node_packs");
    return found;
}

Result<PackUpdates> parse_pack_updates(std::string_view body) {
    auto document = read_object(body, "the reply to the update");
    if (!document) return fail(std::move(document).error());
    PackUpdates updates;
    read_changes(*document, "updated", updates.updated, updates.updated_count);
    read_changes(*document, "failed", updates.failed, updates.failed_count);
    updates.raw = std::move(*document);
    return updates;
}

}  // namespace divan::protocol
