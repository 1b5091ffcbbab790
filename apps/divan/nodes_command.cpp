#include <ostream>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/json/write.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

std::string shown(const json::Value* value) { return value ? json::write(*value) : "—"; }

/// "0 to 100, default 8.0" or the first choices; empty when the class tells nothing.
std::string range_of(const InputSpec& input) {
    if (const auto* choices = input.choices()) {
        std::string text = fmt::format("{} choices", choices->size());
        for (std::size_t i = 0; i < choices->size() && i < 4; ++i)
            text += (i ? ", " : ": ") + json::write((*choices)[i]);
        return choices->size() > 4 ? text + " …" : text;
    }
    std::string text;
    if (input.option("min") || input.option("max"))
        text = shown(input.option("min")) + " to " + shown(input.option("max"));
    if (const auto* fallback = input.option("default"))
        text += (text.empty() ? "default " : ", default ") + shown(fallback);
    return text;
}

void print_class(const NodeInfo& node, const Shell& shell) {
    auto& out = shell.out;
    out << paint(shell.terminal, Colour::bold, node.class_type);
    if (!node.display_name.empty() && node.display_name != node.class_type)
        out << "  (" << printable(node.display_name) << ")";
    out << "\n";
    if (!node.category.empty()) out << "  category: " << printable(node.category) << "\n";
    if (!node.description.empty()) out << "  " << printable(node.description) << "\n";
    for (const InputSpec& input : node.inputs) {
        out << fmt::format("  {} {:<22} {:<14} {}", input.section == InputSection::required ? "in " : "in?",
                           printable(input.name), printable(input.type_name()),
                           printable(range_of(input), 120))
            << "\n";
    }
    for (const OutputSpec& output : node.outputs)
        out << fmt::format(
                   "  out {:<22} {}", printable(output.name),
                   output.type ? printable(std::string{json::text_of(*output.type).value_or("COMBO")}) : "")
            << "\n";
    if (node.output_node) out << "  saves or shows results\n";
}

void print_list(const std::vector<const NodeInfo*>& nodes, const Shell& shell) {
    for (const NodeInfo* node : nodes)
        shell.out << fmt::format("{:<36} {:<36} {}", printable(node->class_type),
                                 printable(node->display_name), printable(node->category))
                  << "\n";
    shell.out.flush();
}

ExitCode nodes(const std::string& search, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto timeout = program.timeout_or(*settings, std::chrono::minutes{2});
    const auto catalogue = ask<NodeCatalogue>(
        program, *settings, [&](Connection& server) { return object_info(server, within(timeout)); });
    if (!catalogue) return program.report(catalogue.error());
    const NodeInfo* exact = catalogue->find(search);
    const auto found = exact ? std::vector<const NodeInfo*>{exact} : catalogue->search(search);
    if (program.json) {
        json::Object all;
        for (const NodeInfo* node : found) all[node->class_type] = *node->raw;
        program.shell.out << json::write(all, {json::Layout::pretty, false}) << std::endl;
    } else if (exact) {
        print_class(*exact, program.shell);
    } else {
        print_list(found, program.shell);
    }
    if (!found.empty()) return ExitCode::done;
    const auto classes = catalogue->classes();
    return program.report(
        Error{Errc::invalid_argument, "no node fits '" + search + "'", did_you_mean(search, classes)});
}

}  // namespace

void add_nodes_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("nodes", "List the node classes of a server, or show one");
    const auto search = std::make_shared<std::string>();
    command.add_option("search", *search,
                       "a class name shows it; other words search names, categories and descriptions");
    add_server_options(command, program);
    add_timeout_option(command, program, "for reading the server's nodes (default 2m)");
    add_json_option(command, program);
    command.callback(
        [&program, search] { program.chosen = [&program, search] { return nodes(*search, program); }; });
}

}  // namespace divan::app
