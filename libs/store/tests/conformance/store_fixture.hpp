#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/files.hpp>
#include <divan/store/claim.hpp>
#include <divan/store/leases.hpp>
#include <divan/store/moves.hpp>
#include <divan/store/open_store.hpp>
#include <divan/store/query.hpp>
#include <divan/store/submit.hpp>

#include "run_on.hpp"

namespace divan::store {

/// One kind of database, as the conformance tests use it.
struct Backend {
    std::string name;
    /// An empty database with that clock; nothing (and a reason) when it cannot be had here.
    std::function<Result<std::unique_ptr<Store>>(asio::any_io_executor, const Clock&,
                                                 const std::string& place)>
        open;
    /// A place that nobody used before, for `open`.
    std::function<std::string()> new_place;
};
std::vector<Backend> all_backends();

/// A store with a clock that tests move, and short words for what they do most.
class StoreTest : public testing::TestWithParam<Backend> {
protected:
    void SetUp() override;
    std::unique_ptr<Store> open();  ///< once more, at the same place

    template <class T>
    Result<T> ask(asio::awaitable<Result<T>> call) {
        return test::run_on(io_, std::move(call));
    }
    /// The answer of a call that must not fail.
    template <class T>
    T get(asio::awaitable<Result<T>> call) {
        auto answer = ask(std::move(call));
        if (!answer) throw std::runtime_error(describe(answer.error()));
        if constexpr (!std::is_void_v<T>) return std::move(*answer);
    }
    template <class T>
    Errc code(asio::awaitable<Result<T>> call) {
        auto answer = ask(std::move(call));
        return answer ? Errc{} : answer.error().code;
    }

    void pass(std::chrono::milliseconds span) { clock_.advance(span); }
    JobId put(const std::string& owner, NewJob job);
    JobId put(const std::string& owner = "ann") { return put(owner, NewJob{R"({"1":{}})"}); }
    std::vector<Claimed> claim_up_to(int most, const std::string& server = "gpu-1");
    Claimed claim_one(const std::string& server = "gpu-1");
    /// Through submitted and running to collecting.
    void run_through(const Fence& fence);
    Job job(const JobId& id) { return get(find_job(*store_, id, std::nullopt)); }
    std::vector<std::string> kinds(const JobId& id);

    const GatewayId gateway_{"gateway-1"};
    asio::io_context io_;
    FakeClock clock_;
    std::string place_;
    std::unique_ptr<Store> store_;
};

#define DIVAN_STORE_TESTS(suite)                                               \
    GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(suite);                      \
    INSTANTIATE_TEST_SUITE_P(Stores, suite, testing::ValuesIn(all_backends()), \
                             [](const testing::TestParamInfo<Backend>& info) { return info.param.name; })

}  // namespace divan::store
