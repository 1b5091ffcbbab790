#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/engine/engine.hpp>
#include <divan/jobs/dispatcher.hpp>
#include <divan/jobs/submit.hpp>
#include <divan/store/asset_store.hpp>
#include <divan/store/open_store.hpp>
#include <divan/store/query.hpp>

#include "run_on.hpp"

namespace divan::durable {

using namespace std::chrono_literals;

/// Embedded engines, a store in a file, and a dispatcher between them, all in this process; times are short.
class JobsTest : public testing::Test {
protected:
    JobsTest();
    ~JobsTest() override;

    /// One more server, "gpu-1", "gpu-2" …, known to the dispatchers that are started later.
    void add_engine();
    void stop_engine(std::size_t which) { engines[which]->stop(); }
    void restart_engine(std::size_t which);  ///< on the same port, with nothing in it
    /// The fault plan of one engine, as TOML.
    void faults(const std::string& toml, std::size_t which = 0);
    std::uint64_t runs() const;  ///< prompts that began to execute, on all engines

    void open();   ///< store and files, once more after `crash`
    void start();  ///< a dispatcher; opens what is not open
    void crash();  ///< everything but the engines goes, without a word
    bool stop(std::chrono::milliseconds patience = 10s);

    JobId submit(SubmitRequest request);
    JobId submit(const std::string& graph) { return submit(SubmitRequest{json_of(graph)}); }
    /// The job when it has ended; fails when patience is at its end.
    store::Job end_of(const JobId& job);
    bool until(std::function<bool()> condition) { return test::run_until(io, std::move(condition)); }
    bool until_phase(const JobId& job, store::Phase phase);
    store::Job job(const JobId& id) { return get(store::find_job(*store, id, std::nullopt)); }
    std::vector<store::Output> outputs(const JobId& id) { return get(store::outputs_of(*store, id)); }
    std::vector<store::Attempt> attempts(const JobId& id) { return get(store::attempts_of(*store, id)); }
    std::vector<std::string> events(const JobId& id);
    std::string bytes_of(const store::Output& output);
    store::AssetId upload(const std::string& bytes, const std::string& name = "a.png");

    template <class T>
    Result<T> ask(asio::awaitable<Result<T>> call) {
        return test::run_on(io, std::move(call));
    }
    template <class T>
    T get(asio::awaitable<Result<T>> call) {
        auto answer = ask(std::move(call));
        if (!answer) throw std::runtime_error(describe(answer.error()));
        if constexpr (!std::is_void_v<T>) return std::move(*answer);
    }
    static json::Value json_of(const std::string& text);

    const TemporaryFolder folder{"divan-jobs"};
    asio::io_context io{1};
    const Logger silent;
    std::string owner = "ann";
    std::string comfyui_version = "0.3.64";  ///< of the engines that are started
    std::string models;                      ///< … and their models file (TOML); empty: the built-in one
    DispatcherConfig config;
    std::vector<std::unique_ptr<engine::Engine>> engines;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::AssetStore> assets;
    std::unique_ptr<Dispatcher> dispatcher;

private:
    std::unique_ptr<engine::Engine> make_engine(std::uint16_t port);
};

/// A picture of one colour, saved under a prefix.
std::string red_fox(int color = 255, const std::string& prefix = "fox");
/// The same, after so many seconds in so many steps, with previews.
std::string sleeping_fox(double seconds, int steps = 4);

}  // namespace divan::durable
