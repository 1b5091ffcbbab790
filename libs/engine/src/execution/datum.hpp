#pragma once

#include <memory>
#include <string>
#include <typeindex>
#include <utility>

#include <divan/json/value.hpp>

namespace divan::engine {

/// What travels along one link: a literal, or a shared, immutable object of any type (image, mask, model …).
/// The executor does not look into objects; nodes ask for the type they expect.
class Datum {
public:
    Datum() = default;  ///< Python's None
    // Round brackets: for g++ a braced Value holding a Value is a list of one.
    Datum(json::Value literal) : literal_(std::move(literal)) {}

    /// `shown` is what ComfyUI's `str()` would print in `current_inputs`, e.g. "tensor(...)".
    template <class T>
    static Datum of(T object, std::string shown) {
        Datum datum;
        datum.object_ = std::make_shared<const T>(std::move(object));
        datum.type_ = typeid(T);
        datum.shown_ = std::move(shown);
        return datum;
    }

    bool is_literal() const { return !object_; }
    const json::Value& literal() const { return literal_; }
    const std::string& shown() const { return shown_; }

    /// The object, or nullptr when it is of another type.
    template <class T>
    const T* get() const {
        return object_ && type_ == typeid(T) ? static_cast<const T*>(object_.get()) : nullptr;
    }
    template <class T>
    std::shared_ptr<const T> share() const {
        return get<T>() ? std::static_pointer_cast<const T>(object_) : nullptr;
    }

private:
    json::Value literal_;
    std::shared_ptr<const void> object_;
    std::type_index type_ = typeid(void);
    std::string shown_;
};

/// ComfyUI's ExecutionBlocker: what consumes it does not run. With a message it is reported once.
struct ExecutionBlocker {
    std::string message;
};

}  // namespace divan::engine
