// Text to image: the smallest whole program.
// usage: text_to_image SERVER WORKFLOW.json PROMPT
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

Result<> draw(const ConnectionConfig& config, const char* file, const char* prompt) {
    auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return fail(workflow.error());
    const auto set = workflow->set("#Positive prompt.text", prompt);
    if (!set) return set;

    BlockingClient client{config};
    const auto result = client.run(RunRequest{*workflow}, RunEvents{}, 5min);
    if (!result) return fail(result.error());
    for (const SeedChange& seed : result->seeds) std::cout << "seed " << seed.value << "\n";
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 4 ? argv[1] : "");
    if (!config) return std::cerr << "usage: text_to_image SERVER WORKFLOW.json PROMPT\n", 2;
    const auto done = draw(*config, argv[2], argv[3]);
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
