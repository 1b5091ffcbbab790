#pragma once

#include "scripted_fixture.hpp"
#include "tcp_relay.hpp"

namespace divan::parity {

/// Section 3 of the parity table.
class ParityConnection : public ScriptedTest {
protected:
    /// A server behind a cable that a test can freeze or cut.
    ConnectionConfig behind_a_cable() {
        serve();
        relay = std::make_unique<test::TcpRelay>(io, server->port());
        ConnectionConfig settings = config_at(relay->url());
        settings.ping_interval = 50ms;
        settings.pong_timeout = 400ms;
        return settings;
    }
    void TearDown() override {
        connection.reset();
        relay.reset();
        ScriptedTest::TearDown();
    }
    std::unique_ptr<test::TcpRelay> relay;
};

}  // namespace divan::parity
