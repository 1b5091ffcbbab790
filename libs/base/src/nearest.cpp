#include <algorithm>
#include <numeric>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

constexpr std::size_t kLongestCompared = 200;  // names; anything longer is not a misspelling of one

}  // namespace

std::vector<std::string> nearest(std::string_view wanted, std::span<const std::string> candidates,
                                 std::size_t at_most) {
    if (wanted.empty() || wanted.size() > kLongestCompared) return {};
    const std::string low = to_lower(wanted);
    std::vector<std::pair<std::size_t, const std::string*>> ranked;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > kLongestCompared) continue;
        const std::string other = to_lower(candidate);
        const std::size_t limit = std::max<std::size_t>(2, low.size() / 3);
        std::size_t distance = edit_distance(low, other);
        if (distance > limit && low.size() >= 3 && other.find(low) != std::string::npos) distance = limit;
        if (distance <= limit) ranked.emplace_back(distance, &candidate);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> best;
    for (const auto& [distance, candidate] : ranked) {
        if (best.size() == at_most) break;
        best.push_back(*candidate);
    }
    return best;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> candidates) {
    const auto names = nearest(wanted, candidates);
    if (names.empty()) return {};
    std::string text = "did you mean ";
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "'" : i + 1 == names.size() ? " or '" : ", '") + names[i] + "'";
    return text + "?";
}

}  // namespace divan
