#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/workflow/typed_input.hpp>

/// Inputs that are several inputs in the workflow: the dynamic inputs of ComfyUI's V3 schema (from 0.4 on,
/// comfy_api/latest/_io.py). Their names in the workflow are dotted: `images.image0`, `resize_type.width`.
namespace divan::typed {

class InputList;

/// The inputs of one node, or of one group of it, on their way into a workflow. Generated code fills it.
class NodeInputs {
public:
    /// An input without a value is left out.
    void operator()(std::string_view name, const InputValue& value);
    /// `name` has the group's own value, the group's inputs are called `name.input`.
    void operator()(std::string_view name, const NodeInputs& group);
    /// The inputs are called `name.prefix0`, `name.prefix1` …. A given list with fewer than `least` or more
    /// than `most` is a problem.
    void operator()(std::string_view name, const InputList& list, std::string_view prefix, std::size_t least,
                    std::size_t most);
    void own_value(InputValue value);  ///< the value that a group has under its own name

private:
    friend class divan::TypedGraph;
    std::vector<std::pair<std::string, InputValue>> fields_;  // the own value stands under the empty name
    std::vector<std::string> problems_;
};

/// As many inputs of one type as the caller wants: COMFY_AUTOGROW_V3.
template <class Type>
struct Growing;

class InputList {
protected:
    explicit InputList(std::vector<InputValue> values) : values_{std::move(values)}, given_{true} {}
    InputList() = default;

private:
    friend class NodeInputs;
    std::vector<InputValue> values_;
    bool given_ = false;
};

template <class Type>
class Input<Growing<Type>> : public InputList {
public:
    Input(std::initializer_list<Input<Type>> values) : InputList{{values.begin(), values.end()}} {}
    template <class From>
        requires kFeeds<From, Type>
    Input(const std::vector<Output<From>>& outputs) : InputList{values_of(outputs)} {}

protected:
    Input() = default;

private:
    template <class From>
    static std::vector<InputValue> values_of(const std::vector<Output<From>>& outputs) {
        std::vector<InputValue> values;
        for (const auto& output : outputs) values.emplace_back(output);
        return values;
    }
};

/// A choice that brings further inputs with it, other ones for each option: COMFY_DYNAMICCOMBO_V3. Each
/// option is a generated type.
template <class... Options>
struct Select;

template <class... Options>
class Input<Select<Options...>> : public NodeInputs {
public:
    template <class Option>
        requires(std::same_as<Option, Options> || ...)
    Input(const Option& option) {
        option.write_to(*this);
    }

protected:
    Input() = default;
};

}  // namespace divan::typed
