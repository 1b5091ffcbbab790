#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace divan {

/// A string that names one kind of thing: `StrongId<struct NodeTag>` is no `StrongId<struct PromptTag>`.
template <class Tag>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(std::string text) : text_{std::move(text)} {}

    const std::string& str() const { return text_; }
    bool empty() const { return text_.empty(); }

    auto operator<=>(const StrongId&) const = default;

private:
    std::string text_;
};

}  // namespace divan

template <class Tag>
struct std::hash<divan::StrongId<Tag>> {
    std::size_t operator()(const divan::StrongId<Tag>& id) const {
        return std::hash<std::string>{}(id.str());
    }
};
