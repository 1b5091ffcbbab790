#include <divan/workflow/structure_hash.hpp>

#include <algorithm>
#include <unordered_map>

#include <divan/base/hash.hpp>
#include <divan/base/text.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/path_spelling.hpp>
#include <divan/workflow/resource_name.hpp>

#include "structure_hash_rules.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

std::vector<const json::Object::value_type*> sorted(const json::Object& object) {
    std::vector<const json::Object::value_type*> members;
    for (const auto& member : object) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const auto* left, const auto* right) { return key_of(*left) < key_of(*right); });
    return members;
}

/// Hashes every node by its class, its inputs and the hashes of the nodes that feed it, sources first; so ids
/// do not matter. Then every node again with those that it feeds, so that one of two equal nodes cannot stand
/// for both. The whole is the sorted list of these.
class StructureHash {
public:
    explicit StructureHash(const Workflow& workflow) : ids_{workflow.node_ids()}, workflow_{workflow} {}

    std::string run() {
        count_sources();
        for (std::size_t next = 0; next < ready_.size(); ++next) {  // grows on the way
            const NodeId id = ready_[next];
            hashes_[id] = node(id);
            for (const Link& link : feeds_[id])
                if (--missing_[link.to] == 0) ready_.push_back(link.to);
        }
        std::vector<std::pair<NodeId, std::string>> on_circles;  // or behind one
        for (const NodeId& id : ids_)
            if (!hashes_.contains(id)) on_circles.emplace_back(id, node(id));
        hashes_.insert(on_circles.begin(), on_circles.end());
        std::vector<std::string> all;
        for (const NodeId& id : ids_) all.push_back(node_with_consumers(id));
        std::sort(all.begin(), all.end());
        return sha256_hex("divan structure 1\n" + join(all, "\n"));
    }

private:
    void count_sources() {
        for (const NodeId& id : ids_) missing_[id] = 0;
        for (Link& link : workflow_.links())
            if (workflow_.has(link.from)) {
                ++missing_[link.to];
                feeds_[link.from].push_back(std::move(link));
            }
        for (const NodeId& id : ids_)
            if (missing_[id] == 0) ready_.push_back(id);
    }

    std::string node_with_consumers(const NodeId& id) {
        std::vector<std::string> fed;
        for (const Link& link : feeds_[id])
            fed.push_back(std::to_string(link.slot) + " " + hashes_.at(link.to) + " " +
                          json::write(json::Value(link.input)));
        std::sort(fed.begin(), fed.end());
        return sha256_hex(hashes_.at(id) + "\n" + join(fed, "\n"));
    }

    std::string node(const NodeId& id) const {
        const json::Value& members = *json::find(workflow_.graph(), id.str());
        const auto* class_type = json::find(members, "class_type");
        std::string text = class_type ? json::write(*class_type) : "null";
        if (const auto* inputs = workflow_.inputs(id)) {
            for (const auto* input : sorted(*inputs)) {
                text += '\n' + json::write(json::Value(key_of(*input))) + ':';
                this->input(input->value(), text);
            }
        }
        return sha256_hex(text);
    }

    void input(const json::Value& value, std::string& text) const {
        if (const auto target = link_target(value))
            link(*target, (*json::array_of(value))[1], text);
        else
            this->value(value, text);
    }

    void object(const json::Object& members, std::string& text) const {
        text += '{';
        for (const auto* member : sorted(members)) {
            text += json::write(json::Value(key_of(*member))) + ':';
            value(member->value(), text);
            text += ',';
        }
        text += '}';
    }

    void value(const json::Value& value, std::string& text) const {
        if (const auto* items = json::array_of(value)) {
            text += '[';
            for (const auto& item : *items) this->value(item, text);
            text += ']';
        } else if (const auto* members = json::object_of(value)) {
            object(*members, text);
        } else {
            scalar(value, text);
        }
    }

    void link(std::string_view target, const json::Value& slot, std::string& text) const {
        const auto hash = hashes_.find(NodeId{std::string{target}});
        text += '<' + (hash == hashes_.end() ? json::write(json::Value(target)) : hash->second) + ' ';
        const auto number = json::to_int64(slot);
        text += (number ? std::to_string(*number) : json::number_text(slot)) + '>';
    }

    static void scalar(const json::Value& value, std::string& text) {
        const auto name = json::text_of(value);
        if (name && is_resource_name(*name))
            text += json::write(json::Value(encode_posix_path(*name)));
        else
            text += json::kind_name(value);
    }

    std::vector<NodeId> ids_;
    const Workflow& workflow_;
    std::unordered_map<NodeId, std::string> hashes_;
    std::unordered_map<NodeId, std::size_t> missing_;  // links from nodes without a hash
    std::unordered_map<NodeId, std::vector<Link>> feeds_;
    std::vector<NodeId> ready_;
};

}  // namespace

std::string structure_hash(const Workflow& workflow, StructureRule rule) {
    return rule == StructureRule::comfyui_node ? comfyui_node_structure_hash(workflow)
                                               : StructureHash{workflow}.run();
}

}  // namespace divan
