#pragma once

#include <filesystem>

#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/submit.hpp>
#include <divan/client/upload.hpp>
#include <divan/engine/image_codec.hpp>

#include "parity_fixture.hpp"
#include "route_recorder.hpp"

namespace divan::parity {

/// A picture that is drawn at once. The colour keeps the server from answering out of its cache.
inline std::string quick_graph(int colour = 255) {
    return R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": )" +
           std::to_string(colour) +
           R"(}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "parity"}}})";
}

/// A graph that samples for half a minute, a fifth of a second a step.
inline std::string slow_graph(int seed = 1) {
    return R"({"4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "slow.safetensors"}},
  "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lake", "clip": ["4", 1]}},
  "3": {"class_type": "KSampler", "inputs": {"seed": )" +
           std::to_string(seed) +
           R"(, "steps": 150, "cfg": 7.0, "sampler_name": "euler", "scheduler": "normal",
        "denoise": 1.0, "model": ["4", 0], "positive": ["6", 0], "negative": ["6", 0], "latent_image": ["5", 0]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "slow"}}})";
}

inline constexpr std::string_view kModels = R"(
[checkpoints."slow.safetensors"]
seconds_per_step_and_megapixel = 50
[checkpoints."other.safetensors"]
[loras."tiny.safetensors"]
[vae."v.safetensors"]
[embeddings."easy.pt"]
)";

/// Section 2 of the parity table: a client of the embedded engine, and, for what ComfyUI 0.3.64 does not
/// have, of a server that records.
class ParityNamespaces : public EngineTest {
protected:
    ParityNamespaces() {
        write("models.toml", kModels);
        engine::EngineConfig config;
        config.base = folder.path() / "base";
        config.models_file = folder.path() / "models.toml";
        start_engine(std::move(config));
    }
    void TearDown() override {
        recorded_connection.reset();
        server.reset();
        EngineTest::TearDown();
    }
    void restart_with_many_users() {
        engine::EngineConfig config;
        config.base = folder.path() / "many";
        config.multi_user = true;
        start_engine(std::move(config));
    }
    /// The connection to the recording server, which is made by the first call.
    Connection& recorder() {
        if (!server) server = std::make_unique<test::RouteRecorder>(io);
        if (!recorded_connection)
            recorded_connection =
                std::make_unique<Connection>(io.get_executor(), parse_server_address(server->url()).value());
        return *recorded_connection;
    }

    void write(const std::string& name, std::string_view content) {
        const auto path = folder.path() / name;
        std::filesystem::create_directories(path.parent_path());
        if (const auto written = write_file(path, content); !written)
            throw std::runtime_error(describe(written.error()));
    }
    static std::string png(int width = 4, int height = 4, int channels = 3) {
        return engine::encode_png(engine::Image{1, height, width, channels, 0.5F}, 0);
    }

    StoredFile uploaded(const std::string& name, const std::string& bytes) {
        Upload upload{name, bytes};
        return value_of(upload_image(*connection, std::move(upload), soon()));
    }
    /// The body of POST /prompt for a place in the queue, as the recording server gets it.
    std::string body_for(std::optional<double> number, bool front) {
        recorder();
        server->answer("POST /prompt", R"({"prompt_id": "p", "number": 1, "node_errors": {}})");
        protocol::SubmitRequest request{R"({"9": {"class_type": "SaveImage", "inputs": {}}})"};
        request.client = protocol::ClientId{"me"};
        request.prompt_id = protocol::PromptId{"p"};
        request.number = number;
        request.front = front;
        value_of(submit(recorder(), std::move(request), soon()));
        return server->last().body;
    }
    protocol::SubmitReply submitted(const std::string& graph) {
        protocol::SubmitRequest request{graph};
        return value_of(submit(*connection, std::move(request), soon()));
    }
    protocol::PromptId start_slow(int seed = 1) {
        const auto reply = submitted(slow_graph(seed));
        EXPECT_TRUE(until([&] { return value_of(queue(*connection, soon())).running.size() == 1; }));
        return reply.prompt;
    }
    protocol::HistoryEntry ended(const protocol::PromptId& prompt) {
        std::optional<protocol::HistoryEntry> entry;
        EXPECT_TRUE(until([&] {
            entry = value_of(history(*connection, prompt, soon()));
            return entry.has_value();
        }));
        return entry.value_or(protocol::HistoryEntry{});
    }

    TemporaryFolder folder{"divan-parity"};
    std::unique_ptr<test::RouteRecorder> server;
    std::unique_ptr<Connection> recorded_connection;
};

}  // namespace divan::parity
