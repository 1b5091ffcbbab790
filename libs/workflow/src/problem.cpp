#include <divan/base/text.hpp>
#include <divan/workflow/problem.hpp>

namespace divan {

std::string describe(const Problem& problem) {
    std::string text;
    if (!problem.node.empty()) {
        text = "node " + printable(problem.node.str(), 200);
        const auto& name = problem.title.empty() ? problem.class_type : problem.title;
        if (!name.empty()) text += " '" + printable(name, 200) + "'";
        text += ": ";
    }
    text += printable(problem.message);
    if (!problem.hint.empty()) text += " — hint: " + printable(problem.hint);
    return text;
}

}  // namespace divan
