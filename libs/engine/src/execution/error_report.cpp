#include "execution/error_report.hpp"

#include <fmt/format.h>

#include <divan/workflow/python_text.hpp>

namespace divan::engine {
namespace {

constexpr std::string_view kOutOfMemoryTips =
    "This error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might "
    "have "
    "accidentally set the batch_size to a large number.";

json::Value shown(const Datum& datum) {
    if (!datum.is_literal()) return json::Value(datum.shown());
    const json::Value& literal = datum.literal();
    const bool nested = json::array_of(literal) || json::object_of(literal);
    return nested ? json::Value(python_str(literal)) : literal;
}

}  // namespace

std::string exception_message(const NodeFailure& failure) {
    if (failure.type == "graph.DependencyCycleError") return failure.message;
    // Both "torch.OutOfMemoryError" and "torch.cuda.OutOfMemoryError" occur, by the version of torch.
    const bool out_of_memory = failure.type.ends_with("OutOfMemoryError");
    return failure.message + "\n" + std::string{out_of_memory ? kOutOfMemoryTips : std::string_view{}};
}

json::Array traceback_of(const std::string& class_type, const NodeFailure& failure) {
    json::Array lines;
    lines.emplace_back(
        "  File \"<divan engine>\", line 1, in execute\n    output_data = run_node(unique_id)\n");
    lines.emplace_back(
        fmt::format("  File \"<divan engine>\", line 1, in {}\n    raise {}\n", class_type, failure.type));
    return lines;
}

json::Object shown_inputs(const InputLists& inputs) {
    json::Object all;
    for (const auto& [name, list] : inputs) {
        json::Array values;
        for (const Datum& datum : list) values.emplace_back(shown(datum));
        all.insert_or_assign(name, std::move(values));
    }
    return all;
}

}  // namespace divan::engine
