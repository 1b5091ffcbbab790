#include <divan/net/sse.hpp>

#include <algorithm>

namespace divan::net {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string one_line(std::string_view text) {
    std::string line;
    std::ranges::copy_if(text, std::back_inserter(line),
                         [](char c) { return c != '\n' && c != '\r' && c != '\0'; });
    return line;
}

}  // namespace

std::string sse_frame(const SseEvent& event) {
    std::string frame;
    if (!event.id.empty()) frame += "id: " + one_line(event.id) + "\n";
    if (!event.name.empty()) frame += "event: " + one_line(event.name) + "\n";
    std::string_view rest = event.data;
    for (;;) {
        const auto end = rest.find_first_of("\r\n");
        frame += "data: " + std::string{rest.substr(0, end)} + "\n";
        if (end == std::string_view::npos) break;
        const bool pair = rest.substr(end, 2) == "\r\n";
        rest.remove_prefix(end + (pair ? 2 : 1));
    }
    return frame + "\n";
}

Result<std::vector<SseEvent>> SseReader::feed(std::string_view bytes) {
    std::vector<SseEvent> complete;
    for (const char c : bytes) {
        const bool second_half = after_return_ && c == '\n';
        after_return_ = c == '\r';
        if (second_half) continue;
        if (c == '\n' || c == '\r') {
            const std::string text = std::exchange(pending_, {});
            line(text, complete);
            continue;
        }
        pending_ += c;
        if (pending_.size() + data_.size() > most_)
            return fail(Errc::malformed_reply,
                        "an event of the stream is longer than " + std::to_string(most_) + " bytes");
    }
    return complete;
}

void SseReader::line(std::string_view text, std::vector<SseEvent>& complete) {
    if (!begun_ && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    begun_ = true;
    if (text.empty()) {
        if (has_data_) {
            data_.pop_back();  // the line break after the last line
            complete.emplace_back(last_id_, name_.empty() ? "message" : name_, data_);
        }
        name_.clear(), data_.clear(), has_data_ = false;
        return;
    }
    const auto colon = text.find(':');
    if (colon == 0) return;  // a comment
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    field(text.substr(0, colon), value);
}

void SseReader::field(std::string_view name, std::string_view value) {
    if (name == "event") name_ = value;
    if (name == "id" && value.find('\0') == std::string_view::npos) last_id_ = value;
    if (name != "data") return;
    data_.append(value).append("\n");
    has_data_ = true;
}

}  // namespace divan::net
