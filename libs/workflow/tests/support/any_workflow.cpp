#include "support/any_workflow.hpp"

#include <rapidcheck/gtest.h>

#include "support/fixtures.hpp"

namespace divan::test {

json::Value any_value(int depth) {
    switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
        case 0:
            return nullptr;
        case 1:
            return *rc::gen::arbitrary<bool>();
        case 2:
            return *rc::gen::arbitrary<std::int64_t>();
        case 3:
            return *rc::gen::arbitrary<std::uint64_t>();
        case 4:
            return *rc::gen::arbitrary<double>();
        case 5:
            return json::Value(*rc::gen::element<std::string>("", "a red fox", "7", "\u6f22", "\"'\\\n"));
        case 6: {
            json::Array array;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) array.push_back(any_value(depth - 1));
            return array;
        }
        default: {
            json::Object object;
            for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
                object["k" + std::to_string(i)] = any_value(depth - 1);
            return object;
        }
    }
}

namespace {

json::Value any_input(int nodes) {
    if (*rc::gen::inRange(0, 3) > 0) return any_value(2);
    json::Array link;
    link.emplace_back(std::to_string(*rc::gen::inRange(1, nodes + 2)));
    link.emplace_back(*rc::gen::inRange(-2, 3));
    return link;
}

}  // namespace

Workflow any_workflow() {
    Workflow workflow;
    const int nodes = *rc::gen::inRange(1, 8);
    for (int node = 1; node <= nodes; ++node) {
        const auto& classes = catalogue().all();
        const auto& info = classes[*rc::gen::inRange<std::size_t>(0, classes.size())];
        json::Object inputs;
        for (const auto& spec : info.inputs)
            if (*rc::gen::inRange(0, 5) > 0) inputs[spec.name] = any_input(nodes);
        workflow.add_node(info.class_type, std::move(inputs));
    }
    return workflow;
}

}  // namespace divan::test
