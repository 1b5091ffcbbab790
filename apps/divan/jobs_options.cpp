#include "jobs_options.hpp"

#include <ostream>

#include <divan/json/write.hpp>

namespace divan::app {

std::chrono::milliseconds patience(const Program& program, std::chrono::milliseconds usual) {
    return program.timeout.value_or(usual);
}

net::Query whose(const JobsOptions& options) {
    net::Query query;
    if (!options.owner.empty()) query.emplace_back("owner", options.owner);
    if (options.all) query.emplace_back("all", "true");
    return query;
}

std::string target(const JobsOptions& options, const std::string& job, const std::string& below,
                   net::Query more) {
    net::Query query = whose(options);
    query.insert(query.end(), more.begin(), more.end());
    const std::string path =
        "/api/v2/divan/jobs" + (job.empty() ? "" : "/" + net::percent_encode(job)) + below;
    return path + (query.empty() ? "" : "?" + net::encode_query(query));
}

Result<json::Value> ask(const JobsOptions& options, const std::string& method, const std::string& where,
                        std::chrono::milliseconds span) {
    return ask_gateway<json::Value>(options.gateway, [&](GatewayAccess& gateway) {
        const int tries = method == "GET" ? kJobsTries : 1;
        return gateway.ask_patiently(net::HttpRequest{method, where}, tries, within(span));
    });
}

ExitCode print(const Program& program, const json::Value& document) {
    program.shell.out << json::write(document, {json::Layout::pretty, false}) << std::endl;
    return ExitCode::done;
}

}  // namespace divan::app
