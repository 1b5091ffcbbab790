#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

/// Node packs ("extensions"), as the ComfyUI-Manager extension lists them. Texts may hold HTML that it made
/// from Markdown: untrusted. Source: ltdrdata/ComfyUI-Manager V2.x to V3.3x, glob/manager_server.py.
namespace divan::protocol {

/// One element of GET /customnode/getmappings: which node classes a pack brings.
struct NodeMapping {
    std::string url;  ///< or the pack's registry id (V3)
    std::vector<std::string> node_names;
    std::string title_aux, title, author, nickname, description;
    json::Value raw;  ///< the element's second part

    NodeMapping() = default;
    bool operator==(const NodeMapping&) const = default;
};

/// One element of GET /customnode/getlist.
struct NodePack {
    std::string id, title, author, reference, repository, description, version;
    std::string install_type;  ///< "git-clone", "copy", "unzip" or "cnr"
    std::string state;  ///< V3: "enabled", "disabled", "not-installed", …; V2: its `installed`, "True" …
    std::string last_update;
    std::vector<std::string> files;
    std::optional<std::int64_t> stars;  ///< -1 where the Manager does not know them
    bool trust = false, updatable = false;
    json::Value raw;

    NodePack() = default;
    bool operator==(const NodePack&) const = default;
};

struct NodePackList {
    std::string channel;  ///< "default", "local", …
    std::vector<NodePack> packs;
    json::Value raw;  ///< the reply without its packs

    NodePackList() = default;
};

/// The reply to GET /customnode/update_all.
struct PackUpdates {
    std::vector<std::string> updated, failed;  ///< names, where the Manager tells them
    std::int64_t updated_count = 0, failed_count = 0;
    json::Value raw;

    PackUpdates() = default;
    bool operator==(const PackUpdates&) const = default;
};

/// Errors of all: `malformed_reply`.
Result<std::vector<NodeMapping>> parse_node_mappings(std::string_view body);
/// Takes both forms: V2's list `custom_nodes`, V3's object `node_packs` (id → pack).
Result<NodePackList> parse_node_packs(std::string_view body);
/// `updated` and `failed` may be lists or counts.
Result<PackUpdates> parse_pack_updates(std::string_view body);

}  // namespace divan::protocol
