#include <divan/protocol/submit.hpp>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/json/write.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

using json::Value;

NodeProblem read_problem(const Value& value) {
    NodeProblem problem;
    problem.type = json::text_or(value, "type");
    problem.message = json::text_or(value, "message");
    problem.details = json::text_or(value, "details");
    problem.extra_info = value_at(value, "extra_info");
    problem.input = json::text_or(problem.extra_info, "input_name");
    return problem;
}

NodeErrors read_node(std::string_view id, const Value& value) {
    NodeErrors node;
    node.node = NodeId{std::string{id}};
    node.class_type = json::text_or(value, "class_type");
    node.dependent_outputs = nodes_at(value, "dependent_outputs");
    const Value* errors = json::find(value, "errors");
    const json::Array* list = errors ? json::array_of(*errors) : nullptr;
    if (list)
        for (const Value& error : *list) node.problems.push_back(read_problem(error));
    return node;
}

std::vector<NodeErrors> read_node_errors(const Value& document) {
    std::vector<NodeErrors> nodes;
    const Value* member = json::find(document, "node_errors");
    const json::Object* members = member ? json::object_of(*member) : nullptr;
    if (!members) return nodes;  // an empty list on some servers
    for (const auto& entry : *members) nodes.push_back(read_node(entry.key(), entry.value()));
    return nodes;
}

Value to_json(const NodeProblem& problem) {
    json::Object object;
    object["type"] = problem.type;
    object["message"] = problem.message;
    object["details"] = problem.details;
    object["extra_info"] = problem.extra_info;
    return object;
}

json::Object options_of(const SubmitRequest& request) {
    json::Object options;
    if (!request.client.empty()) options["client_id"] = request.client.str();
    if (!request.prompt_id.empty()) options["prompt_id"] = request.prompt_id.str();
    if (!request.extra_data.empty()) options["extra_data"] = request.extra_data;
    if (request.number) options["number"] = *request.number;
    if (request.front && !request.number) options["front"] = true;
    if (!request.targets.empty()) options["partial_execution_targets"] = to_array(request.targets);
    return options;
}

constexpr std::size_t kProblemsTold = 20;

std::string sentence(const NodeErrors& node, const NodeProblem& problem) {
    const std::string input = problem.input.empty() ? "" : fmt::format(" input '{}'", problem.input);
    return fmt::format("node {} ({}){}: {}", node.node.str(), node.class_type, input, problem.type);
}

/// The first problem is told by the error itself; programs that must know them all read these facts.
void add_further_problems(Error& error, const std::vector<NodeErrors>& nodes) {
    std::size_t told = 0;
    for (const NodeErrors& node : nodes)
        for (const NodeProblem& problem : node.problems)
            if (told++ > 0 && told <= kProblemsTold)
                error.context.emplace_back("problem", sentence(node, problem));
}

void add_first_problem(Error& error, const std::vector<NodeErrors>& nodes) {
    std::size_t problems = 0;
    for (const NodeErrors& node : nodes) problems += node.problems.size();
    if (nodes.empty()) return;
    const NodeErrors& first = nodes.front();
    error.message = fmt::format("node {} ({})", first.node.str(), first.class_type);
    error.context.emplace_back("node", first.node.str());
    error.context.emplace_back("node_class", first.class_type);
    if (!first.problems.empty()) {
        const NodeProblem& problem = first.problems.front();
        error.message = sentence(first, problem);
        error.server_text = problem.message + (problem.details.empty() ? "" : ": " + problem.details);
        if (!problem.input.empty()) error.context.emplace_back("input", problem.input);
        error.context.emplace_back("reason", problem.type);
    }
    error.context.emplace_back("problems", std::to_string(problems));
    add_further_problems(error, nodes);
}

/// The choices that the server tells with a complaint: of `[["a", "b"]]` or `["COMBO", {"options": […]}]`.
std::vector<std::string> choices_in(const json::Value& extra_info) {
    const Value* config = json::find(extra_info, "input_config");
    const json::Array* parts = config ? json::array_of(*config) : nullptr;
    if (!parts || parts->empty()) return {};
    const json::Array* list = json::array_of(parts->front());
    if (!list && parts->size() > 1) {
        const Value* options = json::find((*parts)[1], "options");
        list = options ? json::array_of(*options) : nullptr;
    }
    std::vector<std::string> choices;
    if (list)
        for (const Value& choice : *list)
            if (const auto text = json::text_of(choice)) choices.emplace_back(*text);
    return choices;
}

/// What the first complaint may have meant.
std::string nearest_choice(const std::vector<NodeErrors>& nodes) {
    if (nodes.empty() || nodes.front().problems.empty()) return {};
    const NodeProblem& problem = nodes.front().problems.front();
    if (problem.type != "value_not_in_list") return {};
    return did_you_mean(json::text_or(problem.extra_info, "received_value"), choices_in(problem.extra_info));
}

std::string hint_for(std::string_view type) {
    if (type == "value_not_in_list") return "list what the server offers: models, samplers, input files";
    if (type == "required_input_missing") return "set the input, or connect a node to it";
    if (type == "prompt_no_outputs") return "add a node that saves or previews something";
    if (type == "invalid_prompt" || type == "missing_node_type")
        return "install the custom node on the server";
    if (type == "return_type_mismatch") return "connect an output of the type that the input takes";
    return {};
}

}  // namespace

std::string write(const SubmitRequest& request) {
    std::string options = json::write(options_of(request));  // "{…}": its members go behind the graph
    const std::string rest = options.size() > 2 ? "," + options.substr(1) : "}";
    return "{\"prompt\":" + request.graph + rest;
}

Result<SubmitReply> parse_submit_reply(std::string_view body) {
    const auto document = read_object(body, "the reply to POST /prompt");
    if (!document) return fail(document.error());
    SubmitReply reply;
    reply.prompt = id_at<PromptId>(*document, "prompt_id");
    if (reply.prompt.empty())
        return fail(Errc::malformed_reply, "the reply to POST /prompt names no prompt_id", {},
                    std::string{body.substr(0, 500)});
    reply.number = value_at(*document, "number");
    reply.node_errors = read_node_errors(*document);
    return reply;
}

Result<Rejection> parse_rejection(std::string_view body) {
    const auto document = read_object(body, "the rejection of a prompt");
    if (!document) return fail(document.error());
    const Value* error = json::find(*document, "error");
    if (!error)
        return fail(Errc::malformed_reply, "the rejection of a prompt has no 'error'", {},
                    std::string{body.substr(0, 500)});
    Rejection rejection;
    rejection.type = json::text_or(*error, "type");
    rejection.message = json::text_or(*error, "message", json::text_of(*error).value_or(""));
    rejection.details = json::text_or(*error, "details");
    rejection.extra_info = value_at(*error, "extra_info");
    rejection.node_errors = read_node_errors(*document);
    return rejection;
}

Value to_json(const std::vector<NodeErrors>& errors) {
    json::Object object;
    for (const NodeErrors& node : errors) {
        json::Array problems;
        for (const NodeProblem& problem : node.problems) problems.emplace_back(to_json(problem));
        json::Object entry;
        entry["errors"] = std::move(problems);
        entry["dependent_outputs"] = to_array(node.dependent_outputs);
        entry["class_type"] = node.class_type;
        object[node.node.str()] = std::move(entry);
    }
    return object;
}

Value to_json(const Rejection& rejection) {
    json::Object error, document;
    error["type"] = rejection.type;
    error["message"] = rejection.message;
    error["details"] = rejection.details;
    error["extra_info"] = rejection.extra_info;
    document["error"] = std::move(error);
    document["node_errors"] = to_json(rejection.node_errors);
    return document;
}

Error to_error(const Rejection& rejection) {
    Error error{Errc::prompt_rejected, "the server refused the workflow", hint_for(rejection.type)};
    error.server_text = rejection.message + (rejection.details.empty() ? "" : ": " + rejection.details);
    error.context.emplace_back("error_type", rejection.type);
    add_first_problem(error, rejection.node_errors);
    if (!error.fact("reason").empty()) error.hint = hint_for(error.fact("reason"));
    if (auto meant = nearest_choice(rejection.node_errors); !meant.empty()) error.hint = std::move(meant);
    if (rejection.type == "prompt_outputs_failed_validation" && rejection.node_errors.empty())
        error.hint = "the server names no node: look for a cycle in the graph";  // ComfyUI 0.3.64
    return error;
}

Error to_error(const SubmitReply& partly_accepted) {
    Error error{Errc::prompt_rejected, "the server would run only a part of the workflow"};
    add_first_problem(error, partly_accepted.node_errors);
    error.message = "the server would run only a part of the workflow: " + error.message;
    error.hint = hint_for(error.fact("reason"));
    error.context.emplace_back("accepted", "partly");
    return error;
}

}  // namespace divan::protocol
