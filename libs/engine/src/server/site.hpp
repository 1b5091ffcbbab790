#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include <divan/base/log.hpp>
#include <divan/engine/engine.hpp>
#include <divan/json/value.hpp>

#include "execution/node.hpp"
#include "execution/prompt_queue.hpp"
#include "faults/fault_board.hpp"
#include "nodes/model_costs.hpp"
#include "server/hub.hpp"
#include "server/log_ring.hpp"
#include "server/router.hpp"
#include "server/users.hpp"

namespace divan::engine {

/// Everything the routes may touch. The parts are owned by the engine and outlive it.
struct Site {
    const EngineConfig& config;
    const Folders& folders;
    const std::filesystem::path& models;  ///< base/models: real files, where somebody put some
    const ModelCosts& costs;
    const NodeRegistry& registry;
    PromptQueue& queue;
    LogRing& logs;
    FaultBoard& faults;
    Users& users;
    const Clock& clock;
    Timestamp started{};
    /// Numbers given to prompts so far; only the event loop's thread counts.
    std::int64_t next_number = 0;
};

// One family of routes each; `site` outlives the router.
void add_prompt_routes(Router& router, Site& site);    ///< /prompt
void add_queue_routes(Router& router, Site& site);     ///< /queue, /interrupt, /free
void add_history_routes(Router& router, Site& site);   ///< /history
void add_upload_routes(Router& router, Site& site);    ///< /upload/image, /upload/mask
void add_view_routes(Router& router, Site& site);      ///< /view, /view_metadata
void add_userdata_routes(Router& router, Site& site);  ///< /userdata, /v2/userdata
void add_user_routes(Router& router, Site& site);      ///< /users, /settings
void add_model_routes(Router& router, Site& site);     ///< /models, /experiment/models, /embeddings
void add_internal_routes(Router& router, Site& site);  ///< /internal
void add_system_routes(Router& router,
                       Site& site);  ///< /, /system_stats, /features, /object_info and small ones
void add_fault_routes(Router& router, Site& site);  ///< /divan/faults

/// What GET /features and the answer to `feature_flags` say.
json::Object server_features(const EngineConfig& config);

/// The /object_info entry of one class, with its lists of files brought up to date.
json::Object fresh_info(const NodeClass& node, const Folders& folders);

/// input/, output/ or temp/; nothing for another type.
std::optional<std::filesystem::path> folder_of_type(const Folders& folders, std::string_view type);

}  // namespace divan::engine
