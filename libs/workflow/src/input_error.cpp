#include "input_error.hpp"

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

#include "workflow_graph.hpp"

namespace divan {

Error unknown_input(std::string_view node, std::string_view input, const json::Object* inputs) {
    std::vector<std::string> known;
    if (inputs)
        for (const auto& member : *inputs) known.emplace_back(key_of(member));
    std::string hint = did_you_mean(input, known);
    if (hint.empty() && !known.empty()) hint = "its inputs are " + join(known, ", ");
    return Error{Errc::unknown_input,
                 "node '" + printable(node, 200) + "' has no input '" + printable(input, 200) + "'",
                 std::move(hint)};
}

}  // namespace divan
