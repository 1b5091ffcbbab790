// What the job store costs, by the number of jobs that wait: durable submissions, claims, cancels and pages
// of a list. SQLite, and a PostgreSQL of our own when the programs are installed. Prints a table. Arguments:
// the numbers of jobs.
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/store/backup.hpp>
#include <divan/store/claim.hpp>
#include <divan/store/leases.hpp>
#include <divan/store/moves.hpp>
#include <divan/store/open_store.hpp>
#include <divan/store/query.hpp>
#include <divan/store/submit.hpp>

#include "postgres/postgres_server.hpp"

namespace {

using namespace divan;
using namespace divan::store;
using SteadyClock = std::chrono::steady_clock;

constexpr int kProducers = 64, kSamples = 200, kOwners = 10, kLanes = 4;

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

[[noreturn]] void give_up(const Error& error) {
    std::cerr << describe(error) << "\n";
    std::exit(1);
}

double resident_mib() {
    std::ifstream statm{"/proc/self/statm"};
    long pages = 0, resident = 0;
    statm >> pages >> resident;
    return static_cast<double>(resident) * 4096 / (1 << 20);
}

NewJob job(int number) {
    NewJob made{fmt::format(R"({{"3":{{"class_type":"KSampler","inputs":{{"seed":{}}}}},"pad":"{}"}})",
                            number, std::string(2'000, 'x'))};
    made.lane = "lane-" + std::to_string(number % kLanes);
    made.priority = number % 3;
    return made;
}

struct Bench {
    asio::io_context io{1};
    std::unique_ptr<Store> db;
    GatewayId gateway{"bench"};
    std::vector<JobId> waiting;
    int next = 0;

    template <class T>
    T get(asio::awaitable<Result<T>> call) {
        std::optional<Result<T>> answer;
        asio::co_spawn(io, std::move(call),
                       [&](std::exception_ptr, Result<T> result) { answer.emplace(std::move(result)); });
        io.restart();
        while (!answer) io.run_one();
        if (!*answer) give_up(answer->error());
        if constexpr (!std::is_void_v<T>) return std::move(**answer);
    }

    asio::awaitable<void> produce(int until) {
        while (next < until) {
            const int number = next++;
            std::vector<NewJob> jobs{job(number)};
            Submission submission{"owner-" + std::to_string(number % kOwners), std::move(jobs)};
            submission.bounds.per_owner = submission.bounds.total = 1'000'000;
            auto done = co_await submit(*db, std::move(submission));
            if (!done) give_up(done.error());
            waiting.push_back(done->jobs[0]);
        }
    }
    /// Single durable submissions a second, many at a time, until so many jobs are there.
    double fill(int until) {
        const int before = next;
        const auto begin = SteadyClock::now();
        for (int i = 0; i < kProducers; ++i) asio::co_spawn(io, produce(until), asio::detached);
        io.restart();
        io.run();
        return (until - before) / seconds_since(begin);
    }
    /// The median and the 99th percentile of one call after the other, in microseconds.
    template <class Call>
    std::string each(Call call) {
        std::vector<double> times;
        for (int i = 0; i < kSamples; ++i) {
            const auto begin = SteadyClock::now();
            call(i);
            times.push_back(seconds_since(begin) * 1e6);
        }
        std::ranges::sort(times);
        return fmt::format("{:.0f} / {:.0f}", times[times.size() / 2], times[times.size() * 99 / 100]);
    }
};

std::string row(Bench& bench, const std::string& name, int size) {
    const double rate = bench.fill(size);
    bench.get(heartbeat(*bench.db, bench.gateway, std::chrono::hours{1}));
    const std::string claims = bench.each([&](int i) {
        ClaimRequest request{bench.gateway,
                             ServerId{"gpu-" + std::to_string(i) + "-" + std::to_string(size)}};
        if (bench.get(claim(*bench.db, std::move(request))).empty())
            give_up(Error{Errc::conflict, "nothing to claim"});
    });
    const std::string cancels = bench.each([&](int i) {
        JobId id = bench.waiting[bench.waiting.size() - 1 - static_cast<std::size_t>(i)];
        bench.get(cancel(*bench.db, std::move(id), std::nullopt));
    });
    bench.waiting.resize(bench.waiting.size() - kSamples);
    const std::string first = bench.each([&](int) { bench.get(list_jobs(*bench.db, JobFilter{})); });
    const std::string deep = bench.each([&](int) {
        JobFilter filter;
        filter.owner = "owner-1";
        filter.phases = {Phase::queued};
        filter.before = size / 2;
        bench.get(list_jobs(*bench.db, std::move(filter)));
    });
    const std::string counts = bench.each([&](int) { bench.get(count_jobs(*bench.db)); });
    return fmt::format(
        "| {:<10} | {:>7} | {:>8.0f} | {:>13} | {:>13} | {:>13} | {:>13} | {:>11} | {:>7.0f} |", name, size,
        rate, claims, cancels, first, deep, counts, resident_mib());
}

void table(const std::string& name, std::unique_ptr<Store> (*open)(asio::any_io_executor, const std::string&),
           const std::string& place, const std::vector<int>& sizes) {
    Bench bench;
    bench.db = open(bench.io.get_executor(), place);
    for (const int size : sizes) std::cout << row(bench, name, size) << std::endl;
    const auto problems = bench.get(check(*bench.db, nullptr));
    for (const Problem& problem : problems) std::cerr << problem.what << ": " << problem.where << "\n";
    if (!problems.empty()) std::exit(1);
}

std::unique_ptr<Store> sqlite(asio::any_io_executor executor, const std::string& place) {
    auto opened = open_sqlite_store(std::move(executor), place);
    if (!opened) give_up(opened.error());
    return std::move(*opened);
}

std::unique_ptr<Store> postgres(asio::any_io_executor executor, const std::string& place) {
    auto opened = open_postgres_store(std::move(executor), PostgresOptions{place});
    if (!opened) give_up(opened.error());
    return std::move(*opened);
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<int> sizes;
    for (int i = 1; i < count; ++i) sizes.push_back(std::atoi(arguments[i]));
    if (sizes.empty()) sizes = {1'000, 10'000, 100'000};
    std::cout << fmt::format(
        "{} producers; {} owners, {} lanes, 3 priorities; times in microseconds, median / 99th percentile\n",
        kProducers, kOwners, kLanes);
    std::cout << "| store      | waiting | submit/s |         claim |        cancel |    first page | a page "
                 "inside |      counts | RSS MiB |\n"
              << "| ---------- | ------: | -------: | ------------: | ------------: | ------------: | "
                 "------------: | ----------: | ------: |"
              << std::endl;
    const TemporaryFolder folder{"divan-bench"};
    table("SQLite", sqlite, (folder.path() / "jobs.db").string(), sizes);
    if (!PostgresServer::is_installed()) return 0;
    const PostgresServer server{true};
    table("PostgreSQL", postgres, server.url("public"), sizes);
}
