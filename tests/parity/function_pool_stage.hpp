#pragma once

#include <boost/asio/co_spawn.hpp>

#include <divan/client/history.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/net/before.hpp>

#include "pool_stage.hpp"
#include "wire_tap.hpp"

namespace divan {

using namespace std::chrono_literals;

/// Engines and a Pool over them.
class ParityPool : public test::PoolStage {
protected:
    static PoolSettings pool_settings() {
        PoolSettings settings = quick();
        settings.max_queue = 1'000;
        return settings;
    }
    Pool& pool_of(std::size_t servers, PoolSettings settings = pool_settings()) {
        for (std::size_t i = 0; i < servers; ++i) engine();
        pool = std::make_unique<Pool>(io.get_executor(), std::move(settings));
        for (std::size_t i = 0; i < servers; ++i) EXPECT_TRUE(pool->add_server(server(i)));
        EXPECT_TRUE(until([&] {
            return std::ranges::all_of(pool->servers(), [](const ServerInfo& info) { return info.stable; });
        }));
        return *pool;
    }
    /// A job that tells the name of its server.
    static Pool::Job<std::string> where() {
        return [](Connection& connection) -> asio::awaitable<Result<std::string>> {
            auto answer = co_await poll_status(connection, within(5s));
            if (!answer) co_return fail(answer.error());
            co_return connection.server();
        };
    }
    /// A job that takes its time and then notes its name.
    Pool::Job<int> takes(std::chrono::milliseconds span, int number) {
        return [this, span, number](Connection&) -> asio::awaitable<Result<int>> {
            const int own = number;
            auto& notes = order;
            co_await net::sleep_until(within(span));
            notes.push_back(own);
            co_return own;
        };
    }
    std::string address(std::size_t number) const { return engines[number]->url().substr(7); }
    template <class T>
    void begin(Pool::Job<T> job, PoolRunOptions options = {}) {
        asio::co_spawn(io, pool->run<T>(std::move(job), std::move(options)),
                       [this](std::exception_ptr, Result<T> result) {
                           ++ended;
                           failures += result ? 0 : 1;
                       });
    }
    void TearDown() override {
        pool.reset();
        PoolStage::TearDown();
    }
    std::unique_ptr<Pool> pool;
    std::vector<int> order;
    int ended = 0, failures = 0;
};

}  // namespace divan
