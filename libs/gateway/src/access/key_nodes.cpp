#include "access/key_nodes.hpp"

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

const std::vector<std::string> kCore{"core"};

}  // namespace

std::string nodes_text(const std::vector<std::string>& words) {
    json::Array list;
    for (const std::string& word : words) list.emplace_back(word);
    return json::write(json::Value(std::move(list)));
}

Result<std::vector<std::string>> read_nodes(const json::Value& value) {
    const Error wrong{Errc::invalid_argument, "'nodes' is \"any\", \"core\", or a list of node classes"};
    std::vector<std::string> words;
    if (const auto word = json::text_of(value)) words.emplace_back(*word);
    const json::Array* list = json::array_of(value);
    if (list == nullptr && words.empty()) return fail(wrong);
    for (std::size_t at = 0; list != nullptr && at < list->size(); ++at) {
        const auto word = json::text_of((*list)[at]);
        if (!word) return fail(wrong);
        words.emplace_back(*word);
    }
    if (auto sound = durable::NodeAllowance::parse(words); !sound) return fail(std::move(sound).error());
    return words;
}

Result<durable::NodeAllowance> nodes_of(const store::ApiKey& key) {
    if (key.nodes.empty()) return durable::NodeAllowance::parse(kCore);
    auto parsed = json::parse(key.nodes);
    if (!parsed) return fail(std::move(parsed).error());
    auto words = read_nodes(*parsed);
    if (!words) return fail(std::move(words).error());
    return durable::NodeAllowance::parse(*words);
}

}  // namespace divan::gateway
