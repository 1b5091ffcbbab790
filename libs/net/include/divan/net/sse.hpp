#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>

/// Server-sent events, as both sides need them. Source: WHATWG HTML, 9.2 (as of 2026).
namespace divan::net {

struct SseEvent {
    std::string id;    ///< where a reader goes on; of the last event that named one
    std::string name;  ///< "message" when the stream names none
    std::string data;

    SseEvent() = default;
    SseEvent(std::string number, std::string kind, std::string content)
        : id{std::move(number)}, name{std::move(kind)}, data{std::move(content)} {}
    bool operator==(const SseEvent&) const = default;
};

/// The event as it goes over the wire. An empty `id` names none. Line breaks in `id` and `name` are left out:
/// they would end the field.
std::string sse_frame(const SseEvent& event);
/// A comment: keeps a connection alive, and means nothing.
inline constexpr std::string_view kSseComment = ":\n\n";

/// Puts events together from pieces of any size. Memory: one event.
class SseReader {
public:
    explicit SseReader(std::size_t most_bytes = std::size_t{16} << 20) : most_{most_bytes} {}

    /// The events that these bytes complete. Errors: `malformed_reply` for an event that is longer than
    /// allowed.
    Result<std::vector<SseEvent>> feed(std::string_view bytes);
    const std::string& last_id() const { return last_id_; }

private:
    void line(std::string_view text, std::vector<SseEvent>& complete);
    void field(std::string_view name, std::string_view value);

    std::size_t most_;
    std::string pending_, name_, data_, last_id_;
    bool has_data_ = false, begun_ = false, after_return_ = false;
};

}  // namespace divan::net
