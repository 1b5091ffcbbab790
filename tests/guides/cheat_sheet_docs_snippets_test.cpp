// The snippets of docs/cheat-sheet.md, compiled and run.
#include <gtest/gtest.h>

#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>
#include <divan/client/view.hpp>
#include <divan/engine/engine.hpp>
#include <divan/workflow/attachments.hpp>
#include <divan/workflow/changes.hpp>
#include <divan/workflow/fingerprint.hpp>
#include <divan/workflow/seeds.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/validate.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

// clang-format off: the excerpts stand in the document line by line.

class CheatSheet : public testing::Test {
protected:
    CheatSheet() {
        EXPECT_TRUE(engine.start());
        workflow = read_file(DIVAN_SOURCE_DIR "/examples/txt2img.json").and_then(Workflow::parse).value();
    }

    const Logger silent;
    engine::Engine engine{engine::EngineConfig{}, silent};
    Workflow workflow;
};

TEST_F(CheatSheet, Workflows) {
    const Workflow original = workflow;
    Result<> done = workflow.set("6.text", "a red fox");             // by id
    done = workflow.set("#Positive prompt.text", "a red fox");       // by title
    done = workflow.set("KSampler.steps", 30);                       // by a class that occurs once
    const auto output = workflow.declare_output("hero", "9");        // collected under a name
    done = workflow.bypass("KSampler");                              // left out, connected around
    done = workflow.reinstate("KSampler");
    const auto seeds = randomize_seeds(workflow);                    // every -1; a run does it by itself
    const auto problems = check_structure(workflow);                 // all at once; empty: it can be sent
    const std::string same = fingerprint(workflow);                  // equal for equal graphs
    for (const WorkflowChange& change : changes_between(original, workflow)) std::cout << describe(change) << "\n";

    EXPECT_TRUE(done && output && problems.empty() && !same.empty());
    EXPECT_FALSE(changes_between(original, workflow).empty());
}

TEST_F(CheatSheet, Runs) {
    const auto config = parse_server_address(engine.url()).value();  // "gpu-1:8188", "https://…"
    BlockingClient client{config};
    RunEvents events;
    events.on_percent = [](int percent) { std::cout << percent << " %\n"; };
    events.on_preview = [](const Preview& preview) { std::cout << preview.image.size() << " bytes\n"; };

    auto run = client.start(RunRequest{workflow}, events, 5min);     // or client.run(…): waits
    const auto result = run->wait();                                 // run->cancel() from any thread
    for (const auto& file : result->files()) std::cout << file.filename << "\n";
    const auto saved = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    const auto again = client.attach(AttachRequest{run->prompt_id()}, events, 5min);  // after a restart, too

    ASSERT_TRUE(saved) << describe(saved.error());
    EXPECT_TRUE(again && again->wait());
    for (const SavedFile& file : *saved) std::filesystem::remove(file.file.path);
}

TEST_F(CheatSheet, Servers) {
    BlockingClient client{parse_server_address(engine.url()).value()};
    randomize_seeds(workflow);  // a seed of -1 is for us, no server takes it
    const auto stats = client.system_stats(10s);                     // version, memory, devices
    const auto waiting = client.queue(10s);
    const auto nodes = client.object_info(2min);                     // the node catalogue
    const auto verdict = validate_prompt(workflow.to_value(), *nodes);  // what POST /prompt would answer

    EXPECT_TRUE(stats && waiting && verdict.accepted);
}

}  // namespace
}  // namespace divan
