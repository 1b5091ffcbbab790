#include <divan/jobs/lane.hpp>

#include <divan/base/hash.hpp>
#include <divan/base/text.hpp>

namespace divan::durable {

std::string lane_of(const WorkflowNeeds& needs) {
    return "classes-" + sha256_hex(join(needs.classes, "\n")).substr(0, 24);
}

}  // namespace divan::durable
