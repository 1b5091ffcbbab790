#pragma once

#include <string>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/net/url.hpp>

#include "gateway_access.hpp"
#include "program.hpp"
#include "result_form.hpp"

/// What the commands of `divan jobs` share.
namespace divan::app {

struct JobsOptions {
    GatewayOptions gateway;
    std::vector<std::string> jobs, statuses;
    std::string batch, owner;
    std::size_t limit = 50;
    bool all = false;
    std::string output;  ///< of `wait`: where results are saved; empty: nowhere
    ResultForm form;
};

inline constexpr int kJobsTries = 4;

std::chrono::milliseconds patience(const Program& program, std::chrono::milliseconds usual);
/// Whose jobs are meant.
net::Query whose(const JobsOptions& options);
/// A path below /api/v2/divan/jobs.
std::string target(const JobsOptions& options, const std::string& job, const std::string& below,
                   net::Query more = {});
/// Reading is tried again, what changes something is not.
Result<json::Value> ask(const JobsOptions& options, const std::string& method, const std::string& where,
                        std::chrono::milliseconds span);
ExitCode print(const Program& program, const json::Value& document);

// One function for each command. jobs_command.cpp: ls, show; jobs_wait.cpp; jobs_change.cpp.
ExitCode wait_for_jobs(const JobsOptions& options, Program& program);
ExitCode watch_job(const JobsOptions& options, Program& program);
ExitCode cancel_jobs(const JobsOptions& options, Program& program);
ExitCode retry_jobs(const JobsOptions& options, Program& program);
ExitCode remove_jobs(const JobsOptions& options, Program& program);

}  // namespace divan::app
