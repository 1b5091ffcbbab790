#include <divan/protocol/node_text.hpp>

#include <algorithm>
#include <charconv>

#include <divan/base/text.hpp>

namespace divan::protocol {
namespace {

constexpr std::string_view kProgress = "task in progress:", kResult = "result url:";

/// A plain decimal number at the beginning, and what follows it.
std::optional<double> take_number(std::string_view& rest) {
    rest = trim(rest);
    const std::size_t length = std::min(rest.find_first_not_of("0123456789."), rest.size());
    double number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + length, number);
    if (error != std::errc{} || end != rest.data() + length) return std::nullopt;
    rest.remove_prefix(length);
    return number;
}

/// "12s", "1.5 s (~30s remaining)".
void read_progress(NodeText& read, std::string_view rest) {
    const auto seconds = take_number(rest);
    if (!seconds || !trim(rest).starts_with('s')) return;
    read.kind = NodeText::Kind::progress;
    read.seconds = seconds;
    const auto tilde = rest.find("(~");
    if (tilde == std::string_view::npos) return;
    rest.remove_prefix(tilde + 2);
    const auto remaining = take_number(rest);
    if (remaining && trim(rest).starts_with('s')) read.remaining_seconds = remaining;
}

/// Every word that is a web address: some nodes tell several, or a backup.
void read_result(NodeText& read, std::string_view rest) {
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    while (true) {
        const auto begin = rest.find_first_not_of(kBlank);
        if (begin == std::string_view::npos) break;
        rest.remove_prefix(begin);
        const std::string_view word = rest.substr(0, std::min(rest.find_first_of(kBlank), rest.size()));
        const std::string low = to_lower(word.substr(0, 8));
        if ((low.starts_with("http://") && word.size() > 7) || (low == "https://" && word.size() > 8))
            read.urls.emplace_back(word);
        rest.remove_prefix(word.size());
    }
    if (!read.urls.empty()) read.kind = NodeText::Kind::result;
}

}  // namespace

std::string_view name(NodeText::Kind kind) {
    switch (kind) {
        case NodeText::Kind::message:
            return "message";
        case NodeText::Kind::progress:
            return "progress";
        case NodeText::Kind::result:
            return "result";
    }
    return "unknown";
}

NodeText read_node_text(std::string_view text) {
    NodeText read;
    const std::string low = to_lower(text);
    const std::size_t progress = low.find(kProgress), result = low.find(kResult);
    const std::size_t begin = std::min({progress, result, text.size()});
    const bool known = begin < text.size();
    read.clean = known ? text.substr(begin) : text;
    if (known && begin == progress) read_progress(read, text.substr(begin + kProgress.size()));
    if (known && begin == result) read_result(read, text.substr(begin + kResult.size()));
    return read;
}

}  // namespace divan::protocol
