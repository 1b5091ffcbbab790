// Runs a workflow from a program without an event loop: callbacks come while `run` waits.
// usage: blocking SERVER WORKFLOW.json
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

int give_up(const Error& error) {
    std::cerr << describe(error) << "\n";
    return 1;
}

int run_workflow(const char* server, const char* file) {
    const auto config = parse_server_address(server);
    if (!config) return give_up(config.error());
    const auto text = read_file(file);
    if (!text) return give_up(text.error());
    auto workflow = Workflow::parse(*text);
    if (!workflow) return give_up(workflow.error());

    BlockingClient client{*config};
    RunEvents events;
    events.on_percent = [](int percent) { std::cout << percent << " %\n"; };
    const auto result = client.run(RunRequest{*workflow}, events, 5min);
    if (!result) return give_up(result.error());
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return give_up(files.error());
    for (const auto& saved : *files) std::cout << saved.file.path.string() << "\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: blocking SERVER WORKFLOW.json\n";
        return 2;
    }
    return run_workflow(argv[1], argv[2]);
}
