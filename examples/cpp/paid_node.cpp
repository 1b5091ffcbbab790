// Paid nodes: the comfy.org key from the environment travels with each prompt, and stays out of the log.
// usage: COMFY_ORG_API_KEY=comfyui-… paid_node SERVER WORKFLOW.json
#include <cstdlib>
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

Result<> run_paid(const ConnectionConfig& config, const char* file) {
    const auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return fail(workflow.error());

    const Logger log{LogLevel::debug, std::clog};  // even here the key does not appear
    BlockingClient client{config, &log};
    const auto result = client.run(RunRequest{*workflow}, RunEvents{}, 10min);
    if (!result) return fail(result.error());
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    auto config = parse_server_address(argc == 3 ? argv[1] : "");
    const char* key = std::getenv("COMFY_ORG_API_KEY");
    if (!config || !key) return std::cerr << "usage: COMFY_ORG_API_KEY=… paid_node SERVER WORKFLOW.json\n", 2;
    config->comfy_org_api_key = key;  // sent as extra_data.api_key_comfy_org, to this server only
    const auto done = run_paid(*config, argv[2]);
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
