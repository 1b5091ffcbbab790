// Image editing: redraws only what a mask marks, and keeps the rest of the picture.
// usage: edit_with_mask SERVER WORKFLOW.json PICTURE MASK PROMPT
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>
#include <divan/workflow/attachments.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

struct Edit {
    std::string workflow, picture, mask, prompt;
};

Result<Workflow> prepare(const Edit& edit) {
    auto workflow = read_file(edit.workflow).and_then(Workflow::parse);
    if (!workflow) return workflow;
    for (const auto& [input, file] :
         {std::pair{"#Source.image", edit.picture}, std::pair{"#Mask.image", edit.mask}})
        if (const auto attached = workflow->attach(input, Attachment::from_file(file)); !attached)
            return fail(attached.error());
    if (const auto set = workflow->set("#Positive prompt.text", edit.prompt.c_str()); !set)
        return fail(set.error());
    if (const auto output = workflow->declare_output("edited", "#Save"); !output) return fail(output.error());
    return workflow;
}

Result<> draw(const ConnectionConfig& config, const Edit& edit) {
    const auto workflow = prepare(edit);
    if (!workflow) return fail(workflow.error());
    BlockingClient client{config};
    const auto result = client.run(RunRequest{*workflow}, RunEvents{}, 5min);
    if (!result) return fail(result.error());
    for (const auto& file : result->output("edited")->files)
        std::cout << "the server has it as " << file.filename << "\n";
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 6 ? argv[1] : "");
    if (!config) return std::cerr << "usage: edit_with_mask SERVER WORKFLOW.json PICTURE MASK PROMPT\n", 2;
    const auto done = draw(*config, Edit{argv[2], argv[3], argv[4], argv[5]});
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
