#include <cmath>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/attachments.hpp>

#include "arguments.hpp"
#include "guard.hpp"
#include "handles.hpp"

using namespace divan;
using namespace divan::capi;

namespace {

Result<> parse_into(std::string_view json, divan_workflow** workflow) {
    auto parsed = Workflow::parse(json);
    DIVAN_TRY(parsed);
    *workflow = new divan_workflow{std::move(*parsed)};
    return {};
}

/// What every edit begins with: the workflow and the address are there.
template <class Edit>
divan_code edit(divan_workflow* workflow, const char* address, divan_error** error, Edit&& change) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(workflow));
        const auto place = text_argument(address, "address");
        DIVAN_TRY(place);
        return change(workflow->workflow, *place);
    });
}

divan_code set(divan_workflow* workflow, const char* address, json::Value value, divan_error** error) {
    return edit(workflow, address, error, [&](Workflow& graph, const std::string& place) {
        return graph.set(place, std::move(value));
    });
}

std::string as_json(const json::Value& value) {
    return json::write(value, {json::Layout::compact, false, json::NonFinite::token});
}

}  // namespace

divan_code divan_workflow_parse(const char* json, divan_workflow** workflow, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(workflow, "workflow"));
        const auto text = text_argument(json, "json");
        DIVAN_TRY(text);
        return parse_into(*text, workflow);
    });
}

divan_code divan_workflow_load(const char* path, divan_workflow** workflow, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(workflow, "workflow"));
        const auto file = path_argument(path, "path");
        DIVAN_TRY(file);
        const auto text = read_file(*file);
        DIVAN_TRY(text);
        return parse_into(*text, workflow);
    });
}

divan_code divan_workflow_copy(const divan_workflow* workflow, divan_workflow** copy, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(copy, "copy"));
        DIVAN_TRY(check(workflow));
        *copy = new divan_workflow{workflow->workflow};
        return {};
    });
}

void divan_workflow_free(divan_workflow* workflow) { release(workflow); }

divan_code divan_workflow_to_json(const divan_workflow* workflow, char** json, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(json, "text"));
        DIVAN_TRY(check(workflow));
        *json = copy_for_caller(workflow->workflow.to_json());
        return {};
    });
}

divan_code divan_workflow_set_text(divan_workflow* workflow, const char* address, const char* text,
                                   divan_error** error) {
    return edit(workflow, address, error, [&](Workflow& graph, const std::string& place) -> Result<> {
        const auto value = text_argument(text, "text");
        DIVAN_TRY(value);
        return graph.set(place, json::Value(*value));
    });
}

divan_code divan_workflow_set_int(divan_workflow* workflow, const char* address, int64_t number,
                                  divan_error** error) {
    return set(workflow, address, json::Value(number), error);
}

divan_code divan_workflow_set_double(divan_workflow* workflow, const char* address, double number,
                                     divan_error** error) {
    return edit(workflow, address, error, [&](Workflow& graph, const std::string& place) -> Result<> {
        if (!std::isfinite(number)) return fail(Errc::invalid_argument, "the number is not finite");
        return graph.set(place, json::Value(number));
    });
}

divan_code divan_workflow_set_bool(divan_workflow* workflow, const char* address, int32_t yes,
                                   divan_error** error) {
    return set(workflow, address, json::Value(yes != 0), error);
}

divan_code divan_workflow_set_json(divan_workflow* workflow, const char* address, const char* json,
                                   divan_error** error) {
    return edit(workflow, address, error, [&](Workflow& graph, const std::string& place) -> Result<> {
        const auto text = text_argument(json, "json");
        DIVAN_TRY(text);
        auto value = json::parse(*text);
        DIVAN_TRY(value);
        return graph.set(place, std::move(*value));
    });
}

divan_code divan_workflow_get_json(const divan_workflow* workflow, const char* address, char** json,
                                   divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(json, "text"));
        DIVAN_TRY(check(workflow));
        const auto place = text_argument(address, "address");
        DIVAN_TRY(place);
        const auto value = workflow->workflow.get(*place);
        DIVAN_TRY(value);
        *json = copy_for_caller(as_json(*value));
        return {};
    });
}

divan_code divan_workflow_attach_file(divan_workflow* workflow, const char* address, const char* path,
                                      divan_error** error) {
    return edit(workflow, address, error, [&](Workflow& graph, const std::string& place) -> Result<> {
        const auto file = path_argument(path, "path");
        DIVAN_TRY(file);
        return graph.attach(place, Attachment::from_file(*file));
    });
}

divan_code divan_workflow_attach_bytes(divan_workflow* workflow, const char* address, const void* bytes,
                                       size_t size, const char* name, divan_error** error) {
    return edit(workflow, address, error, [&](Workflow& graph, const std::string& place) -> Result<> {
        if (!bytes || size == 0) return fail(Errc::invalid_argument, "there are no bytes to attach");
        auto file_name = optional_text(name, "name");
        DIVAN_TRY(file_name);
        std::string content{static_cast<const char*>(bytes), size};
        return graph.attach(place, Attachment::from_bytes(std::move(content), std::move(*file_name)));
    });
}

divan_code divan_workflow_declare_output(divan_workflow* workflow, const char* alias, const char* node,
                                         divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(workflow));
        const auto name = text_argument(alias, "alias"), reference = text_argument(node, "node");
        DIVAN_TRY(name);
        DIVAN_TRY(reference);
        DIVAN_TRY(workflow->workflow.declare_output(*name, *reference));
        return {};
    });
}

divan_code divan_workflow_bypass(divan_workflow* workflow, const char* node, int32_t bypassed,
                                 divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(workflow));
        const auto reference = text_argument(node, "node");
        DIVAN_TRY(reference);
        return bypassed ? workflow->workflow.bypass(*reference) : workflow->workflow.reinstate(*reference);
    });
}
