#include "files/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kMostRanges = 8;

struct Range {
    std::uint64_t first = 0, last = 0;
};

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return UINT64_MAX;
    return error == std::errc{} ? std::optional{value} : std::nullopt;
}

/// False for what is no range; `found` stays empty for one that the file does not have.
bool read_range(std::string_view text, std::uint64_t size, std::optional<Range>& found) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return false;
    const std::string_view from = text.substr(0, dash), to = text.substr(dash + 1);
    if (from.empty()) {  // the last so many
        const auto count = number(to);
        if (!count) return false;
        if (*count > 0 && size > 0) found = Range{size - std::min(*count, size), size - 1};
        return true;
    }
    const auto first = number(from), last = to.empty() ? std::optional{UINT64_MAX} : number(to);
    if (!first || !last || *last < *first) return false;
    if (*first < size) found = Range{*first, std::min(*last, size - 1)};
    return true;
}

bool overlap(std::vector<Range> ranges) {
    std::ranges::sort(ranges, {}, &Range::first);
    for (std::size_t i = 1; i < ranges.size(); ++i)
        if (ranges[i].first <= ranges[i - 1].last) return true;
    return false;
}

}  // namespace

WantedBytes wanted_bytes(std::string_view header, std::uint64_t size) {
    WantedBytes wanted;
    const auto equals = header.find('=');
    if (trim(header).empty()) return wanted;
    if (equals == std::string_view::npos || to_lower(trim(header.substr(0, equals))) != "bytes")
        return wanted;
    wanted.kind = WantedBytes::Kind::impossible;
    std::vector<Range> ranges;
    std::size_t asked = 0;
    std::string_view rest = header.substr(equals + 1);
    for (bool more = true; more;) {
        const auto comma = rest.find(',');
        const std::string_view one = trim(rest.substr(0, comma));
        more = comma != std::string_view::npos;
        if (more) rest.remove_prefix(comma + 1);
        if (one.empty()) continue;  // an empty element of a list means nothing
        std::optional<Range> found;
        if (++asked > kMostRanges || !read_range(one, size, found)) return wanted;
        if (found) ranges.push_back(*found);
    }
    if (ranges.empty() || overlap(ranges)) return wanted;
    wanted.kind = ranges.size() == 1 ? WantedBytes::Kind::part : WantedBytes::Kind::whole;
    if (ranges.size() > 1) return wanted;
    wanted.first = ranges.front().first;
    wanted.last = ranges.front().last;
    return wanted;
}

}  // namespace divan::gateway
