#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include <divan/base/log.hpp>
#include <divan/store/asset_store.hpp>
#include <divan/store/retention.hpp>

namespace divan::durable {

namespace asio = boost::asio;

struct HousekeepingConfig {
    store::Retention retention;
    std::chrono::milliseconds every{60'000};            ///< above zero
    std::chrono::milliseconds staged_after{3'600'000};  ///< files that nobody finished

    HousekeepingConfig() = default;
};

/// What one round removed.
struct Tidied {
    store::Swept rows;
    store::Cleaned files;
    int staged = 0;

    Tidied() = default;
};

/// Once: what is over its time goes, records first, then the bytes that nobody names any more.
asio::awaitable<Result<Tidied>> tidy(store::Store& store, store::AssetStore& assets,
                                     HousekeepingConfig config);

/// The same again and again, from the start on. Threads: one event loop; the stores and `log` are borrowed
/// and outlive its last turn.
class Housekeeping {
public:
    Housekeeping(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
                 HousekeepingConfig config, const Logger& log);
    ~Housekeeping();
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

    void start();

private:
    struct State;
    static asio::awaitable<void> run(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace divan::durable
