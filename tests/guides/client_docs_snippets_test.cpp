// The snippets of the guides that are no excerpts of examples/; each guide quotes from here.
#include <gtest/gtest.h>

#include <future>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/view.hpp>
#include <divan/engine/engine.hpp>
#include <divan/net/before.hpp>
#include <divan/workflow/attachments.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

/// An engine, and a workflow that it takes about a second for.
class Guides : public testing::Test {
protected:
    Guides() {
        const auto models = folder.path() / "models.toml";
        const auto written = write_file(models,
                                        "[checkpoints.\"v1-5-pruned-emaonly-fp16.safetensors\"]\n"
                                        "seconds_per_step_and_megapixel = 0.1\n");
        EXPECT_TRUE(written);
        engine::EngineConfig engine_config;
        engine_config.models_file = models.string();
        engine = std::make_unique<engine::Engine>(engine_config, silent);
        EXPECT_TRUE(engine->start());
        config = parse_server_address(engine->url()).value();
        workflow = read_file(DIVAN_SOURCE_DIR "/examples/txt2img.json").and_then(Workflow::parse).value();
    }

    TemporaryFolder folder;
    const Logger silent;
    std::unique_ptr<engine::Engine> engine;
    ConnectionConfig config;
    Workflow workflow;
};

TEST_F(Guides, CancelARunFromAnyThread) {
    BlockingClient client{config};
    const auto run = client.start(RunRequest{workflow}, RunEvents{}, 5min);
    ASSERT_TRUE(run);
    BlockingRun handle = *run;
    handle.cancel();  // deletes exactly this prompt from the queue, or interrupts it
    const auto result = handle.wait();
    if (!result && result.error().code == Errc::cancelled) std::cout << "cancelled\n";
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::cancelled);
}

/// What to do about an error, for a person or a program.
std::string advice(const Error& error) {
    switch (error.code) {
        case Errc::connect_failed:
        case Errc::timeout:
        case Errc::connection_lost:
            return "try again";
        case Errc::prompt_rejected:
        case Errc::execution_failed:
            return "look at node " + std::string{error.fact("node")};
        case Errc::unauthorized:
            return "check the token";
        default:
            return error.hint;
    }
}

TEST_F(Guides, AnErrorSaysWhatToDo) {
    BlockingClient client{config};
    ASSERT_TRUE(workflow.set("KSampler.steps", 0));
    const auto result = client.run(RunRequest{workflow}, RunEvents{}, 1min);
    if (!result) std::cerr << describe(result.error()) << "\n" << advice(result.error()) << "\n";
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_rejected);
    EXPECT_EQ(advice(result.error()), "look at node 3");
}

TEST_F(Guides, ASecondWatcherHearsWhatItMissed) {
    asio::io_context io;
    Connection connection{io.get_executor(), config};
    int percent = -1;
    bool told_start = false;
    const auto run = start_run(connection, RunRequest{workflow}, RunEvents{}, within(5min));
    RunEvents late;
    late.on_started = [&] { told_start = true; };
    late.on_percent = [&](int now) { percent = now; };
    const Subscription watcher = run.watch(late);  // told at once what it missed, until the subscription ends
    asio::co_spawn(io, run.result(), [&](std::exception_ptr, Result<RunResult> result) {
        EXPECT_TRUE(result) << describe(result.error());
        io.stop();
    });
    io.run();
    EXPECT_TRUE(told_start);
    EXPECT_EQ(percent, 100);
}

TEST_F(Guides, AnyRouteOfTheServerCanBeAsked) {
    BlockingClient client{config};
    const auto stats = client.call<json::Value>(
        [](Connection& connection) { return fetch_json(connection, "/system_stats", within(10s)); });
    if (stats) std::cout << json::text_or(*json::find(*stats, "system"), "comfyui_version") << "\n";
    ASSERT_TRUE(stats) << describe(stats.error());
    EXPECT_FALSE(json::text_or(*json::find(*stats, "system"), "comfyui_version").empty());
}

/// The pictures of a result, in memory: the dictionary of the Python example.
std::map<std::string, std::vector<std::string>> get_images(BlockingClient& client, const RunResult& result) {
    std::map<std::string, std::vector<std::string>> images;
    for (const protocol::OutputFile& file : result.files()) {
        const auto picture = client.call<ViewedFile>(
            [&](Connection& connection) { return view(connection, ViewRequest{file}, within(1min)); });
        if (picture) images[file.node.str()].push_back(picture->bytes);
    }
    return images;
}

TEST_F(Guides, ThePythonExampleWithImagesInMemory) {
    BlockingClient client{config};
    auto done = workflow.set("6.text", "masterpiece best quality man");
    done = workflow.set("3.seed", 5);
    RunEvents events;
    events.on_node = [](const NodeId& node) { std::cout << "executing " << node.str() << "\n"; };
    const auto result = client.run(RunRequest{workflow}, events, 5min);
    if (!result) std::cerr << describe(result.error()) << "\n";
    ASSERT_TRUE(done && result);
    const auto images = get_images(client, *result);
    ASSERT_EQ(images.size(), 1u);
    EXPECT_TRUE(images.begin()->second.front().starts_with("\x89PNG"));
}

TEST_F(Guides, TheCallsOfTheSimplifiedPythonClient) {
    BlockingClient client{config};
    const auto picture = folder.path() / "fox.png";
    ASSERT_TRUE(write_file(picture, "any bytes"));

    auto done = workflow.set("#Positive prompt.text", "a castle");   // set_node_param(title, "text", …)
    const auto now = workflow.get("#Positive prompt.text");          // get_node_param
    const auto nodes = workflow.find_title("Positive prompt");       // get_node_id
    const auto stored = client.upload_image(Upload{picture}, 1min);  // upload_image
    const auto accepted = client.start(RunRequest{workflow}, RunEvents{}, 5min);  // queue_prompt
    const auto result = accepted->wait();                                         // …_and_wait
    const auto entry = client.history(accepted->prompt_id(), 10s);                // get_history
    const auto waiting = client.queue(10s);                                       // get_queue

    EXPECT_TRUE(done && now && stored && entry && waiting);
    EXPECT_EQ(nodes.size(), 1u);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_TRUE((*entry).has_value());
}

TEST_F(Guides, ConnectionSettingsForABadLine) {
    ConnectionConfig patient = config;
    patient.connect_timeout = 10s;
    patient.ping_interval = 5s;  // a silent server is found out sooner
    patient.pong_timeout = 10s;
    patient.use_socket = false;  // a proxy that lets no WebSocket through: poll only, without previews
    BlockingClient client{patient};
    const auto result = client.run(RunRequest{workflow}, RunEvents{}, 5min);
    EXPECT_TRUE(result) << describe(result.error());
}

TEST_F(Guides, ALogForTheServersSide) {
    std::ostringstream lines;
    const Logger log{LogLevel::debug, lines};
    BlockingClient client{config, &log};
    EXPECT_TRUE(client.run(RunRequest{workflow}, RunEvents{}, 5min));
    EXPECT_FALSE(lines.str().empty());
}

}  // namespace
}  // namespace divan
