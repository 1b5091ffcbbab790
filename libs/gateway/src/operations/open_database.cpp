#include "operations/open_database.hpp"

#include <divan/net/before.hpp>
#include <divan/net/blocking_work.hpp>
#include <divan/store/open_store.hpp>

#include "operations/waiting_room.hpp"

namespace divan::gateway {
namespace {

constexpr std::chrono::milliseconds kFirstPause{500}, kLongestPause{10'000};  // while it is away

using OpenedStore = Result<std::unique_ptr<store::Store>>;

/// Blocks a thread of its own: a host that does not answer takes its time.
asio::awaitable<OpenedStore> open_postgres(asio::any_io_executor executor, std::string url) {
    const auto opened = std::make_shared<std::unique_ptr<store::Store>>();
    std::function<Result<void>()> work = [opened, executor, url]() -> Result<void> {
        auto store = store::open_postgres_store(executor, store::PostgresOptions{url});
        if (!store) return fail(std::move(store).error());
        *opened = std::move(*store);
        return {};
    };
    auto done = co_await net::blocking_result(std::move(work));
    if (!done) co_return fail(Errc::cancelled, "stopped while the database was being opened");
    if (!*done) co_return fail(std::move(*done).error());
    co_return std::move(*opened);
}

std::chrono::milliseconds pause_after(int failures) {
    return std::min(kLongestPause, kFirstPause * (1 << std::min(failures, 10)));
}

}  // namespace

asio::awaitable<Result<OpenedDatabase>> open_database(asio::any_io_executor executor,
                                                      const GatewayConfig& config, net::HttpServerConfig http,
                                                      const Logger& log) {
    OpenedDatabase database;
    database.port = http.port;
    if (config.database.empty()) {
        auto store = store::open_sqlite_store(executor, config.data_folder / "jobs.db");
        if (!store) co_return fail(std::move(store).error());
        database.store = std::move(*store);
        co_return database;
    }
    std::unique_ptr<WaitingRoom> room;
    for (int failures = 0;; ++failures) {
        auto store = co_await open_postgres(executor, config.database);
        if (store) {
            database.store = std::move(*store);
            co_return database;
        }
        if (store.error().code != Errc::store_unavailable) co_return fail(std::move(store).error());
        if (!room) {
            room = std::make_unique<WaitingRoom>(executor, http);
            if (auto listening = room->start(); !listening) co_return fail(std::move(listening).error());
            database.port = room->port();
        }
        log.write(LogLevel::warn, "gateway", "the database cannot be reached; it is waited for",
                  {{"error", describe(store.error())},
                   {"again_in_ms", static_cast<long long>(pause_after(failures).count())}});
        if (!co_await net::sleep_until(within(pause_after(failures))))
            co_return fail(Errc::cancelled, "stopped while the database was waited for");
    }
}

}  // namespace divan::gateway
