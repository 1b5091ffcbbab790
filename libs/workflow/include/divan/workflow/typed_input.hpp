#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/workflow/typed_output.hpp>

namespace divan::typed {

template <class Value>
concept Integer = std::integral<Value> && !std::same_as<Value, bool> && !std::same_as<Value, char> &&
                  !std::same_as<Value, char8_t> && !std::same_as<Value, char16_t> &&
                  !std::same_as<Value, char32_t> && !std::same_as<Value, wchar_t>;

/// What one input of a node gets: a link, a literal, or nothing.
class InputValue {
public:
    InputValue() = default;  ///< nothing: the input is left out of the workflow
    explicit InputValue(OutputSource source);
    explicit InputValue(std::int64_t number);
    explicit InputValue(std::uint64_t number);
    explicit InputValue(double number);
    explicit InputValue(std::same_as<bool> auto truth) : kind_{Kind::literal}, literal_(bool{truth}) {}
    explicit InputValue(std::string_view text);
    explicit InputValue(json::Value literal);  ///< a list is meant as a value, never as a link
    explicit InputValue(const std::vector<class Choice>& chosen);

    bool is_set() const { return kind_ != Kind::nothing; }

private:
    friend class divan::TypedGraph;
    enum class Kind { nothing, link, literal, broken_text };

    Kind kind_ = Kind::nothing;
    json::Value literal_;  // of a link: null
    std::uint64_t serial_ = 0;
    int slot_ = 0;
};

/// A list of choices as a type. The generated type has an enumeration of what the server offered when the
/// header was made, and stays open: `SamplerName::euler`, or `SamplerName{"a_later_one"}`.
class Choice {
public:
    explicit Choice(std::string_view text) : value_{text} {}
    template <Integer Number>
    explicit Choice(Number number)
        : value_{std::conditional_t<std::is_signed_v<Number>, std::int64_t, std::uint64_t>{number}} {}
    explicit Choice(double number) : value_{number} {}
    explicit Choice(std::same_as<bool> auto truth) : value_{truth} {}

    const InputValue& value() const { return value_; }

protected:
    struct Json {
        const char* text;
    };
    explicit Choice(Json spelled);  ///< for lists that hold more than texts; `spelled` is a JSON value

private:
    InputValue value_;
};

template <class Value>
concept Text = std::convertible_to<const Value&, std::string_view> && !std::same_as<Value, std::nullptr_t>;

/// The C++ values that an input of a type takes besides links. The primary template: none.
template <class Type>
struct Literal {};

template <>
struct Literal<types::Int> {
    template <Integer Value>
    static InputValue of(Value number) {
        if constexpr (std::is_signed_v<Value>)
            return InputValue{static_cast<std::int64_t>(number)};
        else
            return InputValue{static_cast<std::uint64_t>(number)};
    }
};
template <>
struct Literal<types::Float> : Literal<types::Int> {  // ComfyUI makes floats of whole numbers itself
    using Literal<types::Int>::of;
    static InputValue of(std::floating_point auto number) { return InputValue{static_cast<double>(number)}; }
};
template <>
struct Literal<types::String> {
    static InputValue of(const Text auto& text) { return InputValue{std::string_view{text}}; }
};
template <>
struct Literal<types::Boolean> {
    static InputValue of(std::same_as<bool> auto truth) { return InputValue{truth}; }
};
template <>
struct Literal<AnyType> : Literal<types::Float>, Literal<types::String>, Literal<types::Boolean> {
    using Literal<types::Float>::of;
    using Literal<types::String>::of;
    using Literal<types::Boolean>::of;
    static InputValue of(std::same_as<json::Value> auto literal) { return InputValue{std::move(literal)}; }
};
template <>
struct Literal<types::Combo> : Literal<AnyType> {};
template <class Type>
struct Literal<Widget<Type>> : Literal<AnyType> {};
template <ChoiceType Choices>
struct Literal<Choices> {
    static InputValue of(const Choices& choice) { return choice.value(); }
};

template <class Value, class Type>
concept LiteralOf = requires(const Value& value) { Literal<Type>::of(value); };

template <class... Types>
struct Literal<OneOf<Types...>> {  // the first type that takes the value
    template <class Value>
        requires(LiteralOf<Value, Types> || ...)
    static InputValue of(const Value& value) {
        InputValue taken;
        static_cast<void>((take<Types>(value, taken) || ...));
        return taken;
    }

private:
    template <class Type, class Value>
    static bool take([[maybe_unused]] const Value& value, [[maybe_unused]] InputValue& taken) {
        if constexpr (LiteralOf<Value, Type>) {
            taken = Literal<Type>::of(value);
            return true;
        } else {
            return false;
        }
    }
};

/// An input of a type that has a value in any case: given, or the default of its class.
template <class Type>
class Input : public InputValue {
public:
    template <class From>
        requires kFeeds<From, Type>
    Input(Output<From> output) : InputValue{output} {}
    template <LiteralOf<Type> Value>
    Input(const Value& literal) : InputValue{Literal<Type>::of(literal)} {}

protected:
    Input() = default;
};

template <class Choices>
class Input<Many<Choices>> : public InputValue {
public:
    template <class From>
        requires kFeeds<From, Many<Choices>>
    Input(Output<From> output) : InputValue{output} {}
    Input(std::initializer_list<Choices> chosen)
        : InputValue{std::vector<Choice>{chosen.begin(), chosen.end()}} {}
    Input(const std::vector<Choices>& chosen)
        : InputValue{std::vector<Choice>{chosen.begin(), chosen.end()}} {}

protected:
    Input() = default;
};

/// An input that must be given: a node without it does not compile.
template <class Type>
class Required : public Input<Type> {
public:
    using Input<Type>::Input;
    Required() = delete;  // an input that the node needs was not given
};

/// An input that may be left out; the node's own default then holds.
template <class Type>
class Optional : public Input<Type> {
public:
    using Input<Type>::Input;
    Optional() = default;
};

}  // namespace divan::typed
