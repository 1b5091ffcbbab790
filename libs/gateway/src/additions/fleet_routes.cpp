#include <algorithm>

#include <fmt/format.h>

#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/members.hpp"
#include "site.hpp"

// /api/v2/divan/fleet: the ComfyUI servers of this gateway. What is changed here holds until it ends; what
// its configuration lists comes back with the next start.
namespace divan::gateway {
namespace {

constexpr std::size_t kLongestId = 100, kLongestUrl = 2'048, kLongestSecret = 8'192;
constexpr int kMostSlots = 64;

json::Value number_or_null(const std::optional<double>& number) {
    return number ? json::Value(*number) : json::Value(nullptr);
}

json::Value bytes_or_null(const std::optional<std::int64_t>& bytes) {
    return bytes ? json::Value(*bytes) : json::Value(nullptr);
}

json::Value system_view(const std::optional<protocol::SystemStats>& system) {
    if (!system) return nullptr;
    json::Array devices;
    for (const protocol::Device& device : system->devices) {
        json::Object view;
        view["name"] = device.name;
        view["type"] = device.type;
        view["vram_total_bytes"] = device.vram_total_bytes;
        view["vram_free_bytes"] = device.vram_free_bytes;
        devices.emplace_back(std::move(view));
    }
    json::Object view;
    view["comfyui_version"] = system->comfyui_version;
    view["pytorch_version"] = system->pytorch_version;
    view["os"] = system->os;
    view["ram_total_bytes"] = system->ram_total_bytes;
    view["ram_free_bytes"] = system->ram_free_bytes;
    view["devices"] = std::move(devices);
    return view;
}

/// With ComfyUI-Crystools on the server.
json::Value load_view(const std::optional<protocol::MonitorSnapshot>& monitor) {
    if (!monitor) return nullptr;
    json::Array gpus;
    for (const protocol::GpuLoad& gpu : monitor->gpus) {
        json::Object view;
        view["utilization_percent"] = number_or_null(gpu.utilization_percent);
        view["temperature_celsius"] = number_or_null(gpu.temperature_celsius);
        view["vram_total_bytes"] = bytes_or_null(gpu.vram_total_bytes);
        view["vram_used_bytes"] = bytes_or_null(gpu.vram_used_bytes);
        gpus.emplace_back(std::move(view));
    }
    json::Object view;
    view["cpu_percent"] = number_or_null(monitor->cpu_percent);
    view["ram_used_percent"] = number_or_null(monitor->ram_used_percent);
    view["gpus"] = std::move(gpus);
    return view;
}

json::Object server_view(const durable::ServerState& server) {
    json::Object view;
    view["id"] = server.id.str();
    view["address"] = server.address;
    view["health"] = name(server.health);
    view["online"] = server.online;
    view["draining"] = server.draining;
    view["dead"] = server.dead;
    view["takes_jobs"] = server.takes_jobs;
    view["slots"] = server.slots;
    view["in_flight"] = server.in_flight;
    view["foreign_prompts"] = server.foreign;
    view["late_guests"] = server.guests;
    view["node_classes"] = server.classes ? json::Value(*server.classes) : json::Value(nullptr);
    view["succeeded"] = server.succeeded;
    view["failed"] = server.failed;
    view["restarts"] = server.restarts;
    view["last_error"] = server.last_error ? json::Value(server.last_error->message) : json::Value(nullptr);
    view["system"] = system_view(server.system);
    view["load"] = load_view(server.monitor);
    return view;
}

std::optional<json::Object> view_of(const Site& site, const ServerId& id) {
    for (const durable::ServerState& server : site.dispatcher.servers())
        if (server.id == id) return server_view(server);
    return std::nullopt;
}

asio::awaitable<Answer<>> reply_server(Site& site, Call& call, int status, ServerId id) {
    auto view = view_of(site, id);
    if (!view) co_return refuse(404, "not_found", "there is no such server");
    co_return co_await call.reply(status, std::move(*view));
}

asio::awaitable<Answer<>> list_servers(Site& site, Call& call) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    json::Array servers;
    for (const durable::ServerState& server : site.dispatcher.servers())
        servers.emplace_back(server_view(server));
    json::Object answer;
    answer["servers"] = std::move(servers);
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> show_server(Site& site, Call& call) {
    co_return co_await reply_server(site, call, 200, ServerId{call.parameter("id")});
}

bool is_word(std::string_view text) { return text.find_first_of(" \t/") == std::string_view::npos; }

Result<net::Credentials> credentials_of(const std::string& basic, const std::string& bearer) {
    net::Credentials credentials;
    if (!basic.empty()) {
        const auto colon = basic.find(':');
        if (colon == std::string::npos) return fail(Errc::invalid_argument, "must be \"name:password\"");
        credentials = net::Credentials::basic(basic.substr(0, colon), basic.substr(colon + 1));
    }
    if (!bearer.empty()) credentials = credentials + net::Credentials::bearer(bearer);
    return credentials;
}

Answer<durable::ServerConfig> read_server(const json::Object& body) {
    Members members{body};
    std::string id, url, basic, bearer;
    durable::ServerConfig server;
    members.text("id", id, kLongestId);
    members.text("url", url, kLongestUrl);
    members.text("basic", basic, kLongestSecret);
    members.text("bearer", bearer, kLongestSecret);
    members.number("slots", server.slots, 1, kMostSlots);
    members.flag("exclusive", server.exclusive);
    if (url.empty()) members.wrong("url", "is missing");
    if (!is_word(id)) members.wrong("id", "must be one word without '/'");
    auto address = parse_server_address(url);
    if (!address) members.wrong("url", address.error().message);
    auto credentials = credentials_of(basic, bearer);
    if (!credentials) members.wrong("basic", credentials.error().message);
    if (auto sound = members.finish(); !sound) return refuse(std::move(sound).error());
    server.connection = std::move(*address);
    server.connection.credentials = server.connection.credentials + *credentials;
    server.id = ServerId{id.empty() ? server.connection.origin.authority() : id};
    return server;
}

asio::awaitable<Answer<>> add_server(Site& site, Call& call) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto server = read_server(*body);
    if (!server) co_return refuse(std::move(server).error());
    const ServerId id = server->id;
    if (auto added = site.dispatcher.add_server(std::move(*server)); !added) co_return refuse(added.error());
    site.log.write(LogLevel::info, "gateway", "a server was added", {{"server", id.str()}});
    co_return co_await reply_server(site, call, 201, id);
}

asio::awaitable<Answer<>> drain_server(Site& site, Call& call) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    Members members{*body};
    bool draining = true;
    members.flag("draining", draining);
    const auto patience = members.seconds("running_seconds");
    if (auto sound = members.finish(); !sound) co_return refuse(std::move(sound).error());
    const ServerId id{call.parameter("id")};
    const auto drained = draining ? site.dispatcher.drain_server(id, patience ? within(*patience) : kNever)
                                  : site.dispatcher.undrain_server(id);
    if (!drained) co_return refuse(drained.error());
    site.log.write(LogLevel::info, "gateway",
                   draining ? "a server gets no new jobs" : "a server gets jobs again",
                   {{"server", id.str()}});
    co_return co_await reply_server(site, call, 200, id);
}

asio::awaitable<Answer<>> remove_server(Site& site, Call& call) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    const ServerId id{call.parameter("id")};
    if (auto removed = site.dispatcher.remove_server(id); !removed) co_return refuse(removed.error());
    site.log.write(LogLevel::info, "gateway", "a server was removed", {{"server", id.str()}});
    co_return co_await call.reply(net::HttpReply{204});
}

}  // namespace

void add_fleet_routes(Router& router, Site& site) {
    router.add("GET", "/api/v2/divan/fleet", Scope::operate,
               [&site](Call& call) { return list_servers(site, call); });
    router.add("POST", "/api/v2/divan/fleet", Scope::operate,
               [&site](Call& call) { return add_server(site, call); });
    router.add("GET", "/api/v2/divan/fleet/{id}", Scope::operate,
               [&site](Call& call) { return show_server(site, call); });
    router.add("POST", "/api/v2/divan/fleet/{id}/drain", Scope::operate,
               [&site](Call& call) { return drain_server(site, call); });
    router.add("DELETE", "/api/v2/divan/fleet/{id}", Scope::operate,
               [&site](Call& call) { return remove_server(site, call); });
}

}  // namespace divan::gateway
