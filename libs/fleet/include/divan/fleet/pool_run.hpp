#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <divan/fleet/pool.hpp>

// The templates of Pool.
namespace divan {

template <class T>
Pool::Erased Pool::erase(std::shared_ptr<const Job<T>> job, std::shared_ptr<std::optional<T>> value) {
    return [job, value](Connection& connection, const JobTry&) -> asio::awaitable<Result<void>> {
        const auto keep_job = job;
        const auto keep_value = value;
        auto result = co_await (*keep_job)(connection);
        if (!result) co_return fail(std::move(result).error());
        keep_value->emplace(std::move(*result));
        co_return Result<void>{};
    };
}

template <class T>
asio::awaitable<Result<T>> Pool::run(Job<T> job, PoolRunOptions options) {
    if constexpr (std::is_void_v<T>) {
        auto shared = std::make_shared<const Job<void>>(std::move(job));
        Erased erased = [shared](Connection& connection, const JobTry&) { return (*shared)(connection); };
        co_return co_await run_erased(std::move(erased), std::move(options), false);
    } else {
        auto value = std::make_shared<std::optional<T>>();
        Erased erased = erase<T>(std::make_shared<const Job<T>>(std::move(job)), value);
        auto ended = co_await run_erased(std::move(erased), std::move(options), false);
        if (!ended) co_return fail(std::move(ended).error());
        co_return std::move(**value);
    }
}

template <class T>
asio::awaitable<void> Pool::run_into(Job<T> job, PoolRunOptions options,
                                     std::shared_ptr<std::vector<Result<T>>> results, std::size_t place) {
    auto result = co_await run<T>(std::move(job), std::move(options));
    (*results)[place] = std::move(result);
}

template <class T>
asio::awaitable<std::vector<Result<T>>> Pool::batch(std::vector<Job<T>> jobs, PoolRunOptions options) {
    Result<T> none = fail(Errc::cancelled, "the batch was cancelled");
    auto results = std::make_shared<std::vector<Result<T>>>(jobs.size(), none);
    std::vector<asio::awaitable<void>> work;
    for (std::size_t place = 0; place < jobs.size(); ++place)
        work.push_back(run_into<T>(std::move(jobs[place]), options, results, place));
    co_await run_all(std::move(work));
    co_return std::move(*results);
}

}  // namespace divan
