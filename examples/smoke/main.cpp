// Does an installed Divan work with your ComfyUI? A project of its own:
//
//     cmake -S examples/smoke -B smoke-build && cmake --build smoke-build
//     COMFY_HOST=http://127.0.0.1:8188 COMFY_MODEL=v1-5-pruned-emaonly-fp16.safetensors smoke-build/smoke
//
// One picture from text. Variables: COMFY_HOST, COMFY_MODEL (empty: the server's first), COMFY_POSITIVE_PROMPT,
// COMFY_NEGATIVE_PROMPT, COMFY_SEED (-1), COMFY_STEPS (8), COMFY_CFG (2), COMFY_SAMPLER, COMFY_SCHEDULER,
// COMFY_TIMEOUT_MS (120000); COMFY_UPSCALE=1 scales the picture by two on the server; COMFY_MONITOR=1 waits for a
// measurement of ComfyUI-Crystools, COMFY_MONITOR_STRICT=1 fails without one; COMFY_PROGRESS_VERBOSE=1 prints
// each step.
// Exit codes: 0 a picture came, 1 a variable is wrong, 2 timed out, 3 the workflow was refused, 4 anything else,
// 5 no monitor although it was asked for strictly.
#include <cstdlib>
#include <iostream>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/client/blocking.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/client/monitor.hpp>
#include <divan/workflow/cli_value.hpp>

namespace {

using namespace divan;
using namespace std::chrono_literals;

std::string variable(const char* name, std::string otherwise = {}) {
    const char* value = std::getenv(name);
    return value ? std::string{value} : otherwise;
}

bool is_on(const char* name) { return variable(name) == "1"; }

int exit_code(const Error& error) {
    std::cerr << describe(error) << "\n";
    if (error.code == Errc::invalid_argument) return 1;
    if (error.code == Errc::timeout) return 2;
    return error.code == Errc::prompt_rejected ? 3 : 4;
}

Result<Workflow> text_to_image(std::string model) {
    auto workflow = Workflow::parse(R"({
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": ""}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["1", 1]}},
        "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["1", 1]}},
        "4": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 512, "batch_size": 1}},
        "5": {"class_type": "KSampler", "inputs": {"seed": 0, "steps": 0, "cfg": 0.0, "sampler_name": "",
              "scheduler": "", "denoise": 1.0, "model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0],
              "latent_image": ["4", 0]}},
        "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "divan-smoke", "images": ["6", 0]}}})");
    if (!workflow) return workflow;
    const std::pair<const char*, std::string> inputs[] = {
        {"1.ckpt_name", std::move(model)},
        {"2.text", variable("COMFY_POSITIVE_PROMPT", "a lighthouse on a cliff at dusk")},
        {"3.text", variable("COMFY_NEGATIVE_PROMPT", "text, watermark")},
        {"5.seed", variable("COMFY_SEED", "-1")},
        {"5.steps", variable("COMFY_STEPS", "8")},
        {"5.cfg", variable("COMFY_CFG", "2")},
        {"5.sampler_name", variable("COMFY_SAMPLER", "euler")},
        {"5.scheduler", variable("COMFY_SCHEDULER", "normal")},
    };
    for (const auto& [address, text] : inputs)
        if (auto set = workflow->set_text(address, text); !set) return fail(std::move(set).error());
    if (is_on("COMFY_UPSCALE")) {
        workflow->add_node(NodeId{"8"}, "ImageScaleBy",
                           {{"upscale_method", "lanczos"}, {"scale_by", 2.0}, {"image", {"6", 0}}});
        if (auto linked = workflow->link(NodeId{"8"}, 0, NodeId{"9"}, "images"); !linked)
            return fail(std::move(linked).error());
    }
    return workflow;
}

/// Whether ComfyUI-Crystools sends a measurement within three seconds.
asio::awaitable<Result<bool>> is_monitored(Connection& server) {
    const monitor::Monitor monitor{server};
    const auto opened = co_await server.open(within(10s));
    if (!opened) co_return fail(opened.error());
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (int i = 0; i < 30 && !monitor.active(); ++i) {
        timer.expires_after(100ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_return monitor.active();
}

}  // namespace

int main() {
    const auto config = parse_server_address(variable("COMFY_HOST", "http://127.0.0.1:8188"));
    if (!config) return exit_code(config.error());
    const auto milliseconds = parse_cli_value(variable("COMFY_TIMEOUT_MS", "120000"));
    const auto limit = milliseconds ? json::to_int64(*milliseconds) : std::nullopt;
    if (!limit || *limit <= 0) return exit_code(Error{Errc::invalid_argument, "COMFY_TIMEOUT_MS is no whole number"});
    const std::chrono::milliseconds timeout{*limit};
    BlockingClient client{*config};

    if (is_on("COMFY_MONITOR") || is_on("COMFY_MONITOR_STRICT")) {
        const auto monitored = client.call<bool>(is_monitored);
        if (!monitored) return exit_code(monitored.error());
        std::cout << (*monitored ? "the server is monitored\n" : "no monitor: is ComfyUI-Crystools installed?\n");
        if (!*monitored && is_on("COMFY_MONITOR_STRICT")) return 5;
    }

    std::string model = variable("COMFY_MODEL");
    if (model.empty()) {
        const auto models = client.call<std::vector<std::string>>(
            [&](Connection& server) { return checkpoints(server, within(timeout)); });
        if (!models) return exit_code(models.error());
        if (!models->empty()) model = models->front();
    }
    const auto workflow = text_to_image(model);
    if (!workflow) return exit_code(workflow.error());

    int previews = 0;
    RunEvents events;
    events.on_percent = [](int percent) { std::cout << percent << " %\n"; };
    events.on_preview = [&](const Preview&) { ++previews; };
    if (is_on("COMFY_PROGRESS_VERBOSE"))
        events.on_progress = [](const RunProgress& progress) { std::cout << progress.fraction << "\n"; };
    const auto result = client.run(RunRequest{*workflow}, events, timeout);
    if (!result) return exit_code(result.error());
    const auto files = client.save_outputs(*result, SaveOptions{"smoke-output"}, timeout);
    if (!files) return exit_code(files.error());
    for (const auto& saved : *files) std::cout << saved.file.path.string() << "\n";
    std::cout << previews << " previews\n";
    return files->empty() ? exit_code(Error{Errc::result_missing, "no picture came"}) : 0;
}
