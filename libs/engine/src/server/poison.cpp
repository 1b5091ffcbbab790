#include "server/poison.hpp"

#include <algorithm>
#include <set>

namespace divan::engine {

namespace {

const json::Object* inputs_of(const json::Value& node) {
    const json::Value* inputs = json::find(node, "inputs");
    return inputs ? json::object_of(*inputs) : nullptr;
}

/// Walks from the outputs along all links, declared or not. False when one leads nowhere.
bool links_are_whole(const json::Object& prompt, std::vector<std::string> open) {
    std::set<std::string> seen{open.begin(), open.end()};
    while (!open.empty()) {
        const std::string id = std::move(open.back());
        open.pop_back();
        const json::Value* node = json::find(prompt, id);
        if (!node) return false;
        for (const auto& [name, value] : *inputs_of(*node)) {
            const json::Value* source = link_source(value);
            if (!source) continue;
            std::string next{*json::text_of(*source)};
            if (seen.insert(next).second) open.push_back(std::move(next));
        }
    }
    return true;
}

}  // namespace

const json::Value* link_source(const json::Value& value) {
    const auto* items = json::array_of(value);
    const bool is_link =
        items && items->size() == 2 && json::is_text((*items)[0]) && json::is_number((*items)[1]);
    return is_link ? &(*items)[0] : nullptr;
}

bool is_poison(const json::Object& prompt, const std::vector<std::string>& outputs) {
    const bool whole =
        std::ranges::all_of(prompt, [](const auto& member) { return inputs_of(member.value()) != nullptr; });
    return !whole || !links_are_whole(prompt, outputs);
}

}  // namespace divan::engine
