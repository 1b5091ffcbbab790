#include <divan/client/assets.hpp>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "asset_call.hpp"

namespace divan::assets {
namespace {

void add(net::Query& query, std::string_view key, const std::string& value) {
    if (!value.empty()) query.emplace_back(key, value);
}

void add(net::Query& query, std::string_view key, std::optional<std::int64_t> value) {
    if (value) query.emplace_back(key, std::to_string(*value));
}

void add(net::Query& query, std::string_view key, std::optional<bool> value) {
    if (value) query.emplace_back(key, *value ? "true" : "false");
}

std::string target_of(const ListRequest& request) {
    net::Query query;
    add(query, "include_tags", join(request.include_tags, ","));
    add(query, "tags_any", join(request.any_tags, ","));
    add(query, "exclude_tags", join(request.exclude_tags, ","));
    add(query, "name_contains", request.name_contains);
    add(query, "hash", request.hash);
    if (!request.metadata_filter.empty())
        add(query, "metadata_filter", json::write(json::Value(request.metadata_filter)));
    add(query, "limit", request.limit);
    add(query, "offset", request.offset);
    add(query, "after", request.after);
    add(query, "sort", request.sort);
    add(query, "order", request.order);
    add(query, "include_public", request.include_public);
    return with_query("/api/assets", query);
}

std::string path_of(const std::string& id) { return "/api/assets/" + net::percent_encode(id); }

json::Array texts(const std::vector<std::string>& list) {
    json::Array array;
    for (const std::string& text : list) array.emplace_back(text);
    return array;
}

Result<void> check_id(const std::string& id) {
    if (!id.empty()) return {};
    return fail(Errc::invalid_argument, "an asset needs an id");
}

json::Object body_of(const Update& change) {
    json::Object body;
    if (change.name) body["name"] = *change.name;
    if (change.mime_type) body["mime_type"] = *change.mime_type;
    if (change.preview_id) body["preview_id"] = *change.preview_id;
    if (change.tags) body["tags"] = texts(*change.tags);
    if (change.user_metadata) body["user_metadata"] = *change.user_metadata;
    return body;
}

asio::awaitable<Result<protocol::TagChange>> change_tags(Connection& connection, std::string method,
                                                         std::string id, std::vector<std::string> tags,
                                                         Deadline deadline) {
    if (auto checked = check_id(id); !checked) co_return fail(std::move(checked).error());
    if (tags.empty()) co_return fail(Errc::invalid_argument, "no tag is named");
    json::Object body;
    body["tags"] = texts(tags);
    net::HttpRequest request = with_json(std::move(method), path_of(id) + "/tags", std::move(body));
    co_return co_await call_asset(connection, std::move(request), protocol::parse_tag_change, deadline);
}

}  // namespace

asio::awaitable<Result<protocol::AssetPage>> list(Connection& connection, ListRequest request,
                                                  Deadline deadline) {
    net::HttpRequest get{"GET", target_of(request)};
    return call_asset(connection, std::move(get), protocol::parse_asset_page, deadline);
}

asio::awaitable<Result<std::vector<protocol::Asset>>> Pages::next(Connection& connection, Deadline deadline) {
    if (done_) co_return std::vector<protocol::Asset>{};
    ListRequest request = request_;
    auto page = co_await list(connection, std::move(request), deadline);
    if (!page) co_return fail(std::move(page).error());
    const bool stuck = !page->next_cursor.empty() && page->next_cursor == request_.after;
    done_ = !page->has_more || page->assets.empty() || stuck;
    request_.after = page->next_cursor;
    if (request_.after.empty())
        request_.offset = request_.offset.value_or(0) + static_cast<std::int64_t>(page->assets.size());
    co_return std::move(page->assets);
}

asio::awaitable<Result<std::optional<protocol::Asset>>> get(Connection& connection, std::string id,
                                                            Deadline deadline) {
    if (auto checked = check_id(id); !checked) co_return fail(std::move(checked).error());
    net::HttpRequest request{"GET", path_of(id)};
    co_return co_await find_asset(connection, std::move(request), deadline);
}

asio::awaitable<Result<std::optional<protocol::Asset>>> from_hash(Connection& connection,
                                                                  FromHashRequest request,
                                                                  Deadline deadline) {
    if (request.hash.empty()) co_return fail(Errc::invalid_argument, "no hash is named");
    json::Object body;
    body["hash"] = request.hash;
    body["tags"] = texts(request.tags);
    if (!request.name.empty()) body["name"] = request.name;
    if (!request.mime_type.empty()) body["mime_type"] = request.mime_type;
    if (!request.preview_id.empty()) body["preview_id"] = request.preview_id;
    if (!request.user_metadata.empty()) body["user_metadata"] = std::move(request.user_metadata);
    net::HttpRequest post = with_json("POST", "/api/assets/from-hash", std::move(body));
    co_return co_await find_asset(connection, std::move(post), deadline);
}

asio::awaitable<Result<std::optional<protocol::Asset>>> update(Connection& connection, std::string id,
                                                               Update change, Deadline deadline) {
    if (auto checked = check_id(id); !checked) co_return fail(std::move(checked).error());
    json::Object body = body_of(change);
    if (body.empty()) co_return fail(Errc::invalid_argument, "nothing of the asset is to change");
    net::HttpRequest put = with_json("PUT", path_of(id), std::move(body));
    co_return co_await find_asset(connection, std::move(put), deadline);
}

asio::awaitable<Result<bool>> remove(Connection& connection, std::string id, Deadline deadline) {
    if (auto checked = check_id(id); !checked) co_return fail(std::move(checked).error());
    net::HttpRequest request{"DELETE", path_of(id)};
    auto reply = co_await exchange_asset(connection, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return reply->has_value();
}

asio::awaitable<Result<protocol::TagChange>> add_tags(Connection& connection, std::string id,
                                                      std::vector<std::string> tags, Deadline deadline) {
    return change_tags(connection, "POST", std::move(id), std::move(tags), deadline);
}

asio::awaitable<Result<protocol::TagChange>> remove_tags(Connection& connection, std::string id,
                                                         std::vector<std::string> tags, Deadline deadline) {
    return change_tags(connection, "DELETE", std::move(id), std::move(tags), deadline);
}

asio::awaitable<Result<protocol::TagPage>> list_tags(Connection& connection, TagListRequest request,
                                                     Deadline deadline) {
    net::Query query;
    add(query, "prefix", request.prefix);
    add(query, "limit", request.limit);
    add(query, "offset", request.offset);
    add(query, "order", request.order);
    add(query, "include_zero", request.include_zero);
    net::HttpRequest get{"GET", with_query("/api/tags", query)};
    return call_asset(connection, std::move(get), protocol::parse_tag_page, deadline);
}

}  // namespace divan::assets
