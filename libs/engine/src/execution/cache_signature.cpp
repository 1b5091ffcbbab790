#include "execution/cache_signature.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include <divan/base/hash.hpp>

namespace divan::engine {
namespace {

/// Every part carries its length, so that no text can imitate the border between two parts.
std::string part(char kind, std::string_view content) {
    return fmt::format("{}{}:{}", kind, content.size(), content);
}

/// One spelling per mathematical value: integers and whole floats as their digits, other floats as shortest
/// text.
std::string number_part(const json::Value& number, std::string_view place) {
    if (const auto exact = json::to_int64(number)) return part('n', fmt::to_string(*exact));
    if (const auto exact = json::to_uint64(number)) return part('n', fmt::to_string(*exact));
    if (json::is_integer(number)) return part('n', json::number_text(number));
    const double value = json::to_double(number).value_or(std::nan(""));
    if (std::isnan(value)) return part('u', place);
    if (std::isfinite(value) && std::trunc(value) == value) return part('n', fmt::format("{:.0f}", value));
    return part('n', fmt::format("{}", value));
}

std::string list_part(const json::Array& list, std::string_view place) {
    std::string content;
    for (std::size_t i = 0; i < list.size(); ++i)
        content += canonical_text(list[i], fmt::format("{}/{}", place, i));
    return list.empty() ? part('e', "") : part('l', content);
}

std::vector<std::string> sorted_keys(const json::Object& object) {
    std::vector<std::string> keys;
    for (const auto& member : object) keys.emplace_back(member.key());
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::string object_part(const json::Object& object, std::string_view place) {
    std::string content;
    for (const std::string& key : sorted_keys(object))
        content +=
            part('k', key) + canonical_text(*json::find(object, key), fmt::format("{}/{}", place, key));
    return object.empty() ? part('e', "") : part('o', content);
}

std::vector<std::string> sources_of(const json::Object& inputs) {
    std::vector<std::string> sources;
    for (const std::string& key : sorted_keys(inputs))
        if (const auto link = link_of(*json::find(inputs, key))) sources.push_back(link->node);
    return sources;
}

}  // namespace

std::string canonical_text(const json::Value& value, std::string_view place) {
    if (const auto text = json::text_of(value)) return part('s', *text);
    if (const auto flag = json::to_bool(value)) return part('n', *flag ? "1" : "0");
    if (json::is_number(value)) return number_part(value, place);
    if (const json::Array* list = json::array_of(value)) return list_part(*list, place);
    if (const json::Object* object = json::object_of(value)) return object_part(*object, place);
    return part('z', "");
}

struct SignatureMaker::Ancestry {
    std::vector<std::string> order;
    std::unordered_map<std::string, std::size_t> places;
};

/// Depth first in the order of sorted input names, without recursion: a chain of nodes may be as long as a
/// body allows.
SignatureMaker::Ancestry SignatureMaker::ancestry_of(const std::string& id) const {
    Ancestry ancestry;
    std::vector<std::vector<std::string>> stack;  // sources still to be visited, last one first
    const auto push_sources = [&](const std::string& node) {
        auto sources = sources_of(graph_.inputs_of(node));
        std::reverse(sources.begin(), sources.end());
        stack.push_back(std::move(sources));
    };
    push_sources(id);
    while (!stack.empty()) {
        if (stack.back().empty()) {
            stack.pop_back();
            continue;
        }
        const std::string next = std::move(stack.back().back());
        stack.back().pop_back();
        if (!ancestry.places.emplace(next, ancestry.order.size()).second) continue;
        ancestry.order.push_back(next);
        push_sources(next);
    }
    return ancestry;
}

std::string SignatureMaker::immediate(const std::string& id, const Ancestry& ancestry) const {
    const std::string place = fmt::format("{}/{}", run_, id);
    if (!graph_.has(id)) return part('u', place);  // a missing node is never equal to anything
    const std::string class_type = graph_.class_of(id);
    std::string text = part('c', class_type) + canonical_text(is_changed_(id), place + "/is_changed");
    const ClassFacts* facts = classes_.find(class_type);
    if (facts && facts->id_in_signature) text += part('i', id);
    const json::Object& inputs = graph_.inputs_of(id);
    for (const std::string& key : sorted_keys(inputs)) {
        const json::Value& value = *json::find(inputs, key);
        text += part('k', key);
        if (const auto link = link_of(value))
            text += part('a', fmt::format("{}.{}", ancestry.places.at(link->node), link->slot));
        else
            text += canonical_text(value, fmt::format("{}/inputs/{}", place, key));
    }
    return part('N', text);
}

std::string SignatureMaker::of(const std::string& id) const {
    const Ancestry ancestry = ancestry_of(id);
    Sha256 hash;
    hash.update(immediate(id, ancestry));
    for (const std::string& ancestor : ancestry.order) hash.update(immediate(ancestor, ancestry));
    return hash.hex();
}

}  // namespace divan::engine
