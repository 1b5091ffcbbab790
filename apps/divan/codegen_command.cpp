#include <iterator>
#include <ostream>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/workflow/codegen.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

struct CodegenRequest {
    std::string from;  ///< a file with the answer of /object_info; "-": standard input; empty: the server's
    std::string output = "-";  ///< "-": standard output
    CodegenOptions options;

    CodegenRequest() = default;
};

Result<NodeCatalogue> catalogue_of_file(const std::string& name, const Shell& shell) {
    if (name == "-") return NodeCatalogue::parse(std::string{std::istreambuf_iterator<char>{shell.in}, {}});
    const auto text = read_file(name);
    if (!text) return fail(Errc::invalid_argument, describe(text.error()), "check the path after --from");
    auto catalogue = NodeCatalogue::parse(*text);
    if (!catalogue) return fail(std::move(catalogue).error().with("file", name));
    return catalogue;
}

/// The catalogue, and in `origin` a name for where it came from.
Result<NodeCatalogue> read_catalogue(const CodegenRequest& request, std::string& origin,
                                     const Program& program) {
    if (!request.from.empty()) {
        origin = request.from == "-" ? "" : std::filesystem::path{request.from}.filename().string();
        return catalogue_of_file(request.from, program.shell);
    }
    const auto settings = program.settings();
    if (!settings) return fail(settings.error());
    const auto timeout = program.timeout_or(*settings, std::chrono::minutes{2});
    return ask<NodeCatalogue>(program, *settings, [&](Connection& server) {
        origin = settings->servers.empty() ? "the embedded engine" : server.server();
        return object_info(server, within(timeout));
    });
}

ExitCode write_header(const GeneratedHeader& header, const CodegenRequest& request, const Program& program) {
    auto& err = program.shell.err;
    for (const SkippedEntry& entry : header.skipped)
        err << fmt::format("left out: {}: {}\n", printable(entry.class_type, 200),
                           printable(entry.reason, 400));
    if (request.output == "-") {
        program.shell.out << header.text << std::flush;
        return ExitCode::done;
    }
    if (const auto written = write_file(request.output, header.text); !written)
        return program.report(written.error());
    err << fmt::format("{}: {} node classes\n", request.output, header.classes);
    return ExitCode::done;
}

ExitCode codegen(CodegenRequest request, Program& program) {
    const auto catalogue = read_catalogue(request, request.options.origin, program);
    if (!catalogue) return program.report(catalogue.error());
    const auto header = generate_header(*catalogue, request.options);
    if (!header) return program.report(header.error());
    return write_header(*header, request, program);
}

}  // namespace

void add_codegen_command(CLI::App& app, Program& program) {
    auto& command =
        *app.add_subcommand("codegen", "Write a C++ header with a type for each node class of a server");
    const auto request = std::make_shared<CodegenRequest>();
    command.add_option("-o,--output", request->output, "the header; - for standard output")
        ->type_name("FILE");
    command
        .add_option("--from", request->from,
                    "a stored answer of GET /object_info instead of a server's; - for standard input")
        ->type_name("FILE");
    command
        .add_option("--namespace", request->options.name_space, "where the types stand, e.g. studio::nodes")
        ->type_name("NAME");
    command.add_option("--only", request->options.classes, "only these classes; with --category, both kinds")
        ->type_name("CLASS");
    command
        .add_option("--category", request->options.categories,
                    "only classes of these categories and those below them")
        ->type_name("CATEGORY");
    add_server_options(command, program);
    add_timeout_option(command, program, "for reading the server's nodes (default 2m)");
    command.callback(
        [&program, request] { program.chosen = [&program, request] { return codegen(*request, program); }; });
}

}  // namespace divan::app
