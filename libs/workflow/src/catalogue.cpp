#include <algorithm>
#include <map>

#include <boost/json/monotonic_resource.hpp>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/python_text.hpp>

#include "catalogue_read.hpp"

namespace divan {

std::string InputSpec::type_name() const {
    return is_choice() ? "COMBO" : std::string{json::text_of(*type).value_or("")};
}

bool InputSpec::is_choice() const { return json::array_of(*type) || json::text_of(*type) == "COMBO"; }

const json::Array* InputSpec::choices() const {
    if (const auto* listed = json::array_of(*type)) return listed;
    const auto* listed = is_choice() ? option("options") : nullptr;
    return listed ? json::array_of(*listed) : nullptr;
}

const json::Value* InputSpec::option(std::string_view key) const { return json::find(*options, key); }

std::string InputSpec::tooltip() const {
    const auto* text = option("tooltip");
    return std::string{text ? json::text_of(*text).value_or("") : ""};
}

const InputSpec* NodeInfo::input(std::string_view name) const {
    const auto found =
        std::find_if(inputs.begin(), inputs.end(), [&](const InputSpec& spec) { return spec.name == name; });
    return found == inputs.end() ? nullptr : &*found;
}

const json::Object* NodeInfo::hidden() const {
    const auto* input = raw ? json::find(*raw, "input") : nullptr;
    const auto* members = input ? json::find(*input, "hidden") : nullptr;
    return members ? json::object_of(*members) : nullptr;
}

struct NodeCatalogue::Data {
    json::Value tree;
    std::vector<NodeInfo> nodes;  // borrows from the tree
    std::map<std::string_view, std::size_t> by_class;
    std::vector<SkippedEntry> skipped;

    explicit Data(json::Value object_info) : tree(std::move(object_info)) {
        for (const auto& member : *json::object_of(tree))
            if (auto info =
                    read_node_info({member.key().data(), member.key().size()}, member.value(), skipped))
                nodes.push_back(std::move(*info));
        for (std::size_t i = 0; i < nodes.size(); ++i) by_class.emplace(nodes[i].class_type, i);
    }
};

NodeCatalogue::NodeCatalogue() : data_{std::make_shared<const Data>(json::Value(json::Object{}))} {}

NodeCatalogue::NodeCatalogue(std::shared_ptr<const Data> data) : data_{std::move(data)} {}

Result<NodeCatalogue> NodeCatalogue::parse(std::string_view object_info) {
    auto storage = boost::json::make_shared_resource<boost::json::monotonic_resource>();
    auto tree = json::parse(object_info, {}, std::move(storage));
    if (!tree) return fail(std::move(tree).error());
    return from_json(std::move(*tree));
}

Result<NodeCatalogue> NodeCatalogue::from_json(json::Value object_info) {
    if (!json::object_of(object_info))
        return fail(Errc::malformed_reply,
                    "the node catalogue is no object but a " + std::string{json::kind_name(object_info)});
    return NodeCatalogue{std::make_shared<const Data>(std::move(object_info))};
}

const NodeInfo* NodeCatalogue::find(std::string_view class_type) const {
    const auto found = data_->by_class.find(class_type);
    return found == data_->by_class.end() ? nullptr : &data_->nodes[found->second];
}

const std::vector<NodeInfo>& NodeCatalogue::all() const { return data_->nodes; }
const std::vector<SkippedEntry>& NodeCatalogue::skipped() const { return data_->skipped; }
const json::Value& NodeCatalogue::to_value() const { return data_->tree; }

std::vector<std::string> NodeCatalogue::classes() const {
    std::vector<std::string> names;
    for (const auto& info : all()) names.push_back(info.class_type);
    return names;
}

std::vector<std::string> NodeCatalogue::choices(std::string_view class_type, std::string_view input) const {
    std::vector<std::string> texts;
    const auto* info = find(class_type);
    const auto* spec = info ? info->input(input) : nullptr;
    if (const auto* listed = spec ? spec->choices() : nullptr)
        for (const auto& choice : *listed) texts.push_back(python_str(choice));
    return texts;
}

namespace {

std::string searched_text(const NodeInfo& info) {
    std::string text = info.category + '\n' + info.description;
    const auto* aliases = json::find(*info.raw, "search_aliases");
    if (const auto* listed = aliases ? json::array_of(*aliases) : nullptr)
        for (const auto& alias : *listed) text += '\n' + python_str(alias);
    return to_lower(text);
}

/// 0: every word in the names; 1: every word somewhere; 2: a word is missing.
int rank(const NodeInfo& info, const std::vector<std::string>& words) {
    const std::string names = to_lower(info.class_type + '\n' + info.display_name),
                      rest = searched_text(info);
    int worst = 0;
    for (const auto& word : words) {
        if (names.find(word) != std::string::npos) continue;
        worst = std::max(worst, rest.find(word) != std::string::npos ? 1 : 2);
    }
    return worst;
}

}  // namespace

std::vector<const NodeInfo*> NodeCatalogue::search(std::string_view words) const {
    auto wanted = split(to_lower(words), ' ');
    std::erase(wanted, "");
    std::vector<const NodeInfo*> by_rank[2];
    for (const auto& info : all())
        if (const int place = rank(info, wanted); place < 2) by_rank[place].push_back(&info);
    by_rank[0].insert(by_rank[0].end(), by_rank[1].begin(), by_rank[1].end());
    return by_rank[0];
}

}  // namespace divan
