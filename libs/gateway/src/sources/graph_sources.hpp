#pragma once

#include <map>

#include "sources/bring_source.hpp"

namespace divan::gateway {

/// References of a graph that name no asset, but a URL or the bytes themselves:
/// `{"__type": "core/ASSET", "info": {"url": "https://…"}}`, `{"info": {"data": "data:image/png;base64,…"}}`,
/// with `file_path` and `max_side` as wanted. Of one request: what several of its references name is brought
/// once.
class GraphSources {
public:
    GraphSources(Site& site, const Caller& caller);

    /// Brings them, and puts assets in their place. Refusals: of `bring_source`, with `details.node` and
    /// `input`; 422 `invalid_request` for a reference that makes no sense, and for more than 64 of them.
    asio::awaitable<Answer<>> bring(json::Value& graph);

private:
    asio::awaitable<Answer<>> settle(json::Object& reference);

    Site& site_;
    const Caller& caller_;
    Deadline deadline_;
    std::map<std::pair<Source, int>, store::Asset> known_;
    std::size_t count_ = 0;
};

}  // namespace divan::gateway
