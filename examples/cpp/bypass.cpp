// Bypassing: the same workflow with and without some nodes. What they fed is connected to what fed them.
// usage: bypass SERVER WORKFLOW.json NODE...
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

Result<> run_and_save(BlockingClient& client, const Workflow& workflow, const std::string& name) {
    const auto result = client.run(RunRequest{workflow}, RunEvents{}, 5min);
    if (!result) return fail(result.error());
    SaveOptions options{"out"};
    options.pattern = name + ".{ext}";
    const auto files = client.save_outputs(*result, options, 5min);
    if (!files) return fail(files.error());
    std::cout << name << ": " << result->node_count << " nodes, " << result->cached_nodes.size()
              << " of them cached\n";
    return {};
}

Result<> compare(const ConnectionConfig& config, const char* file, std::span<char*> nodes) {
    auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return fail(workflow.error());
    BlockingClient client{config};

    if (auto whole = run_and_save(client, *workflow, "whole"); !whole) return whole;
    for (const char* node : nodes)
        if (auto left_out = workflow->bypass(node); !left_out) return left_out;
    if (auto shorter = run_and_save(client, *workflow, "bypassed"); !shorter) return shorter;
    for (const char* node : nodes)
        if (auto back = workflow->reinstate(node); !back) return back;
    return run_and_save(client, *workflow, "whole_again");
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc >= 4 ? argv[1] : "");
    if (!config) return std::cerr << "usage: bypass SERVER WORKFLOW.json NODE...\n", 2;
    const auto done = compare(*config, argv[2], {argv + 3, argv + argc});
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
