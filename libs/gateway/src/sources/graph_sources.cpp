#include "sources/graph_sources.hpp"

#include <fmt/format.h>

#include "additions/members.hpp"
#include "files/file_names.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kMostSources = 64;
constexpr std::chrono::hours kKept{24 * 7};  // long enough to run a job again
constexpr std::size_t kLongestName = 512;
constexpr int kLongestSide = 32'768;

/// A reference of ours that stands in a graph, with its place.
struct Found {
    json::Object* reference = nullptr;
    std::string node, input;
};

bool is_source(const json::Object& object) {
    const json::Value* type = json::find(object, "__type");
    const json::Value* info = json::find(object, "info");
    if (!type || !info || json::text_of(*type) != "core/ASSET") return false;
    return !json::find(*info, "id") && (json::find(*info, "url") || json::find(*info, "data"));
}

/// Bodies are at most 64 levels deep.
void collect(json::Value& value, const std::string& node, const std::string& input,
             std::vector<Found>& found) {
    if (json::object_of(value)) {
        json::Object& object = value.as_object();
        if (is_source(object)) {
            found.push_back(Found{&object, node, input});
            return;
        }
        for (auto& member : object) collect(member.value(), node, input, found);
    } else if (json::array_of(value)) {
        for (json::Value& one : value.as_array()) collect(one, node, input, found);
    }
}

std::vector<Found> sources_in(json::Value& graph) {
    std::vector<Found> found;
    if (!json::object_of(graph)) return found;
    for (auto& node : graph.as_object()) {
        const std::string id{node.key()};
        if (!json::object_of(node.value())) continue;
        const auto inputs = node.value().as_object().find("inputs");
        if (inputs == node.value().as_object().end() || !json::object_of(inputs->value())) continue;
        for (auto& input : inputs->value().as_object())
            collect(input.value(), id, std::string{input.key()}, found);
    }
    return found;
}

}  // namespace

GraphSources::GraphSources(Site& site, const Caller& caller)
    : site_{site}, caller_{caller}, deadline_{within(site.config.media.fetch.time)} {}

asio::awaitable<Answer<>> GraphSources::bring(json::Value& graph) {
    const std::vector<Found> all = sources_in(graph);
    for (const Found& found : all) {
        if (++count_ > kMostSources)
            co_return refuse(422, "invalid_request",
                             fmt::format("a request names at most {} files by URL or as data", kMostSources));
        auto settled = co_await settle(*found.reference);
        if (!settled)
            co_return refuse(std::move(settled)
                                 .error()
                                 .with("node", json::Value(found.node))
                                 .with("input", json::Value(found.input)));
    }
    co_return Answer<>{};
}

asio::awaitable<Answer<>> GraphSources::settle(json::Object& reference) {
    json::Value& info = reference["info"];
    Source source;
    FileWish wish;
    int max_side = 0;
    {
        Members members{info.as_object(), "info."};
        members.text("url", source.url, 2'048);
        members.text("data", source.data, caller_.limits.body_bytes);
        members.text("file_path", wish.path, kLongestName);
        members.number("max_side", max_side, 1, kLongestSide);
        if (source.url.empty() == source.data.empty())
            members.wrong("url", "or 'data' is needed, and not both");
        if (auto sound = members.finish(); !sound) co_return refuse(std::move(sound).error());
    }
    wish.path = clean_path(wish.path);
    wish.keep_for = kKept;
    wish.max_side = max_side;
    std::pair<Source, int> name{source, max_side};
    auto known = known_.find(name);
    if (known == known_.end()) {
        auto kept = co_await bring_source(site_, caller_, std::move(source), std::move(wish), deadline_);
        if (!kept) co_return refuse(std::move(kept).error());
        known = known_.emplace(std::move(name), std::move(kept->asset)).first;
    }
    json::Object settled;
    settled["id"] = known->second.id.str();
    settled["file_path"] = known->second.name;
    info = std::move(settled);
    co_return Answer<>{};
}

}  // namespace divan::gateway
