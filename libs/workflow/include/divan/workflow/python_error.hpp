#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace divan {

/// What Python would raise: the name of the class and `str(exception)`. ComfyUI shows both to its clients.
struct PythonError {
    std::string type;
    std::string message;

    PythonError() = default;
    PythonError(std::string error_type, std::string text)
        : type{std::move(error_type)}, message{std::move(text)} {}
    bool operator==(const PythonError&) const = default;
};

template <class T>
using PythonResult = tl::expected<T, PythonError>;

/// `return python_raise("KeyError", "'77'");` from a function that returns a PythonResult.
inline tl::unexpected<PythonError> python_raise(std::string type, std::string message) {
    return tl::unexpected<PythonError>{PythonError{std::move(type), std::move(message)}};
}

}  // namespace divan
