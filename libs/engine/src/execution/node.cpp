#include "execution/node.hpp"

namespace divan::engine {

void NodeRegistry::add(NodeClass node) {
    const auto [place, is_new] = by_name_.emplace(node.name, classes_.size());
    if (is_new)
        classes_.push_back(std::make_unique<NodeClass>(std::move(node)));
    else
        classes_[place->second] = std::make_unique<NodeClass>(std::move(node));
}

const NodeClass* NodeRegistry::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : classes_[found->second].get();
}

}  // namespace divan::engine
