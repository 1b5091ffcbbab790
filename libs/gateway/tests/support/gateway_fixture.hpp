#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/engine/engine.hpp>
#include <divan/gateway/gateway.hpp>
#include <divan/json/value.hpp>
#include <divan/net/http_client.hpp>

#include "run_on.hpp"

namespace divan::gateway {

using namespace std::chrono_literals;

/// Embedded engines and a gateway before them, all in this process, asked over HTTP.
class GatewayTest : public testing::Test {
protected:
    GatewayTest();
    ~GatewayTest() override;

    /// One more server, "gpu-1", "gpu-2" …, for gateways that are started later.
    void add_engine();
    void start();  ///< a gateway
    void crash();  ///< it goes, without a word

    struct Reply {
        int status = 0;
        net::HttpHeaders headers;
        std::string body;
        json::Value json() const;
        std::string code() const;  ///< of an error envelope
    };
    Reply ask(net::HttpRequest request);
    Reply get(const std::string& target) { return ask(net::HttpRequest{"GET", target}); }
    Reply post(const std::string& target, const std::string& json_body);
    /// The job's view, when it has ended; fails when patience is at its end.
    json::Value end_of(const std::string& job);

    template <class T>
    T value_of(asio::awaitable<Result<T>> call) {
        auto answer = test::run_on(io, std::move(call));
        if (!answer) throw std::runtime_error(describe(answer.error()));
        if constexpr (!std::is_void_v<T>) return std::move(*answer);
    }

    const TemporaryFolder folder{"divan-gateway"};
    asio::io_context io{1};
    const Logger silent;
    GatewayConfig config;
    std::filesystem::path ca_file;  ///< trusted beside the system's certificates
    net::HttpHeaders headers;       ///< sent with every request
    std::vector<std::unique_ptr<engine::Engine>> engines;
    std::unique_ptr<Gateway> gateway;
};

/// A picture of one colour, saved.
std::string red_fox(int color = 255);
/// `{"workflow": …}`.
std::string submission(const std::string& graph);

}  // namespace divan::gateway
