#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/prompt_builder.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

tl::unexpected<Error> malformed(std::string_view member, std::string message) {
    return fail(Error{Errc::malformed_workflow, "this is no state of a prompt builder: " + message}.with(
        "member", std::string{member}));
}

/// The object of that name; an empty one where it is absent or null.
Result<json::Object> object_member(const json::Value& state, std::string_view member) {
    const auto* found = json::find(state, member);
    if (!found || found->is_null()) return json::Object{};
    if (const auto* object = json::object_of(*found)) return *object;
    return malformed(
        member, "'" + std::string{member} + "' is no object but a " + std::string{json::kind_name(*found)});
}

/// A text, several, or none.
Result<std::vector<std::string>> texts(const json::Value& value, std::string_view member) {
    std::vector<std::string> all;
    if (value.is_null()) return all;
    const auto* listed = json::array_of(value);
    const json::Array one{value};
    for (const json::Value& item : listed ? *listed : one) {
        const auto text = json::text_of(item);
        if (!text) return malformed(member, "'" + std::string{member} + "' holds something that is no text");
        all.emplace_back(*text);
    }
    return all;
}

json::Value paths_value(const std::vector<std::string>& paths) {
    if (paths.empty()) return nullptr;
    if (paths.size() == 1) return json::Value(paths.front());
    json::Array all;
    for (const std::string& path : paths) all.emplace_back(path);
    return all;
}

}  // namespace

/// Fills a builder from its stored form.
class BuilderState {
public:
    static Result<PromptBuilder> read(const json::Value& state) {
        if (!json::object_of(state))
            return malformed("", "it is no object but a " + std::string{json::kind_name(state)});
        BuilderState reader;
        for (const auto step :
             {&BuilderState::prompt, &BuilderState::inputs, &BuilderState::outputs, &BuilderState::bypassed})
            if (auto done = (reader.*step)(state); !done) return fail(std::move(done).error());
        return std::move(reader.builder_);
    }

private:
    Result<> prompt(const json::Value& state) {
        const auto* found = json::find(state, "prompt");
        if (!found) return malformed("prompt", "it has no 'prompt'");
        if (!json::object_of(*found)) return malformed("prompt", "its 'prompt' is no object");
        json::Object wrapped;  // as a request has it, so that a node may be called "prompt"
        wrapped["prompt"] = *found;
        auto workflow = Workflow::from_json(std::move(wrapped));
        if (!workflow) return fail(std::move(workflow).error().with("member", "prompt"));
        builder_.workflow_ = std::move(*workflow);
        return {};
    }

    Result<> inputs(const json::Value& state) {
        const auto keys = object_member(state, "mapInputKeys");
        if (!keys) return fail(keys.error());
        for (const auto& member : *keys) {
            auto paths = texts(member.value(), "mapInputKeys");
            if (!paths) return fail(std::move(paths).error());
            builder_.inputs_.push_back({std::string{key_of(member)}, std::move(*paths)});
        }
        return {};
    }

    Result<> outputs(const json::Value& state) {
        const auto keys = object_member(state, "mapOutputKeys");
        if (!keys) return fail(keys.error());
        for (const auto& member : *keys) {
            if (!member.value().is_null() && !json::is_text(member.value()))
                return malformed("mapOutputKeys", "'mapOutputKeys' holds something that is no text");
            const auto node = json::text_of(member.value()).value_or("");
            builder_.outputs_.push_back({std::string{key_of(member)}, std::string{node}});
        }
        return {};
    }

    Result<> bypassed(const json::Value& state) {
        const auto* found = json::find(state, "bypassNodes");
        if (!found || found->is_null()) return {};
        if (!json::array_of(*found)) return malformed("bypassNodes", "'bypassNodes' is no array");
        const auto ids = texts(*found, "bypassNodes");
        if (!ids) return fail(ids.error());
        std::vector<NodeId> nodes;
        for (const std::string& id : *ids) nodes.emplace_back(id);
        auto marked = builder_.workflow_.bypass(nodes);
        if (!marked) return fail(std::move(marked).error().with("member", "bypassNodes"));
        return {};
    }

    PromptBuilder builder_;
};

Result<std::string> PromptBuilder::to_json() const {
    if (auto kept = check_kept(); !kept) return fail(std::move(kept).error());
    if (!workflow_.attachments().empty())
        return fail(Errc::invalid_argument, "a prompt builder with attachments has no JSON form",
                    "attach the files to the workflow that `to_workflow` gives");
    json::Object inputs, outputs, state;
    for (const InputKey& input : inputs_) inputs[input.key] = paths_value(input.paths);
    for (const OutputKey& output : outputs_)
        outputs[output.key] = output.node.empty() ? json::Value(nullptr) : json::Value(output.node);
    json::Array bypassed;
    for (const NodeId& node : workflow_.bypassed()) bypassed.emplace_back(node.str());
    state["prompt"] = workflow_.to_value();
    state["mapInputKeys"] = std::move(inputs);
    state["mapOutputKeys"] = std::move(outputs);
    state["bypassNodes"] = std::move(bypassed);
    return json::write(json::Value(std::move(state)),
                       json::WriteOptions{json::Layout::compact, false, json::NonFinite::token});
}

Result<PromptBuilder> PromptBuilder::from_json(std::string_view text) {
    const auto state = json::parse(text);
    if (!state) return fail(state.error());
    return BuilderState::read(*state);
}

}  // namespace divan
