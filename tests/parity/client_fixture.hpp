#pragma once

#include <sstream>

#include <divan/client/readiness.hpp>

#include "scripted_fixture.hpp"

namespace divan::parity {

/// Section 1 of the parity table, against a server by script.
class ParityClient : public ScriptedTest {
protected:
    /// Starts `ready` for several callers at once; how many succeeded.
    int ready_together(int callers) {
        int done = 0, well = 0;
        for (int count = 0; count < callers; ++count)
            asio::co_spawn(io, ready(*connection, ReadyPolicy{}, soon()),
                           [&](std::exception_ptr, const Result<ServerFacts>& facts) {
                               ++done;
                               well += facts ? 1 : 0;
                           });
        EXPECT_TRUE(until([&] { return done == callers; }));
        return well;
    }
    /// What the server saw of a header, on the upgrade and on POST /prompt.
    std::pair<std::string, std::string> seen(const std::string& header) const {
        const auto of = [&](const std::string& request) {
            const auto head = server->heads.find(request);
            return head == server->heads.end() ? std::string{}
                                               : std::string{head->second.find(header).value_or("")};
        };
        return {of("GET /ws"), of("POST /prompt")};
    }
    std::pair<std::string, std::string> run_with(net::Credentials credentials, const std::string& header) {
        serve();
        ConnectionConfig settings = config();
        settings.credentials = std::move(credentials);
        connect(std::move(settings));
        EXPECT_TRUE(finish());
        return seen(header);
    }
    std::ostringstream lines;
    const Logger debug_log{LogLevel::debug, lines};  ///< outlives the connection, which ends in TearDown

    ConnectionConfig config_of_nobody() { return config_at("127.0.0.1:" + std::to_string(free_port())); }
};

}  // namespace divan::parity
