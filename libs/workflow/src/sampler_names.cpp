#include <divan/workflow/sampler_names.hpp>

namespace divan {
namespace {

template <class Known>
std::vector<SoftChoice<Known>> names(const NodeCatalogue& catalogue, std::string_view input) {
    std::vector<SoftChoice<Known>> found;
    for (const std::string& choice : catalogue.choices("KSampler", input)) found.emplace_back(choice);
    if (found.empty()) found.assign(Known::kAll.begin(), Known::kAll.end());
    return found;
}

}  // namespace

std::vector<SamplerName> sampler_names(const NodeCatalogue& catalogue) {
    return names<Samplers>(catalogue, "sampler_name");
}

std::vector<SchedulerName> scheduler_names(const NodeCatalogue& catalogue) {
    return names<Schedulers>(catalogue, "scheduler");
}

}  // namespace divan
