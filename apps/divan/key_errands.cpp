#include "key_errands.hpp"

#include <divan/json/write.hpp>
#include <divan/store/open_store.hpp>

#include "event_loop.hpp"
#include "gateway_access.hpp"

namespace divan::app {
namespace {

constexpr std::string_view kRoute = "/api/v2/divan/keys";

json::Object to_json(const gateway::KeyWish& wish) {
    json::Object body;
    if (!wish.owner.empty()) body["owner"] = wish.owner;
    if (!wish.role.empty()) body["role"] = wish.role;
    body["name"] = wish.name;
    json::Array scopes;
    for (const std::string& scope : wish.scopes) scopes.emplace_back(scope);
    body["scopes"] = std::move(scopes);
    json::Array nodes;
    for (const std::string& word : wish.nodes) nodes.emplace_back(word);
    body["nodes"] = std::move(nodes);
    if (wish.life) body["expires_in_seconds"] = std::chrono::ceil<std::chrono::seconds>(*wish.life).count();
    if (!wish.limits.empty()) body["limits"] = wish.limits;
    return body;
}

asio::awaitable<Result<json::Value>> add_here(store::Store& store, std::string pepper,
                                              gateway::KeyWish wish) {
    auto issued = co_await gateway::issue_key(store, std::move(pepper), std::move(wish), "operator");
    if (!issued) co_return fail(std::move(issued).error());
    json::Object view = gateway::key_view(issued->key);
    view["key"] = issued->text;
    co_return json::Value(std::move(view));
}

asio::awaitable<Result<json::Value>> list_here(store::Store& store, std::optional<std::string> owner) {
    auto keys = co_await store::list_keys(store, std::move(owner));
    if (!keys) co_return fail(std::move(keys).error());
    json::Array views;
    for (const store::ApiKey& key : *keys) views.emplace_back(gateway::key_view(key));
    json::Object answer;
    answer["keys"] = std::move(views);
    co_return json::Value(std::move(answer));
}

asio::awaitable<Result<json::Value>> revoke_here(store::Store& store, std::string id) {
    auto key = co_await store::revoke_key(store, std::move(id), "operator");
    if (!key) co_return fail(std::move(key).error());
    co_return json::Value(gateway::key_view(*key));
}

Result<json::Value> run_here(const Errand& errand, const gateway::GatewayConfig& config) {
    const auto& file = config.access.pepper_file;
    auto pepper = gateway::load_pepper(file.empty() ? config.data_folder / "pepper.key" : file);
    if (!pepper) return fail(std::move(pepper).error());
    asio::io_context io{1};
    auto store = config.database.empty()
                     ? store::open_sqlite_store(io.get_executor(), config.data_folder / "jobs.db")
                     : store::open_postgres_store(io.get_executor(), store::PostgresOptions{config.database});
    if (!store) {
        Error error = std::move(store).error();
        if (error.code == Errc::store_in_use)
            error.hint =
                "a gateway runs on it: ask that one, with --gateway URL and a key of the scope admin";
        return fail(std::move(error));
    }
    return run_to_end<json::Value>(io, errand.here(**store, std::move(*pepper)));
}

Result<json::Value> run_there(const Errand& errand, const KeyPlace& place,
                              std::chrono::milliseconds patience) {
    GatewayOptions options;
    options.url = place.gateway;
    options.key = place.key;
    return ask_gateway<json::Value>(
        options, [&](GatewayAccess& gateway) { return gateway.ask(errand.there, within(patience)); });
}

}  // namespace

Errand adding_key(const gateway::KeyWish& wish) {
    Errand errand;
    errand.here = [wish](store::Store& store, std::string pepper) {
        return add_here(store, std::move(pepper), wish);
    };
    errand.there = net::HttpRequest{"POST", std::string{kRoute}, json::write(json::Value(to_json(wish))),
                                    "application/json"};
    return errand;
}

Errand listing_keys(const std::string& owner) {
    Errand errand;
    errand.here = [owner](store::Store& store, const std::string&) {
        std::optional<std::string> of_owner;
        if (!owner.empty()) of_owner = owner;
        return list_here(store, std::move(of_owner));
    };
    std::string target{kRoute};
    if (!owner.empty()) target += "?" + net::encode_query({{"owner", owner}});
    errand.there = net::HttpRequest{"GET", std::move(target)};
    return errand;
}

Errand revoking_key(const std::string& id) {
    Errand errand;
    errand.here = [id](store::Store& store, const std::string&) { return revoke_here(store, id); };
    errand.there = net::HttpRequest{"DELETE", std::string{kRoute} + "/" + net::percent_encode(id)};
    return errand;
}

Result<json::Value> carry_out(const Errand& errand, const KeyPlace& place, const Program& program) {
    auto settings = program.settings();
    if (!settings) return fail(std::move(settings).error());
    if (!place.gateway.empty())
        return run_there(errand, place, program.timeout_or(*settings, std::chrono::seconds{30}));
    gateway::GatewayConfig& config = settings->gateway;
    if (!place.data.empty()) config.data_folder = place.data;
    if (!place.database.empty()) config.database = place.database;
    if (!place.pepper.empty()) config.access.pepper_file = place.pepper;
    return run_here(errand, config);
}

}  // namespace divan::app
