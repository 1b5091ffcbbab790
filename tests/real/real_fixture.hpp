#pragma once

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/client/capabilities.hpp>
#include <divan/client/connection.hpp>
#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/net/before.hpp>

#include "run_on.hpp"

#define SKIP_WITHOUT_FULL(what) \
    if (!full()) GTEST_SKIP() << what << " disturbs other users of the server: set COMFY_FULL=1"

#define SKIP_WITHOUT(space)                                                                                \
    if (const auto there = value_of(capabilities->of(space, soon())); there.support != Support::supported) \
    GTEST_SKIP() << "'" << name(space) << "' needs " << there.needs << "; there is " << there.found

namespace divan::real {

inline std::string variable(const char* name, const std::string& otherwise = {}) {
    const char* value = std::getenv(name);
    return value && *value ? std::string{value} : otherwise;
}

/// A PNG of one half transparent red pixel.
inline std::string pixel() {
    return std::string{
        "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\001\000\000\000\001\010"
        "\006"
        "\000\000\000\037\025\304\211\000\000\000\015\111\104\101\124\170\234\143\370\317\300\320\000\000\004"
        "\201"
        "\001\200\054\125\316\260\000\000\000\000\111\105\116\104\256\102\140\202",
        70};
}

/// A client of a real ComfyUI: COMFY_REAL=1 turns the suite on, COMFY_HOST says where
/// (http://127.0.0.1:8188), COMFY_FULL=1 adds what disturbs other users of that server. It leaves nothing
/// behind but one setting that is null.
class RealNamespaces : public testing::Test {
protected:
    void SetUp() override {
        if (variable("COMFY_REAL") != "1")
            GTEST_SKIP() << "no real ComfyUI is asked for: set COMFY_REAL=1 (and COMFY_HOST, default "
                            "http://127.0.0.1:8188)";
        const auto config = parse_server_address(variable("COMFY_HOST", "http://127.0.0.1:8188"));
        if (!config) throw std::runtime_error(describe(config.error()));
        connection = std::make_unique<Connection>(io.get_executor(), *config);
        capabilities = std::make_unique<Capabilities>(*connection);
    }
    void TearDown() override {
        for (const auto& prompt : prompts) remove(prompt);
        capabilities.reset();
        connection.reset();
        test::settle(io, std::chrono::milliseconds{20});
    }

    template <class T>
    Result<T> call(asio::awaitable<Result<T>> operation) {
        return test::run_on(io, std::move(operation));
    }
    template <class T>
    T value_of(asio::awaitable<Result<T>> operation) {
        auto result = test::run_on(io, std::move(operation));
        if (!result) throw std::runtime_error(describe(result.error()));
        if constexpr (!std::is_void_v<T>) return std::move(*result);
    }
    template <class T>
    Error error_of(asio::awaitable<Result<T>> operation) {
        auto result = test::run_on(io, std::move(operation));
        if (result) throw std::runtime_error("the call was to fail");
        return std::move(result).error();
    }
    Deadline soon() const { return within(std::chrono::seconds{30}); }
    void pause(std::chrono::milliseconds span) { test::run_on(io, net::sleep_until(within(span))); }
    template <class Condition>
    bool eventually(Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            pause(std::chrono::milliseconds{50});
        }
        return true;
    }
    static bool full() { return variable("COMFY_FULL") == "1"; }

    protocol::PromptId submitted(const std::string& graph) {
        protocol::SubmitRequest request{graph};
        request.prompt_id = protocol::PromptId{uuid4()};
        prompts.push_back(value_of(submit(*connection, std::move(request), soon())).prompt);
        return prompts.back();
    }
    bool running(const protocol::PromptId& prompt) {
        for (const auto& item : value_of(queue(*connection, soon())).running)
            if (item.id == prompt) return true;
        return false;
    }
    protocol::HistoryEntry ended(const protocol::PromptId& prompt) {
        std::optional<protocol::HistoryEntry> entry;
        EXPECT_TRUE(eventually([&] {
            entry = value_of(history(*connection, prompt, soon()));
            return entry.has_value();
        }));
        return entry.value_or(protocol::HistoryEntry{});
    }

    /// A picture in the server's temp folder, drawn at once.
    static std::string quick_graph() {
        return R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": )" +
               std::to_string(random_upto(16777215)) +
               R"(}}, "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})";
    }
    /// The same after many large scalings, each of which takes a CPU about a second.
    static std::string slow_graph() {
        std::string graph =
            R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 512, "height": 512, "batch_size": 1, "color": )" +
            std::to_string(random_upto(16777215)) + "}}";
        for (int node = 2; node < 40; ++node)
            graph +=
                ", \"" + std::to_string(node) +
                R"(": {"class_type": "ImageScale", "inputs": {"upscale_method": "lanczos", "crop": "disabled", "width": )" +
                std::to_string(node % 2 == 0 ? 4096 : 4000) + R"(, "height": 4096, "image": [")" +
                std::to_string(node - 1) + R"(", 0]}})";
        return graph + R"(, "99": {"class_type": "PreviewImage", "inputs": {"images": ["39", 0]}}})";
    }

    asio::io_context io{1};
    std::unique_ptr<Connection> connection;
    std::unique_ptr<Capabilities> capabilities;
    std::vector<protocol::PromptId> prompts;  ///< ours, taken out of queue and history at the end

private:
    void remove(const protocol::PromptId& prompt) {
        EXPECT_TRUE(call(delete_from_queue(*connection, {prompt}, soon())));
        if (running(prompt)) {
            EXPECT_TRUE(call(interrupt(*connection, prompt, soon())));
            EXPECT_TRUE(eventually([&] { return !running(prompt); }));
        }
        EXPECT_TRUE(call(delete_from_history(*connection, {prompt}, soon())));
    }
};

}  // namespace divan::real
