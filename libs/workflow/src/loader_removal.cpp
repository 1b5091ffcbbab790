#include "loader_removal.hpp"

#include <array>
#include <optional>

#include <divan/base/text.hpp>

namespace divan {
namespace {

std::optional<Link> source_of(const std::vector<Link>& inputs, std::int64_t slot) {
    constexpr std::array<std::string_view, 2> kNames{"model", "clip"};
    if (slot < 0) return std::nullopt;
    if (slot < 2)
        for (const Link& link : inputs)
            if (link.input == kNames[static_cast<std::size_t>(slot)]) return link;
    if (static_cast<std::uint64_t>(slot) < inputs.size()) return inputs[static_cast<std::size_t>(slot)];
    return std::nullopt;
}

}  // namespace

Result<> remove_loader(Workflow& workflow, const NodeId& loader) {
    const auto inputs = workflow.links_into(loader);
    for (const Link& fed : workflow.links_out_of(loader)) {
        const auto source = source_of(inputs, fed.slot);
        if (!source)
            return fail(Error{Errc::invalid_argument,
                              "without a LoRA, node " + printable(loader.str(), 200) +
                                  " cannot be taken out: nothing "
                                  "would feed input '" +
                                  printable(fed.input, 200) + "' of node " + printable(fed.to.str(), 200),
                              "name a LoRA, or use a template without the loader"}
                            .with("node", printable(loader.str(), 200)));
        if (auto linked = workflow.link(source->from, source->slot, fed.to, fed.input); !linked)
            return fail(std::move(linked).error());
    }
    if (auto removed = workflow.remove_node(loader); !removed) return fail(std::move(removed).error());
    return {};
}

}  // namespace divan
