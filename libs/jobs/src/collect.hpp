#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <divan/client/run.hpp>
#include <divan/jobs/dispatcher_config.hpp>
#include <divan/store/asset_store.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {

namespace asio = boost::asio;

/// The results of a run that went well, to be brought here.
struct CollectRequest {
    RunResult result;
    Workflow sent;       ///< outputs of nodes that are not in it are not this prompt's
    std::string folder;  ///< of its files at the server: not part of the names that callers see
    ResultLimits limits;
    std::filesystem::path scratch;
    BlankPictures blank;
    Deadline until = kNever;                 ///< a server that does not answer is asked until then
    std::chrono::milliseconds pause{5'000};  ///< before a file is asked for again; doubles up to 10 s

    CollectRequest() = default;
    CollectRequest(RunResult what, Workflow graph, std::string at)
        : result{std::move(what)}, sent{std::move(graph)}, folder{std::move(at)} {}
};

/// What `collect` found out about it.
bool is_blank(const store::NewOutput& output);

/// The files that a run shows: results, or, where there are none, previews.
std::vector<protocol::OutputFile> result_files(const CollectRequest& request);

/// Streams every file, and every text that a node shows, into the asset store, verified and in its place;
/// what is returned can be committed. Errors: `result_missing` (a file is not there, or not whole, after
/// `ResultLimits::fetches` rounds); `malformed_reply` over a limit; those of `download` and of the asset
/// store but for `storage_full`, which is waited out.
asio::awaitable<Result<std::vector<store::NewOutput>>> collect(store::Store& store, store::AssetStore& assets,
                                                               Connection& connection,
                                                               CollectRequest request);

}  // namespace divan::durable
