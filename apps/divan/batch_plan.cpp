#include "batch_plan.hpp"

#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/base/nearest.hpp>
#include <divan/json/write.hpp>

namespace divan::app {

Result<std::vector<ColumnTarget>> read_targets(const std::vector<std::string>& maps, const BatchTable& table,
                                               const Workflow& workflow) {
    std::vector<ColumnTarget> targets;
    for (const std::string& map : maps) {
        const auto equals = map.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(Errc::invalid_argument, "--map '" + map + "' is no assignment",
                        "write COLUMN=NODE.INPUT, e.g. prompt=6.text");
        ColumnTarget& target = targets.emplace_back();
        target.column = map.substr(0, equals);
        target.address = map.substr(equals + 1);
        if (std::ranges::find(table.columns, target.column) == table.columns.end())
            return fail(Errc::invalid_argument, "the file has no column '" + target.column + "'",
                        did_you_mean(target.column, table.columns));
        if (auto known = workflow.check_address(target.address, NewInputs::refuse); !known)
            return fail(std::move(known).error().with("option", "--map " + map));
    }
    return targets;
}

Result<Workflow> workflow_of(const BatchRow& row, const std::vector<ColumnTarget>& targets,
                             const Workflow& workflow) {
    Workflow made = workflow;
    for (const ColumnTarget& target : targets) {
        const json::Value* value = json::find(row.values, target.column);
        if (!value) continue;
        const auto text = json::text_of(*value);
        auto set = text ? made.set_text(target.address, *text, NewInputs::refuse)
                        : made.set(target.address, *value, NewInputs::refuse);
        if (!set)
            return fail(
                std::move(set).error().with("row", std::to_string(row.number)).with("column", target.column));
    }
    return made;
}

std::string batch_hash(const BatchTable& table, const std::vector<ColumnTarget>& targets,
                       const Workflow& workflow) {
    std::string text = table.hash + "\n" + workflow.to_json() + "\n";
    for (const ColumnTarget& target : targets)
        text += json::write(json::Value(target.column)) + "=" + target.address + "\n";
    return sha256_hex(text);
}

}  // namespace divan::app
