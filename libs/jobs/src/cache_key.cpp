#include "cache_key.hpp"

#include <divan/base/hash.hpp>
#include <divan/jobs/asset_references.hpp>
#include <divan/jobs/output_names.hpp>
#include <divan/workflow/fingerprint.hpp>

namespace divan::durable {

std::string cache_key(const Workflow& workflow, const std::map<store::AssetId, std::string>& contents,
                      const std::string& owner, int max_side) {
    const std::string scaled = max_side > 0 ? " within " + std::to_string(max_side) : std::string{};
    std::map<store::AssetId, std::string> texts;
    for (const auto& [asset, hash] : contents) texts.emplace(asset, "content " + hash + scaled);
    const Workflow computed = without_prefixes(replace_references(workflow, texts));
    return sha256_hex("divan cache 1\n" + fingerprint(computed) + "\n" + owner);
}

}  // namespace divan::durable
