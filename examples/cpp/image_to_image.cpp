// Image to image: uploads a picture and redraws it with a new prompt.
// usage: image_to_image SERVER WORKFLOW.json PICTURE PROMPT
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>
#include <divan/workflow/attachments.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

Result<Workflow> redraw(const char* file, const char* picture, const char* prompt) {
    auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return workflow;
    // The client uploads the file before the run, and sets the input to the name that the server gave it.
    const auto attached = workflow->attach("#Source.image", Attachment::from_file(picture));
    if (!attached) return fail(attached.error());
    const auto set = workflow->set_inputs(
        {{"#Positive prompt", {{"text", prompt}}}, {"KSampler", {{"denoise", 0.55}, {"steps", 12}}}});
    if (!set) return fail(set.error());
    return workflow;
}

Result<> draw(const ConnectionConfig& config, const Workflow& workflow) {
    BlockingClient client{config};
    RunEvents events;
    events.on_percent = [](int percent) { std::cout << percent << " %\n"; };
    const auto result = client.run(RunRequest{workflow}, events, 5min);
    if (!result) return fail(result.error());
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 5 ? argv[1] : "");
    if (!config) return std::cerr << "usage: image_to_image SERVER WORKFLOW.json PICTURE PROMPT\n", 2;
    const auto workflow = redraw(argv[2], argv[3], argv[4]);
    const auto done = workflow ? draw(*config, *workflow) : Result<>{fail(workflow.error())};
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
