#include "combined_error.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/text.hpp>

namespace divan {
namespace {

constexpr std::size_t kMostTold = 10, kMostFacts = 100;

}  // namespace

Error combined_error(std::vector<Error> problems) {
    if (problems.size() == 1) return std::move(problems.front());
    std::vector<std::string> told, hints;
    Error all{problems.front().code, {}};
    for (const Error& problem : problems) {
        if (told.size() < kMostTold) told.push_back(problem.message);
        const bool is_new = std::find(hints.begin(), hints.end(), problem.hint) == hints.end();
        if (!problem.hint.empty() && is_new && hints.size() < kMostTold) hints.push_back(problem.hint);
        if (all.context.size() < kMostFacts) all.context.emplace_back("problem", problem.message);
    }
    if (told.size() < problems.size())
        told.push_back(fmt::format("and {} more", problems.size() - told.size()));
    all.message = fmt::format("{} problems: {}", problems.size(), join(told, "; "));
    all.hint = join(hints, "; ");
    return all;
}

}  // namespace divan
