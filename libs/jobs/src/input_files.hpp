#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <divan/client/upload.hpp>
#include <divan/jobs/dispatcher_config.hpp>
#include <divan/store/asset_store.hpp>

#include "fleet_server.hpp"

namespace divan::durable {

/// The name of an asset at every server: its content's hash, in a folder of ours, so that repeats and renames
/// ("a (1).png") cannot mix files. Inputs take "divan/<name>".
/// A picture that may be made smaller has another name than as it is.
std::string server_name(const store::Asset& asset, const InputScaling& scaling);

/// What the inputs of nodes say for these assets.
std::map<store::AssetId, std::string> texts_for(const std::vector<store::Asset>& assets,
                                                const InputScaling& scaling);

/// Brings assets to one server, each content once in its life.
class InputFiles {
public:
    InputFiles(store::AssetStore& assets, std::filesystem::path scratch, const InputScaling& scaling,
               FleetServer& server)
        : assets_{assets}, scratch_{std::move(scratch)}, scaling_{scaling}, server_{server} {}

    /// Errors: those of `upload_image` and of the asset store; `malformed_reply` when the server gave it
    /// another name.
    asio::awaitable<Result<void>> bring(store::Asset asset);

private:
    asio::awaitable<Result<void>> send(Upload upload);

    store::AssetStore& assets_;
    std::filesystem::path scratch_;
    const InputScaling& scaling_;
    FleetServer& server_;
};

}  // namespace divan::durable
