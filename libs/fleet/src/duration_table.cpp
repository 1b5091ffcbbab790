#include <divan/fleet/duration_table.hpp>

namespace divan {
namespace {

constexpr double kNewest = 0.3;  // its share; older runs fade, since a server's models and load change

}  // namespace

void DurationTable::note(const ServerId& server, std::string_view workflow_hash,
                         std::chrono::milliseconds took) {
    const auto [found, fresh] = workflows_.try_emplace(std::string{workflow_hash});
    Row& row = found->second;
    if (fresh)
        row.age = ages_.insert(ages_.end(), found->first);
    else
        ages_.splice(ages_.end(), ages_, row.age);
    const auto span = static_cast<double>(took.count());
    const auto [mean, first] = row.means.try_emplace(server, span);
    if (!first) mean->second += kNewest * (span - mean->second);
    if (workflows_.size() <= most_) return;
    workflows_.erase(ages_.front());
    ages_.pop_front();
}

std::optional<std::chrono::milliseconds> DurationTable::mean(const ServerId& server,
                                                             std::string_view workflow_hash) const {
    const auto row = workflows_.find(std::string{workflow_hash});
    if (row == workflows_.end()) return std::nullopt;
    const auto mean = row->second.means.find(server);
    if (mean == row->second.means.end()) return std::nullopt;
    return std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(mean->second)};
}

void DurationTable::forget(const ServerId& server) {
    for (auto& [hash, row] : workflows_) row.means.erase(server);
}

}  // namespace divan
