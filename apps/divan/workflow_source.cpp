#include "workflow_source.hpp"

#include <istream>
#include <iterator>
#include <ostream>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>
#include <divan/engine/fit_attachment.hpp>
#include <divan/workflow/attachments.hpp>
#include <divan/workflow/changes.hpp>
#include <divan/workflow/template_folder.hpp>

namespace divan::app {

namespace fs = std::filesystem;

namespace {

/// The file as named, with ".json" added, or the same two in the workflow folder.
std::optional<fs::path> find_file(const std::string& name, const fs::path& folder) {
    std::vector<fs::path> places{name, name + ".json"};
    if (!folder.empty() && fs::path{name}.is_relative()) {
        places.push_back(folder / name);
        places.push_back(folder / (name + ".json"));
    }
    for (const fs::path& place : places)
        if (fs::is_regular_file(place)) return place;
    return std::nullopt;
}

Result<std::string> read_source(const WorkflowSource& source, const Program& program,
                                const Settings& settings) {
    if (source.file == "-") return std::string{std::istreambuf_iterator<char>{program.shell.in}, {}};
    const auto file = find_file(source.file, settings.workflow_folder);
    if (!file)
        return fail(Errc::invalid_argument, "there is no workflow file '" + source.file + "'",
                    settings.workflow_folder.empty()
                        ? "check the path"
                        : "searched here and in " + settings.workflow_folder.string());
    auto text = read_file(*file);
    if (!text) return fail(Errc::invalid_argument, describe(text.error()));
    if (!settings.backup_folder.empty())
        if (auto kept = back_up_workflow(*file, settings.backup_folder); !kept) return fail(kept.error());
    return text;
}

/// "a=b" at the first '='. Errors: `invalid_argument`.
Result<std::pair<std::string, std::string>> assignment(const std::string& text, const std::string& option) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return fail(Errc::invalid_argument, option + " '" + text + "' is no assignment",
                    option == "--set" ? "write NODE.INPUT=VALUE, e.g. 6.text=\"a red fox\""
                                      : "write NODE=FILE, e.g. 1=photo.png");
    return std::pair{text.substr(0, equals), text.substr(equals + 1)};
}

Result<void> set_inputs(Workflow& workflow, const std::vector<std::string>& sets) {
    for (const std::string& set : sets) {
        const auto parts = assignment(set, "--set");
        if (!parts) return fail(parts.error());
        if (auto done = workflow.set_text(parts->first, parts->second, NewInputs::refuse); !done)
            return fail(std::move(done).error().with("option", "--set " + set));
    }
    return {};
}

/// "1" means the input of node 1 that names a file; "1.image" is taken as it is.
std::string file_address(const Workflow& workflow, const std::string& reference) {
    const auto node = workflow.resolve(reference);
    if (!node) return reference;
    for (const char* input : {"image", "audio", "video", "file", "model_file"})
        if (workflow.get(*node, input)) return reference + "." + input;
    return reference + ".image";
}

Result<Attachment> attachment_of(const std::string& file, int max_side, const Program& program) {
    Attachment whole = Attachment::from_file(file);
    if (max_side == 0) return whole;
    auto fitted = engine::fit_attachment(std::move(whole), max_side);
    if (!fitted) return fail(std::move(fitted).error().with("file", file));
    if (fitted->made && !program.quiet && !program.json && !program.json_stream)
        program.shell.err << printable(file) << ": " << fitted->made->source_width << "x"
                          << fitted->made->source_height << " scaled down to " << fitted->made->width << "x"
                          << fitted->made->height << std::endl;
    return std::move(fitted->attachment);
}

Result<void> attach_files(Workflow& workflow, const WorkflowSource& source, const Program& program) {
    for (const std::string& image : source.images) {
        const auto parts = assignment(image, "--image");
        if (!parts) return fail(parts.error());
        if (!fs::is_regular_file(parts->second))
            return fail(Errc::invalid_argument, "there is no file '" + parts->second + "'",
                        "check --image " + image);
        auto attachment = attachment_of(parts->second, source.max_side, program);
        if (!attachment) return fail(std::move(attachment).error());
        auto done = workflow.attach(file_address(workflow, parts->first), *std::move(attachment));
        if (!done) return fail(std::move(done).error().with("option", "--image " + image));
    }
    return {};
}

Result<void> plan(Workflow& workflow, const WorkflowSource& source) {
    for (const std::string& node : source.bypass)
        if (auto done = workflow.bypass(node); !done)
            return fail(std::move(done).error().with("option", "--bypass " + node));
    for (const std::string& output : source.collect)
        if (auto done = workflow.declare_output(output); !done)
            return fail(std::move(done).error().with("option", "--collect " + output));
    return {};
}

/// With `--verbose`: what the options changed, and in which nodes.
void log_changes(const Workflow& before, const Workflow& after, const Logger& log) {
    if (!log.enabled(LogLevel::debug)) return;
    for (const WorkflowChange& change : changes_between(before, after))
        log.write(LogLevel::debug, "workflow", "changed", {{"what", describe(change)}});
}

}  // namespace

void add_workflow_options(CLI::App& command, WorkflowSource& source) {
    command.add_option("workflow", source.file, "workflow file in the API format; - for standard input")
        ->required()
        ->type_name("FILE");
    command
        .add_option("--set", source.sets,
                    "set an input: 6.text=\"a red fox\", \"#Positive prompt.text=…\", KSampler.steps=30")
        ->type_name("NODE.INPUT=VALUE")
        ->allow_extra_args(false);
}

Result<Workflow> load_workflow(const WorkflowSource& source, const Program& program,
                               const Settings& settings) {
    const auto text = read_source(source, program, settings);
    if (!text) return fail(text.error());
    auto workflow = Workflow::parse(*text);
    if (!workflow)
        return fail(
            std::move(workflow).error().with("file", source.file == "-" ? "standard input" : source.file));
    const Workflow as_written = *workflow;
    workflow->strip_is_changed();
    if (auto set = set_inputs(*workflow, source.sets); !set) return fail(set.error());
    if (auto attached = attach_files(*workflow, source, program); !attached) return fail(attached.error());
    if (auto planned = plan(*workflow, source); !planned) return fail(planned.error());
    log_changes(as_written, *workflow, Logger{settings.log_level, program.shell.err});
    return workflow;
}

}  // namespace divan::app
