#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/fingerprint.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

std::string canonical_number(const json::Value& value) {
    if (const auto integer = json::to_int64(value)) return std::to_string(*integer);
    if (const auto integer = json::to_uint64(value)) return std::to_string(*integer);
    if (json::is_integer(value)) return json::number_text(value);
    return json::number_text(json::Value(json::to_double(value).value_or(0)));
}

/// Feeds a hash with JSON in one form: keys sorted by bytes, no blanks, numbers by value.
class CanonicalWriter {
public:
    void value(const json::Value& value) {
        if (json::is_number(value)) return hash_.update(canonical_number(value));
        if (const auto* items = json::array_of(value)) return array(*items);
        if (const auto* members = json::object_of(value)) return object(*members);
        hash_.update(json::write(value));
    }

    void object(const json::Object& members, std::string_view left_out = {}) {
        const char* separator = "{";
        for (const auto* member : sorted(members)) {
            if (key_of(*member) == left_out) continue;
            key(separator, key_of(*member));
            value(member->value());
            separator = ",";
        }
        hash_.update(*separator == '{' ? "{}" : "}");
    }

    void graph(const json::Object& nodes) {
        const char* separator = "{";
        for (const auto* member : sorted(nodes)) {
            key(separator, key_of(*member));
            object(*json::object_of(member->value()), "_meta");
            separator = ",";
        }
        hash_.update(*separator == '{' ? "{}" : "}");
    }

    std::string hex() { return hash_.hex(); }

private:
    static std::vector<const json::Object::value_type*> sorted(const json::Object& members) {
        std::vector<const json::Object::value_type*> order;
        for (const auto& member : members) order.push_back(&member);
        std::sort(order.begin(), order.end(),
                  [](const auto* a, const auto* b) { return key_of(*a) < key_of(*b); });
        return order;
    }

    void key(const char* separator, std::string_view name) {
        hash_.update(separator + json::write(json::Value(name)) + ":");
    }

    void array(const json::Array& items) {
        const char* separator = "[";
        for (const auto& item : items) {
            hash_.update(std::string_view{separator});
            value(item);
            separator = ",";
        }
        hash_.update(*separator == '[' ? "[]" : "]");
    }

    Sha256 hash_;
};

}  // namespace

std::string fingerprint(const Workflow& workflow) {
    CanonicalWriter writer;
    writer.graph(workflow.graph());
    return writer.hex();
}

}  // namespace divan
