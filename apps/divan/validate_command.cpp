#include <ostream>

#include <divan/client/catalogue.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/explain.hpp>
#include <divan/workflow/seeds.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/validate.hpp>

#include "server_access.hpp"
#include "workflow_source.hpp"

namespace divan::app {
namespace {

/// What is wrong with a workflow, and what the server would answer.
struct Judgement {
    PromptVerdict verdict;
    std::vector<Problem> problems;
};

Judgement judge(Workflow workflow, const NodeCatalogue& catalogue) {
    randomize_seeds(workflow, &catalogue);  // as `divan run` does before it sends
    Judgement judgement;
    judgement.verdict = validate_prompt(workflow.to_value(), catalogue);
    judgement.problems = explain(judgement.verdict, workflow, catalogue);
    if (judgement.problems.empty() && !judgement.verdict.accepted)
        judgement.problems = check_structure(workflow, &catalogue);
    return judgement;
}

json::Value to_json(const Judgement& judgement) {
    json::Array problems;
    for (const Problem& problem : judgement.problems)
        problems.push_back(json::Object{{"code", problem.code},
                                        {"node", problem.node.str()},
                                        {"class_type", problem.class_type},
                                        {"title", problem.title},
                                        {"message", problem.message},
                                        {"hint", problem.hint}});
    return json::Object{{"accepted", judgement.verdict.accepted},
                        {"http_status", judgement.verdict.http_status},
                        {"error", judgement.verdict.error},
                        {"node_errors", judgement.verdict.node_errors},
                        {"problems", std::move(problems)}};
}

void print(const Judgement& judgement, const Shell& shell) {
    for (const Problem& problem : judgement.problems) shell.out << describe(problem) << "\n";
    if (!judgement.problems.empty() && judgement.verdict.accepted)
        shell.out << "the server would run a part of the workflow and leave the outputs above out\n";
    if (judgement.problems.empty() && judgement.verdict.accepted) shell.out << "ok\n";
    shell.out.flush();
}

ExitCode validate(const WorkflowSource& source, Program& program) {
    const auto settings = program.settings();
    if (!settings) return program.report(settings.error());
    const auto workflow = load_workflow(source, program, *settings);
    if (!workflow) return program.report(workflow.error());
    const auto timeout = program.timeout_or(*settings, std::chrono::minutes{2});
    const auto catalogue = ask<NodeCatalogue>(
        program, *settings, [&](Connection& server) { return object_info(server, within(timeout)); });
    if (!catalogue) return program.report(catalogue.error());
    const Judgement judgement = judge(*workflow, *catalogue);
    if (program.json)
        program.shell.out << json::write(to_json(judgement), {json::Layout::pretty, false}) << std::endl;
    else
        print(judgement, program.shell);
    return judgement.verdict.accepted && judgement.problems.empty() ? ExitCode::done : ExitCode::rejected;
}

}  // namespace

void add_validate_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand(
        "validate", "Check a workflow against a server's nodes and models without running it");
    const auto source = std::make_shared<WorkflowSource>();
    add_workflow_options(command, *source);
    add_server_options(command, program);
    add_timeout_option(command, program, "for reading the server's nodes (default 2m)");
    add_json_option(command, program);
    command.callback(
        [&program, source] { program.chosen = [&program, source] { return validate(*source, program); }; });
}

}  // namespace divan::app
