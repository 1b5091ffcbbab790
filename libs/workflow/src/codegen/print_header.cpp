#include "print_header.hpp"

#include <fmt/format.h>

#include <divan/base/text.hpp>

#include "choice_types.hpp"
#include "cpp_text.hpp"
#include "node_builder.hpp"

namespace divan::codegen {
namespace {

constexpr std::size_t kWidth = 116;

void print_comment(std::string& out, std::size_t indent, std::string_view foreign) {
    for (const auto& line : comment_lines(foreign, kWidth - indent - 4))
        out += fmt::format("{:{}}/// {}\n", "", indent, line);
}

/// `items`, as many to a line as fit.
void print_filled(std::string& out, std::size_t indent, const std::vector<std::string>& items) {
    std::string line;
    for (const auto& item : items) {
        if (!line.empty() && indent + line.size() + 1 + item.size() > kWidth) {
            out += fmt::format("{:{}}{}\n", "", indent, line);
            line.clear();
        }
        line += (line.empty() ? "" : " ") + item;
    }
    if (!line.empty()) out += fmt::format("{:{}}{}\n", "", indent, line);
}

/// `before{items};`, on one line where it fits.
void print_braced(std::string& out, std::size_t indent, std::string_view before,
                  std::vector<std::string> items) {
    const std::string joined = join(items, ", ");
    if (indent + before.size() + joined.size() + 3 <= kWidth) {
        out += fmt::format("{:{}}{}{{{}}};\n", "", indent, before, joined);
        return;
    }
    for (auto& item : items) item += ',';
    out += fmt::format("{:{}}{}{{\n", "", indent, before);
    print_filled(out, indent + 4, items);
    out += fmt::format("{:{}}}};\n", "", indent);
}

void print_choice(std::string& out, std::size_t indent, const std::string& name, const ChoiceType& type) {
    out += fmt::format("{:{}}struct {} : Choice {{\n", "", indent, name);
    std::vector<std::string> enumerators;
    for (std::size_t i = 0; i < type.enumerators.size(); ++i)
        enumerators.push_back(enumerator(type, i, name));
    print_braced(out, indent + 4, "enum Known ", std::move(enumerators));
    out += fmt::format("{:{}}{}(Known known) : Choice{{{}}} {{}}\n", "", indent + 4, name,
                       type.texts_only ? "kTexts[known]" : "Json{kTexts[known]}");
    out += fmt::format("{:{}}using Choice::Choice;\n", "", indent + 4);
    print_braced(out, indent + 4, "static constexpr const char* kTexts[] = ", type.literals);
    out += fmt::format("{:{}}}};\n", "", indent);
}

void print_shared_choice(std::string& out, const ChoiceType& type) {
    print_comment(out, 0, type.first_use + (type.uses > 1 ? fmt::format(" and {} more", type.uses - 1) : ""));
    print_choice(out, 0, type.shared_name, type);
    out += '\n';
}

void print_local_choices(std::string& out, const NodeType& node, std::string_view name_space) {
    for (const LocalChoice& choice : node.choices) {
        if (choice.type->shared_name.empty())
            print_choice(out, 4, choice.name, *choice.type);
        else
            out +=
                fmt::format("    using {} = ::{}::{};\n", choice.name, name_space, choice.type->shared_name);
    }
}

/// The name in the workflow where the C++ name is another one, then the facts.
std::string member_notes(const Member& member) {
    const bool same = member.input_name.empty() || member.input_name == member.identifier;
    std::string notes = same ? "" : '"' + member.input_name + '"';
    if (!member.facts.empty()) notes += (notes.empty() ? "" : ", ") + member.facts;
    return comment_text(notes);
}

void print_member(std::string& out, std::size_t indent, const Member& member) {
    print_comment(out, indent, member.tooltip);
    const std::string_view wrapper = member.presence == Presence::required    ? "Required"
                                     : member.presence == Presence::defaulted ? "Input"
                                                                              : "Optional";
    std::string line = fmt::format("{}<{}> {}", wrapper, member.type, member.identifier);
    if (!member.initializer.empty())
        line += " = " + member.initializer;
    else if (member.presence == Presence::optional)
        line += "{}";
    const std::string notes = member_notes(member);
    out += fmt::format("{:{}}{};{}{}\n", "", indent, line, notes.empty() ? "" : "  ///< ", notes);
}

void print_writer(std::string& out, std::size_t indent, const InputGroup& group) {
    std::vector<std::string> calls;
    if (!group.own_value.empty()) calls.push_back(fmt::format("to_.own_value({});", group.own_value));
    for (const Member& member : group.members)
        if (!member.input_name.empty())
            calls.push_back(fmt::format("to_({}, {}{}{});", *string_literal(member.input_name),
                                        member.identifier, member.list.empty() ? "" : ", ", member.list));
    out += fmt::format("{:{}}void write_to(NodeInputs&{}) const {{", "", indent, calls.empty() ? "" : " to_");
    if (!calls.empty()) {
        out += '\n';
        print_filled(out, indent + 4, calls);
        out += fmt::format("{:{}}", "", indent);
    }
    out += "}\n";
}

void print_group_body(std::string& out, std::size_t indent, const InputGroup& group) {
    for (const InputGroup& option : group.options) {
        out += fmt::format("{:{}}struct {} {{\n", "", indent, option.identifier);
        print_group_body(out, indent + 4, option);
        print_writer(out, indent + 4, option);
        out += fmt::format("{:{}}}};\n", "", indent);
    }
    for (const Member& member : group.members) print_member(out, indent, member);
}

void print_outputs(std::string& out, const NodeType& node) {
    out += "    struct Outputs : AddedNode {";
    for (const OutputMember& output : node.outputs) {
        out += '\n';
        print_comment(out, 8, output.tooltip);
        out +=
            fmt::format("        Output<{}> {}{{*this, {}}};", output.type, output.identifier, output.slot);
        if (!output.facts.empty()) out += "  ///< " + comment_text(output.facts);
    }
    out += node.outputs.empty() ? "};\n" : "\n    };\n";
}

void print_node_comment(std::string& out, const NodeInfo& info) {
    const std::string title = info.display_name.empty() ? info.class_type : info.display_name;
    print_comment(out, 0, info.category.empty() ? title : title + " (" + info.category + ')');
    print_comment(out, 0, info.description);
    if (info.output_node) print_comment(out, 0, "An output node.");
    if (info.experimental) print_comment(out, 0, "Experimental: it may change.");
    if (info.api_node) print_comment(out, 0, "Calls a paid service: the run needs a comfy.org key.");
}

void print_node(std::string& out, const NodeType& node, std::string_view name_space) {
    print_node_comment(out, *node.info);
    out += fmt::format("struct {}{} {{\n", node.info->deprecated ? "[[deprecated(\"by its author\")]] " : "",
                       node.identifier);
    print_local_choices(out, node, name_space);
    print_group_body(out, 4, node.inputs);
    print_outputs(out, node);
    out += fmt::format("    static constexpr const char* kClassType = {};\n", node.class_type);
    print_writer(out, 4, node.inputs);
    out += "};\n\n";
}

void print_skipped(std::string& out, const std::vector<SkippedEntry>& skipped) {
    if (skipped.empty()) return;
    out += "// Left out, because it has no form that ComfyUI knows:\n";
    for (const SkippedEntry& entry : skipped)
        out += fmt::format("//   {}\n", comment_text(entry.class_type + ": " + entry.reason));
    out += '\n';
}

void print_tags(std::string& out, const std::vector<std::string>& tags) {
    if (tags.empty()) return;
    out += "namespace divan::types {\n";
    for (const auto& tag : tags) out += fmt::format("struct {};\n", tag);
    out += "}  // namespace divan::types\n\n";
}

}  // namespace

std::string print_header(const HeaderModel& model, std::string_view name_space, std::string_view origin) {
    std::string body;
    for (const ChoiceType* type : model.choices) print_shared_choice(body, *type);
    for (const NodeType& node : model.nodes) print_node(body, node, name_space);

    std::string out = "// Written by `divan codegen`: do not edit, run it again.\n";
    if (!origin.empty())
        out += fmt::format("// {} node classes of {}\n", model.nodes.size(), comment_text(origin));
    out += "#pragma once\n\n";
    if (body.find("::std::numeric_limits") != std::string::npos) out += "#include <limits>\n\n";
    out += "#include <divan/workflow/typed_graph.hpp>\n\n";
    print_skipped(out, model.skipped);
    print_tags(out, model.tags);
    out += fmt::format("namespace {} {{\n\nnamespace types = ::divan::types;\n", name_space);
    for (const auto& name : kVocabulary) out += fmt::format("using ::divan::typed::{};\n", name);
    return out + '\n' + body + fmt::format("}}  // namespace {}\n", name_space);
}

}  // namespace divan::codegen
