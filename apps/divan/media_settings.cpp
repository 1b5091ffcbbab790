#include "gateway_settings.hpp"

// [pictures], [inputs] and [results] of the configuration: what becomes of files on their way in and out.
namespace divan::app {
namespace {

constexpr std::int64_t kMiB = 1 << 20;
constexpr std::int64_t kLongestSide = 32'768;

/// A number of pixels, or "none".
std::string max_side(const toml::node& node, Settings& settings) {
    int& side = settings.gateway.media.input_max_side;
    if (node.value<std::string>() == std::optional<std::string>{"none"}) {
        side = 0;
        return {};
    }
    const auto pixels = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
    if (!pixels || *pixels < 1 || *pixels > kLongestSide)
        return "a whole number of pixels from 1 to 32768, or \"none\", is expected";
    side = static_cast<int>(*pixels);
    return {};
}

std::string metadata(const toml::node& node, Settings& settings) {
    const auto word = node.value<std::string>();
    if (word != "keep" && word != "strip") return "\"keep\" or \"strip\" is expected";
    settings.gateway.media.metadata = *word == "strip" ? gateway::Metadata::strip : gateway::Metadata::keep;
    return {};
}

std::string blank_pictures(const toml::node& node, Settings& settings) {
    using gateway::BlankResults;
    const std::map<std::string, BlankResults> words{
        {"accept", BlankResults::accept}, {"mark", BlankResults::mark}, {"again", BlankResults::again}};
    const auto found = words.find(node.value<std::string>().value_or(""));
    if (found == words.end()) return "\"accept\", \"mark\" or \"again\" is expected";
    settings.gateway.media.blank = found->second;
    return {};
}

std::string source_reach(const toml::node& node, Settings& settings) {
    const auto inside = node.value<bool>();
    if (!inside) return "true or false is expected";
    settings.gateway.media.fetch.reach = *inside ? net::Reach::anywhere : net::Reach::public_internet;
    return {};
}

}  // namespace

void add_media_keys(std::map<std::string, Setter>& keys) {
    keys["pictures.at_once"] =
        number([](Settings& s) -> auto& { return s.gateway.media.pictures.at_once; }, 1, 64);
    keys["pictures.waiting"] =
        number([](Settings& s) -> auto& { return s.gateway.media.pictures.waiting; }, 0, 10'000);
    keys["pictures.memory_mib"] = number(
        [](Settings& s) -> auto& { return s.gateway.media.pictures.memory_bytes; }, 256, 1'000'000, kMiB);
    keys["pictures.time"] = duration([](Settings& s) -> auto& { return s.gateway.media.pictures.time; });
    keys["inputs.max_side"] = max_side;
    keys["inputs.url_mib"] =
        number([](Settings& s) -> auto& { return s.gateway.media.fetch.bytes; }, 1, 1'000'000, kMiB);
    keys["inputs.url_time"] = duration([](Settings& s) -> auto& { return s.gateway.media.fetch.time; });
    keys["inputs.url_at_once"] =
        number([](Settings& s) -> auto& { return s.gateway.media.fetch.at_once; }, 0, 10'000);
    keys["inputs.private_addresses"] = source_reach;
    keys["inputs.plain_http"] = flag([](Settings& s) -> auto& { return s.gateway.media.fetch.plain_http; });
    keys["inputs.ca_file"] = text([](Settings& s) -> auto& { return s.gateway.media.fetch.ca_file; });
    keys["results.metadata"] = metadata;
    keys["results.blank_pictures"] = blank_pictures;
    keys["results.inline_mib"] =
        number([](Settings& s) -> auto& { return s.gateway.media.inline_bytes; }, 0, 64, kMiB);
}

}  // namespace divan::app
