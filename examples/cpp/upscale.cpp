// Upscaling: a picture through an upscale model, with a name of our own for the result.
// usage: upscale SERVER WORKFLOW.json PICTURE
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>
#include <divan/workflow/attachments.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

std::string size_of(const std::optional<PictureSize>& size) {
    return size ? std::to_string(size->width) + " x " + std::to_string(size->height) : "unknown size";
}

Result<> enlarge(const ConnectionConfig& config, const char* file, const char* picture) {
    auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return fail(workflow.error());
    const auto attached = workflow->attach("#Source.image", Attachment::from_file(picture));
    if (!attached) return attached;

    BlockingClient client{config};
    const auto result = client.run(RunRequest{*workflow}, RunEvents{}, 5min);
    if (!result) return fail(result.error());
    SaveOptions options{"out"};
    options.pattern = "{source}_large_v{version:03}.{ext}";  // the next free number: nothing is overwritten
    options.values["source"] = std::filesystem::path{picture}.stem().string();
    const auto files = client.save_outputs(*result, options, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files)
        std::cout << size_of(picture_size(picture)) << " -> " << size_of(saved.picture) << ": "
                  << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 4 ? argv[1] : "");
    if (!config) return std::cerr << "usage: upscale SERVER WORKFLOW.json PICTURE\n", 2;
    const auto done = enlarge(*config, argv[2], argv[3]);
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
