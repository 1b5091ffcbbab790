#pragma once

#include <string_view>

#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <divan/workflow/workflow.hpp>

namespace divan {

struct Workflow::Graph : boost::intrusive_ref_counter<Workflow::Graph, boost::thread_safe_counter> {
    json::Object nodes;

    explicit Graph(json::Object objects) : nodes{std::move(objects)} {}
};

inline std::string_view key_of(const json::Object::value_type& member) {
    return {member.key().data(), member.key().size()};
}

inline NodeId id_of(const json::Object::value_type& member) { return NodeId{std::string{key_of(member)}}; }

}  // namespace divan
