#include "faults/fault_plan.hpp"
#include "server/site.hpp"

namespace divan::engine {

namespace {

Answer refused(const Error& error) {
    json::Array problems;
    for (const auto& [where, what] : error.context)
        problems.push_back(json::Object{{"where", where}, {"what", what}});
    return json_answer(json::Object{{"error", error.message}, {"problems", std::move(problems)}}, 400);
}

Answer replace_plan(Site& site, const Request& request) {
    auto plan = parse_fault_plan(request.body);
    if (!plan) return refused(plan.error());
    site.faults.replace(std::move(*plan));
    return json_answer(site.faults.to_json());
}

}  // namespace

/// The two routes are no part of ComfyUI; they exist only when faults were configured.
void add_fault_routes(Router& router, Site& site) {
    if (!site.config.fault_control && site.config.faults_file.empty()) return;
    router.add("GET", "/divan/faults",
               [&site](const Request&) { return json_answer(site.faults.to_json()); });
    router.add("POST", "/divan/faults",
               [&site](const Request& request) { return replace_plan(site, request); });
}

}  // namespace divan::engine
