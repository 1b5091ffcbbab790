// Events and previews: prints everything that a run tells, and keeps each preview as a file.
// usage: events_and_previews SERVER WORKFLOW.json
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

/// Previews are small, lossy and on time: good for a screen, never a result.
void keep(const Preview& preview, int number) {
    const std::string ending = preview.media_type == "image/png" ? ".png" : ".jpg";
    const std::string_view bytes{reinterpret_cast<const char*>(preview.image.data()), preview.image.size()};
    const auto file = "previews/" + std::to_string(number) + ending;
    if (const auto written = write_file(file, bytes); !written)
        std::cerr << describe(written.error()) << "\n";
}

RunEvents everything(const Workflow& workflow) {
    RunEvents events;
    events.on_accepted = [](const auto& id) { std::cout << "accepted as " << id.str() << "\n"; };
    events.on_waiting = [](std::size_t ahead) { std::cout << ahead << " prompts before ours\n"; };
    events.on_started = [] { std::cout << "started\n"; };
    events.on_cached = [](const auto& nodes) {
        std::cout << nodes.size() << " nodes need not be computed\n";
    };
    events.on_node = [workflow](const NodeId& node) { std::cout << workflow.title(node) << "\n"; };
    events.on_progress = [](const RunProgress& now) {
        if (now.max > 0)
            std::cout << "step " << now.value << " of " << now.max << ", " << now.percent << " %\n";
    };
    events.on_preview = [count = 0](const Preview& preview) mutable { keep(preview, ++count); };
    events.on_text = [](const NodeId&, std::string_view text) { std::cout << text << "\n"; };
    events.on_output = [](const protocol::NodeOutputs& node) {
        std::cout << node.files.size() << " files made\n";
    };
    events.on_finished = [](const RunResult& result) {
        std::cout << "finished: waited " << result.times.waited.count() << " ms, ran "
                  << result.times.ran.count() << " ms\n";
    };
    events.on_failed = [](const Error& error) { std::cerr << describe(error) << "\n"; };
    return events;
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 3 ? argv[1] : "");
    if (!config) return std::cerr << "usage: events_and_previews SERVER WORKFLOW.json\n", 2;
    const auto workflow = read_file(argv[2]).and_then(Workflow::parse);
    if (!workflow) return std::cerr << describe(workflow.error()) << "\n", 2;
    BlockingClient client{*config};
    return client.run(RunRequest{*workflow}, everything(*workflow), 5min) ? 0 : 1;
}
