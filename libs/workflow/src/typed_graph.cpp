#include <atomic>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/workflow/typed_graph.hpp>

namespace divan {
namespace {

/// Python's half of a surrogate pair in an undecodable file name may come back as it was sent to us.
bool is_unicode(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const bool surrogate =
            text[at] == '\xed' && at + 2 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xa0;
        const std::size_t length = surrogate ? 3 : utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace

namespace typed {

InputValue::InputValue(OutputSource source)
    : kind_{Kind::link}, serial_{source.serial_}, slot_{source.slot_} {}
InputValue::InputValue(std::int64_t number) : kind_{Kind::literal}, literal_(number) {}
InputValue::InputValue(std::uint64_t number) : kind_{Kind::literal}, literal_(number) {}
InputValue::InputValue(double number) : kind_{Kind::literal}, literal_(number) {}
InputValue::InputValue(std::string_view text)
    : kind_{is_unicode(text) ? Kind::literal : Kind::broken_text},
      literal_(boost::json::string_view{text.data(), text.size()}) {}

// ComfyUI takes a bare list for a link; this is how the front end sends a list that is a value (0.3.27 and
// later).
InputValue::InputValue(json::Value literal) : kind_{Kind::literal} {
    if (json::array_of(literal))
        literal_ = json::Object{{"__value__", std::move(literal)}};
    else
        literal_ = std::move(literal);
}

InputValue::InputValue(const std::vector<Choice>& chosen) : kind_{Kind::literal} {
    json::Array list;
    for (const Choice& choice : chosen) list.push_back(choice.value().literal_);
    literal_ = json::Object{{"__value__", std::move(list)}};
}

Choice::Choice(Json spelled) : value_{json::parse(spelled.text).value()} {}

void NodeInputs::operator()(std::string_view name, const InputValue& value) {
    if (value.is_set()) fields_.emplace_back(name, value);
}

void NodeInputs::operator()(std::string_view name, const NodeInputs& group) {
    for (const auto& [inner, value] : group.fields_)
        fields_.emplace_back(inner.empty() ? std::string{name} : fmt::format("{}.{}", name, inner), value);
    for (const auto& problem : group.problems_) problems_.push_back(problem);
}

void NodeInputs::operator()(std::string_view name, const InputList& list, std::string_view prefix,
                            std::size_t least, std::size_t most) {
    const std::size_t count = list.values_.size();
    if (list.given_ && (count < least || count > most))
        problems_.push_back(fmt::format("'{}' gets {} inputs, but takes {} to {}", name, count, least, most));
    for (std::size_t i = 0; i < count; ++i) (*this)(fmt::format("{}.{}{}", name, prefix, i), list.values_[i]);
}

void NodeInputs::own_value(InputValue value) { fields_.emplace_back("", std::move(value)); }

}  // namespace typed

namespace {

/// Handles are compared with the nodes of other graphs too, so the number must be new in the whole process.
std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

json::Value TypedGraph::value_of(const typed::InputValue& input, const std::string& where) {
    if (input.kind_ == typed::InputValue::Kind::literal) return input.literal_;
    if (input.kind_ == typed::InputValue::Kind::broken_text) {
        problems_.emplace_back(Errc::invalid_argument, where + " gets a text that is no UTF-8",
                               "convert it to UTF-8 first");
        return nullptr;
    }
    const auto source = nodes_.find(input.serial_);
    if (source == nodes_.end()) {
        problems_.emplace_back(Errc::unknown_node, where + " is linked to a node of another graph",
                               "add that node to this graph, or copy the other graph and go on in the copy");
        return nullptr;
    }
    json::Array link;
    link.emplace_back(source->second.str());
    link.emplace_back(input.slot_);
    return link;
}

NodeId TypedGraph::new_node(const NodeLabel& label, std::string_view class_type) {
    if (label.id().empty()) return workflow_.add_node(class_type, {}, label.title());
    if (auto added = workflow_.add_node(label.id(), class_type, {}, label.title()); !added) {
        problems_.push_back(std::move(added).error());
        return NodeId{};
    }
    return label.id();
}

typed::AddedNode TypedGraph::place(const NodeLabel& label, std::string_view class_type,
                                   const typed::NodeInputs& inputs) {
    const NodeId id = new_node(label, class_type);
    const auto serial = next_serial();
    nodes_.emplace(serial, id);
    if (id.empty()) return {label.id(), serial};
    const std::string node = fmt::format("node {} ({})", id.str(), class_type);
    for (const auto& [name, input] : inputs.fields_)
        static_cast<void>(
            workflow_.set(id, name, value_of(input, fmt::format("{}: the input '{}'", node, name))));
    for (const auto& problem : inputs.problems_)
        problems_.emplace_back(Errc::invalid_argument, fmt::format("{}: the input {}", node, problem));
    return {id, serial};
}

DeclaredOutput TypedGraph::declare_output(std::string_view alias, const typed::AddedNode& node) {
    if (!nodes_.contains(node.serial_))
        problems_.emplace_back(Errc::unknown_node,
                               fmt::format("the output '{}' is a node of another graph", alias),
                               "declare nodes that were added to this graph");
    else if (auto declared = workflow_.declare_output(alias, node.id().str()); !declared)
        problems_.push_back(std::move(declared).error());
    return {std::string{alias}, node.id()};
}

Result<Workflow> TypedGraph::workflow() const {
    if (problems_.empty()) return workflow_;
    Error first = problems_.front();
    return fail(std::move(first).with("problems", std::to_string(problems_.size())));
}

}  // namespace divan
