#include "generate_job.hpp"

#include <divan/base/text.hpp>

#include <filesystem>
#include <set>

#include <fmt/format.h>

#include <divan/json/parse.hpp>
#include <divan/workflow/cli_value.hpp>

namespace divan::app {
namespace {

namespace fs = std::filesystem;

Result<json::Object> values_from(const std::vector<std::string>& texts) {
    json::Object values;
    for (const std::string& text : texts) {
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string::npos)
            return fail(Errc::invalid_argument, fmt::format("'{}' gives no slot a value", text),
                        "write TOKEN=VALUE");
        const std::string token = text.substr(0, equals);
        auto value = parse_cli_value(text.substr(equals + 1));
        if (!value) return fail(std::move(value).error());
        if (!values.emplace(token, std::move(*value)).second)
            return fail(Errc::invalid_argument, fmt::format("the slot '{}' is given two values", token));
    }
    return values;
}

Errc code_of(const std::string& code) {
    static const std::set<std::string> limits{"total_timeout", "queue_ttl", "run_timeout", "timeout"};
    static const std::set<std::string> refused{"invalid_workflow", "partial_validation", "missing_model",
                                               "missing_node", "too_large"};
    if (limits.contains(code)) return Errc::timeout;
    if (refused.contains(code)) return Errc::prompt_rejected;
    if (code == "cancelled") return Errc::cancelled;
    if (code == "result_missing") return Errc::result_missing;
    return Errc::execution_failed;
}

}  // namespace

Result<json::Object> body_of(const GenerateRequest& request) {
    json::Object body;
    const auto add = [&](const char* member, const std::optional<std::string>& text) {
        if (text) body[member] = *text;
    };
    add("prompt_text", request.prompt);
    add("negative_prompt", request.negative);
    add("lora_name", request.lora);
    add("checkpoint_name", request.checkpoint);
    add("template", request.template_name);
    if (request.seed && *request.seed != "random") {
        auto seed = json::parse(*request.seed);
        if (!seed || !json::is_integer(*seed))
            return fail(Errc::invalid_argument, fmt::format("'{}' is no seed", *request.seed),
                        "a number from 0 to 18446744073709551615, or random");
        body["seed"] = std::move(*seed);
    }
    if (request.chapter) body["chapter"] = *request.chapter;
    if (request.page) body["page"] = *request.page;
    auto values = values_from(request.values);
    if (!values) return values;
    if (!values->empty()) body["values"] = std::move(*values);
    body["timeout"] = static_cast<double>(request.timeout.count()) / 1'000;
    return body;
}

SavePlace place_for(const std::string& output, ResultForm form) {
    SavePlace wanted;
    wanted.form = std::move(form);
    const fs::path path{output};
    std::error_code ignored;
    const std::string extension = to_lower(path.extension().string());
    if (output.find('{') != std::string::npos || extension.empty() || output.ends_with('/') ||
        fs::is_directory(path, ignored)) {
        wanted.place = parse_output(output);
        return wanted;
    }
    wanted.place.folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    wanted.place.pattern = path.stem().string() + ".{ext}";
    const std::string format = extension == ".jpg" ? "jpeg" : extension.substr(1);
    if (wanted.form.format.empty() && (format == "png" || format == "jpeg" || format == "webp"))
        wanted.form.format = format;
    return wanted;
}

bool has_ended(const json::Value& job) {
    const std::string status = json::text_or(job, "status");
    return status == "complete" || status == "failed";
}

Error failure_of(const json::Value& job) {
    const json::Value* told = json::find(job, "error");
    const json::Value nothing{json::Object{}};
    const json::Value& error = told ? *told : nothing;
    const std::string code = json::text_or(error, "code", "unknown");
    Error failure{code_of(code), "the job failed", "", json::text_or(error, "message")};
    if (failure.code == Errc::cancelled) failure.message = "the job was cancelled";
    if (failure.code == Errc::timeout) failure.hint = "give it more time with --timeout, e.g. --timeout 5m";
    return std::move(failure).with("reason", code).with("job", json::text_or(job, "id"));
}

RunView progress_of(const json::Value& job) {
    RunView view;
    const auto whole = [](const json::Value& object, const char* member) -> std::int64_t {
        const json::Value* value = json::find(object, member);
        return value ? json::to_int64(*value).value_or(0) : 0;
    };
    if (const json::Value* ahead = json::find(job, "queue_position"); ahead && json::is_number(*ahead))
        view.queued_before = static_cast<int>(whole(job, "queue_position"));
    const json::Value* progress = json::find(job, "progress");
    if (!progress) return view;
    if (const json::Value* value = json::find(*progress, "value"))
        view.fraction = json::to_double(*value).value_or(0);
    if (json::find(*progress, "node")) view.node = "node " + json::text_or(*progress, "node");
    view.step = whole(*progress, "step");
    view.steps = whole(*progress, "steps");
    return view;
}

std::vector<std::string> paths_of(const json::Value& job) {
    std::vector<std::string> paths;
    const json::Value* outputs = json::find(job, "outputs");
    const json::Array* list = outputs ? json::array_of(*outputs) : nullptr;
    if (!list) return paths;
    for (const json::Value& output : *list) {
        const std::string path = json::text_or(output, "path"),
                          absolute = json::text_or(output, "absolute_path");
        if (path.empty()) continue;
        std::error_code error;
        const bool here = fs::equivalent(path, absolute, error) && !error;
        paths.push_back(here || absolute.empty() ? path : absolute);
    }
    return paths;
}

}  // namespace divan::app
