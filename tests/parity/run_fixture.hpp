#pragma once

#include "fake_comfy.hpp"
#include "parity_fixture.hpp"

namespace divan::parity {

using test::FakeComfy;
using test::FakeScript;
using Names = std::vector<std::string>;

/// Sections 6 and 8 of the parity table: on the embedded engine, or against a server by script.
class ParityRun : public EngineTest {
protected:
    void TearDown() override {
        connection.reset();
        server.reset();
        EngineTest::TearDown();
    }
    void serve(FakeScript script) {
        server = std::make_unique<FakeComfy>(io, std::move(script));
        connect(config_at(server->url()));
    }
    /// A server that does only what a test makes it do.
    void serve_by_hand() {
        FakeScript script;
        script.execute = false;
        serve(std::move(script));
    }
    /// A run that the server by script has taken.
    divan::Run begin_by_hand(RunRequest request = RunRequest{picture()}) {
        const std::size_t before = server->submitted.size();
        divan::Run run = begin(std::move(request));
        EXPECT_TRUE(until([&] { return server->submitted.size() > before; }));
        return run;
    }
    /// The names of what a run tells.
    static RunEvents noting(Names& heard) {
        RunEvents events;
        events.on_accepted = [&](const protocol::PromptId&) { heard.emplace_back("accepted"); };
        events.on_started = [&] { heard.emplace_back("started"); };
        events.on_progress = [&](const RunProgress&) { heard.emplace_back("progress"); };
        events.on_node_percent = [&](const NodeId&, int) { heard.emplace_back("node percent"); };
        events.on_percent = [&](int) { heard.emplace_back("percent"); };
        events.on_preview = [&](const Preview& preview) {
            heard.emplace_back(preview.metadata ? "preview with metadata" : "preview");
        };
        events.on_named_output = [&](std::string_view alias, const protocol::NodeOutputs&) {
            heard.push_back("output " + std::string{alias});
        };
        events.on_finished = [&](const RunResult&) { heard.emplace_back("finished"); };
        events.on_failed = [&](const Error& error) {
            heard.push_back("failed " + std::string{name(error.code)});
        };
        return events;
    }
    /// Only the events of a run's life.
    static Names life(const Names& heard) {
        Names kept;
        for (const std::string& name : heard)
            if (name == "accepted" || name == "started" || name == "finished" || name.starts_with("failed"))
                kept.push_back(name);
        return kept;
    }
    static Workflow raising() {
        return Workflow::parse(
                   R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 1}},
  "2": {"class_type": "TrapRaise", "inputs": {"kind": "value", "image": ["1", 0]}},
  "9": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}}})")
            .value();
    }

    std::unique_ptr<FakeComfy> server;
};

}  // namespace divan::parity
