// Image loading: one picture from a file, one from memory. Equal content is uploaded once per server.
// usage: load_images SERVER WORKFLOW.json PICTURE OTHER_PICTURE
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>
#include <divan/workflow/attachments.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

Result<> blend(const ConnectionConfig& config, const char* file, const char* first, const char* second) {
    auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return fail(workflow.error());
    auto canvas =
        read_file(second);  // whatever your program has in memory: a canvas, a download, a clipboard
    if (!canvas) return fail(canvas.error());

    auto from_file = Attachment::from_file(first).in_subfolder("divan");
    auto from_memory = Attachment::from_bytes(std::move(*canvas));  // named after its content
    if (auto attached = workflow->attach("#First.image", std::move(from_file)); !attached) return attached;
    if (auto attached = workflow->attach("#Second.image", std::move(from_memory)); !attached) return attached;

    BlockingClient client{config};
    const auto result = client.run(RunRequest{*workflow}, RunEvents{}, 5min);
    if (!result) return fail(result.error());
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 5 ? argv[1] : "");
    if (!config) return std::cerr << "usage: load_images SERVER WORKFLOW.json PICTURE OTHER_PICTURE\n", 2;
    const auto done = blend(*config, argv[2], argv[3], argv[4]);
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
