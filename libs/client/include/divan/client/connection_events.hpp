#pragma once

#include <functional>
#include <type_traits>
#include <variant>

#include <divan/client/connection_lifecycle.hpp>
#include <divan/protocol/binary_message.hpp>
#include <divan/protocol/node_text.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan {

/// What a node says about its work, with what is known of where it belongs: the frame names no prompt.
struct NodeTextUpdate {
    NodeId node;                ///< that says it; where the frame names none, the one that computes
    NodeId executing_node;      ///< that computes, by the last `executing`; empty when none does
    protocol::PromptId prompt;  ///< the prompt of ours that runs; empty when none does
    protocol::NodeText text;    ///< taken apart
    std::string whole;          ///< as it came

    NodeTextUpdate() = default;
};

namespace detail {

template <class T, class Variant>
inline constexpr bool kIsAlternative = false;
template <class T, class... Kinds>
inline constexpr bool kIsAlternative<T, std::variant<Kinds...>> = (std::is_same_v<T, Kinds> || ...);

/// Calls `listener` for one kind of message only.
template <class Kind, class Message>
std::function<void(const Message&)> only(std::function<void(const Kind&)> listener) {
    return [listener = std::move(listener)](const Message& message) {
        if (const Kind* kind = std::get_if<Kind>(&message)) listener(*kind);
    };
}

}  // namespace detail

/// A text message of one kind; `protocol::Raw` is every type that has no kind of its own.
template <class T>
concept TextEvent = detail::kIsAlternative<T, protocol::ServerMessage>;
/// A binary message of one kind.
template <class T>
concept BinaryEvent = detail::kIsAlternative<T, protocol::BinaryMessage>;

}  // namespace divan
