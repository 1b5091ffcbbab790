#include <divan/jobs/details.hpp>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::durable {
namespace {

bool flag(const json::Value& object, std::string_view key, bool otherwise) {
    const json::Value* value = json::find(object, key);
    return value ? json::to_bool(*value).value_or(otherwise) : otherwise;
}

json::Array written(const std::vector<SeedChange>& seeds) {
    json::Array array;
    for (const SeedChange& seed : seeds) {
        json::Object one;
        one["node"] = seed.node.str();
        one["input"] = seed.input;
        one["value"] = seed.value;
        array.emplace_back(std::move(one));
    }
    return array;
}

std::vector<SeedChange> read_seeds(const json::Value& details) {
    std::vector<SeedChange> seeds;
    const json::Value* member = json::find(details, "seeds");
    const json::Array* array = member ? json::array_of(*member) : nullptr;
    if (!array) return seeds;
    for (const json::Value& one : *array) {
        SeedChange& seed = seeds.emplace_back();
        seed.node = NodeId{std::string{json::text_or(one, "node")}};
        seed.input = json::text_or(one, "input");
        const json::Value* value = json::find(one, "value");
        seed.value = value ? json::to_uint64(*value).value_or(0) : 0;
    }
    return seeds;
}

}  // namespace

std::string JobDetails::to_json() const {
    json::Object object;
    if (!seeds.empty()) object["seeds"] = written(seeds);
    if (!rename_outputs) object["rename_outputs"] = false;
    if (allow_no_output) object["allow_no_output"] = true;
    if (!cache_key.empty()) object["cache_key"] = cache_key;
    if (!reuse) object["reuse"] = false;
    if (keep_for) object["keep_for_ms"] = static_cast<std::int64_t>(keep_for->count());
    if (!client.empty()) object["client"] = client;
    return json::write(object);
}

Result<JobDetails> JobDetails::parse(std::string_view text) {
    JobDetails details;
    if (text.empty()) return details;
    auto object = json::parse(text);
    if (!object) return fail(std::move(object).error());
    details.seeds = read_seeds(*object);
    details.rename_outputs = flag(*object, "rename_outputs", true);
    details.allow_no_output = flag(*object, "allow_no_output", false);
    details.cache_key = json::text_or(*object, "cache_key");
    details.reuse = flag(*object, "reuse", true);
    if (const json::Value* span = json::find(*object, "keep_for_ms"))
        if (const auto ms = json::to_int64(*span)) details.keep_for = std::chrono::milliseconds{*ms};
    if (const json::Value* client = json::find(*object, "client"))
        if (const json::Object* members = json::object_of(*client)) details.client = *members;
    return details;
}

}  // namespace divan::durable
