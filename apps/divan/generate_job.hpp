#pragma once

#include <string>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

#include "progress_line.hpp"
#include "result_form.hpp"
#include "run_plan.hpp"

/// The parts of `divan generate` that need no gateway.
namespace divan::app {

/// The command line, as `POST /jobs` takes it. What is not given is not sent.
struct GenerateRequest {
    std::optional<std::string> prompt, negative, lora, checkpoint, template_name, seed;
    std::optional<int> chapter, page;
    std::vector<std::string> values;  ///< "TOKEN=VALUE"
    std::chrono::milliseconds timeout{90'000};

    GenerateRequest() = default;
};
/// Errors: `invalid_argument` (a seed that is none, a value without a name).
Result<json::Object> body_of(const GenerateRequest& request);

/// Where `-o` wants the pictures: a folder (one that is there, ends with "/", or has no extension), a
/// pattern, or one file, whose extension says the format unless `form` does.
struct SavePlace {
    OutputPlace place;
    ResultForm form;

    SavePlace() = default;
};
SavePlace place_for(const std::string& output, ResultForm form);

/// A job of `GET /jobs/{id}` that has failed, as an error with the exit code that fits.
Error failure_of(const json::Value& job);
bool has_ended(const json::Value& job);
RunView progress_of(const json::Value& job);

/// Where its pictures are, as this process sees them: the gateway's own (relative) path where that is the
/// same file from here, else the absolute one.
std::vector<std::string> paths_of(const json::Value& job);

}  // namespace divan::app
