#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/log.hpp>
#include <divan/store/asset_store.hpp>
#include <divan/store/query.hpp>

#include "simple/shelf_folder.hpp"
#include "simple/simple_order.hpp"

namespace divan::gateway {

namespace asio = boost::asio;

/// Where the pictures of a simple job are that has succeeded.
struct ShelfView {
    enum class State {
        coming,  ///< not all have their names yet
        here,
        nowhere,  ///< they never come: another gateway's folder, or one that was emptied since
    };
    State state = State::nowhere;
    Shelved shelved;
    std::optional<std::string> problem;  ///< why they are still coming

    ShelfView() = default;
};

/// Leaves the pictures of simple jobs in the output folder, each once, however often the gateway is killed
/// between a job's end and its last picture. What hinders it (a full disk) is tried again until it works.
/// Threads: one event loop; the stores and `log` are borrowed and outlive its last turn.
class Shelf {
public:
    /// `journals`: how long they are kept at least; for ever when nothing.
    Shelf(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
          std::shared_ptr<const ShelfFolder> folder, std::optional<std::chrono::milliseconds> journals,
          const Logger& log);
    ~Shelf();
    Shelf(const Shelf&) = delete;
    Shelf& operator=(const Shelf&) = delete;

    /// Looks for what a former process left undone, and goes on.
    void start();
    /// Lets everything stand where it is, for the next one.
    void stop();
    /// A job whose pictures go here.
    void expect(const JobId& job);
    /// For orders. Makes the folder. Errors: `io_failed`, `storage_full`.
    asio::awaitable<Result<std::string>> id();
    const std::filesystem::path& path() const;
    /// Of a job that has succeeded.
    asio::awaitable<Result<ShelfView>> look(store::Job job, SimpleOrder order);

private:
    struct State;
    static asio::awaitable<void> watch(std::shared_ptr<State> state);
    static asio::awaitable<void> settle(std::shared_ptr<State> state, JobId job);
    std::shared_ptr<State> state_;
};

}  // namespace divan::gateway
