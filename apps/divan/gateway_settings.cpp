#include "gateway_settings.hpp"

#include <algorithm>
#include <limits>

#include <divan/base/nearest.hpp>
#include <divan/client/output_pattern.hpp>

#include "server_access.hpp"

namespace divan::app {
namespace {

constexpr std::int64_t kMost = std::int64_t{1} << 40;
constexpr std::int64_t kMiB = 1 << 20, kGiB = 1 << 30;

std::string requests_per_second(const toml::node& node, Settings& settings) {
    const auto rate = node.value<double>();
    if (!rate || *rate <= 0) return "a number above 0 is expected";
    settings.gateway.caller.requests_per_second = *rate;
    return {};
}

/// `secrets = { name = ["whsec_new", "whsec_old"] }`
std::string webhook_secrets(const toml::node& node, Settings& settings) {
    const auto* table = node.as_table();
    if (!table) return "a table of names is expected, each with a list of secrets, the newest first";
    std::map<std::string, std::vector<std::string>> secrets;
    for (const auto& [name, value] : *table) {
        const auto* list = value.as_array();
        if (!list || list->empty())
            return "the name '" + std::string{name.str()} + "' needs a list of secrets";
        for (const auto& one : *list) {
            const auto secret = one.value<std::string>();
            if (!secret) return "a secret is a text";
            secrets[std::string{name.str()}].push_back(*secret);
        }
    }
    settings.gateway.webhooks.secrets = [secrets](const std::string& name) {
        const auto found = secrets.find(name);
        return found == secrets.end() ? std::vector<std::string>{} : found->second;
    };
    return {};
}

std::string webhook_reach(const toml::node& node, Settings& settings) {
    const auto inside = node.value<bool>();
    if (!inside) return "true or false is expected";
    settings.gateway.webhooks.reach = *inside ? net::Reach::anywhere : net::Reach::public_internet;
    return {};
}

/// A whole number from 0, times `unit`, or "none": the largest number there is.
template <class Place>
Setter count_or_none(Place place, std::int64_t high, std::int64_t unit = 1) {
    return [=](const toml::node& node, Settings& settings) -> std::string {
        if (node.value<std::string>() == std::optional<std::string>{"none"}) {
            place(settings) = std::numeric_limits<std::int64_t>::max();
            return {};
        }
        const std::string wrong = number(place, 0, high, unit)(node, settings);
        return wrong.empty() ? wrong : wrong + ", or \"none\"";
    };
}

/// The same, where "none" is nothing at all.
Setter ceiling(std::optional<std::int64_t> durable::NodeCeilings::* member) {
    return [member](const toml::node& node, Settings& settings) -> std::string {
        std::optional<std::int64_t>& most = settings.gateway.caller.ceilings.*member;
        if (node.value<std::string>() == std::optional<std::string>{"none"}) {
            most.reset();
            return {};
        }
        const auto value = node.is_integer() ? node.value<std::int64_t>() : std::nullopt;
        if (!value || *value < 1) return "a whole number above 0 is expected, or \"none\"";
        most = *value;
        return {};
    };
}

/// `deny_nodes = ["shipped", "MyNode*"]`: "shipped" stands for the list that is part of the program.
std::string denied_nodes(const toml::node& node, Settings& settings) {
    std::vector<std::string> words;
    const std::string wrong = texts([&](Settings&) -> auto& { return words; })(node, settings);
    if (!wrong.empty()) return wrong;
    std::vector<std::string>& denied = settings.gateway.nodes.denied;
    denied.clear();
    for (std::string& word : words) {
        if (word.empty()) return "an empty text is no node class";
        const auto& shipped = durable::shipped_denials();
        if (word == "shipped")
            denied.insert(denied.end(), shipped.begin(), shipped.end());
        else
            denied.push_back(std::move(word));
    }
    return {};
}

/// `path_inputs = ["VHS_LoadVideoPath.video"]`
std::string path_inputs(const toml::node& node, Settings& settings) {
    std::vector<std::string>& places = settings.gateway.nodes.path_inputs;
    const std::string wrong = texts([&](Settings&) -> auto& { return places; })(node, settings);
    if (!wrong.empty()) return wrong;
    for (const std::string& place : places)
        if (place.find('.') == std::string::npos) return "'" + place + "' is not Class.input";
    return {};
}

void add_policy_keys(std::map<std::string, Setter>& keys) {
    keys["policy.deny_nodes"] = denied_nodes;
    keys["policy.path_inputs"] = path_inputs;
    keys["policy.server_files"] = flag([](Settings& s) -> auto& { return s.gateway.access.server_files; });
    keys["policy.width"] = ceiling(&durable::NodeCeilings::width);
    keys["policy.height"] = ceiling(&durable::NodeCeilings::height);
    keys["policy.batch_size"] = ceiling(&durable::NodeCeilings::batch_size);
    keys["policy.steps"] = ceiling(&durable::NodeCeilings::steps);
    keys["policy.frames"] = ceiling(&durable::NodeCeilings::frames);
    keys["policy.megapixel_steps"] = ceiling(&durable::NodeCeilings::megapixel_steps);
}

void add_listening_keys(std::map<std::string, Setter>& keys) {
    keys["gateway.address"] = text([](Settings& s) -> auto& { return s.gateway.listen.address; });
    keys["gateway.port"] = number([](Settings& s) -> auto& { return s.gateway.listen.port; }, 0, 65'535);
    keys["gateway.behind_tls_proxy"] =
        flag([](Settings& s) -> auto& { return s.gateway.listen.behind_tls_proxy; });
    keys["gateway.public_url"] = text([](Settings& s) -> auto& { return s.gateway.listen.public_url; });
    keys["gateway.hosts"] = texts([](Settings& s) -> auto& { return s.gateway.listen.hosts; });
    keys["gateway.origins"] = texts([](Settings& s) -> auto& { return s.gateway.listen.origins; });
    keys["gateway.require_keys"] = flag([](Settings& s) -> auto& { return s.gateway.require_keys; });
    keys["gateway.data"] = text([](Settings& s) -> auto& { return s.gateway.data_folder; });
    keys["gateway.database"] = text([](Settings& s) -> auto& { return s.gateway.database; });
    keys["gateway.pepper"] = text([](Settings& s) -> auto& { return s.gateway.access.pepper_file; });
    keys["gateway.link_life"] = duration([](Settings& s) -> auto& { return s.gateway.link_life; });
    keys["gateway.link_key_file"] = text([](Settings& s) -> auto& { return s.gateway.link_key_file; });
    keys["tls.certificate"] = text([](Settings& s) -> auto& { return s.gateway.listen.certificate; });
    keys["tls.key"] = text([](Settings& s) -> auto& { return s.gateway.listen.certificate_key; });
    keys["tls.check"] = duration([](Settings& s) -> auto& { return s.gateway.listen.certificate_check; });
    keys["gateway.drain"] = duration([](Settings& s) -> auto& { return s.drain; });
}

void add_limit_keys(std::map<std::string, Setter>& keys) {
    keys["limits.requests_per_second"] = requests_per_second;
    keys["limits.burst"] = number([](Settings& s) -> auto& { return s.gateway.caller.burst; }, 1, 1'000'000);
    keys["limits.streams"] =
        number([](Settings& s) -> auto& { return s.gateway.caller.streams; }, 1, 1'000'000);
    keys["limits.in_flight"] =
        count_or_none([](Settings& s) -> std::int64_t& { return s.gateway.caller.in_flight_jobs; }, kMost);
    keys["limits.upload_gib_per_day"] = count_or_none(
        [](Settings& s) -> std::int64_t& { return s.gateway.caller.upload_bytes_per_day; }, 1'000'000, kGiB);
    keys["limits.stored_gib"] =
        number([](Settings& s) -> auto& { return s.gateway.caller.stored_bytes; }, 0, 1'000'000, kGiB);
    keys["limits.upload_mib"] =
        number([](Settings& s) -> auto& { return s.gateway.caller.upload_bytes; }, 1, 1'000'000, kMiB);
    keys["limits.body_mib"] =
        number([](Settings& s) -> auto& { return s.gateway.caller.body_bytes; }, 1, 1'024, kMiB);
    keys["limits.batch_jobs"] =
        number([](Settings& s) -> auto& { return s.gateway.caller.batch_jobs; }, 1, 100'000);
    keys["limits.queued"] = number([](Settings& s) -> auto& { return s.gateway.queue.total; }, 0, kMost);
    keys["limits.queued_per_key"] =
        number([](Settings& s) -> auto& { return s.gateway.queue.per_owner; }, 0, kMost);
    keys["limits.nodes"] = number([](Settings& s) -> auto& { return s.gateway.graph.nodes; }, 1, 1'000'000);
    keys["limits.file_gib"] =
        number([](Settings& s) -> auto& { return s.gateway.dispatch.results.file_bytes; }, 1, 1'024, kGiB);
}

std::string simple_pattern(const toml::node& node, Settings& settings) {
    const auto pattern = node.value<std::string>();
    if (!pattern) return "a text is expected";
    const auto parsed = OutputPattern::parse(*pattern);
    if (!parsed) return parsed.error().message;
    if (!parsed->has("version")) return "{version} is missing: pictures of one page differ by it";
    settings.gateway.output_pattern = *pattern;
    return {};
}

void add_job_keys(std::map<std::string, Setter>& keys) {
    keys["jobs.cache"] = flag([](Settings& s) -> auto& { return s.gateway.dispatch.cache; });
    keys["jobs.retry_node_errors"] =
        flag([](Settings& s) -> auto& { return s.gateway.dispatch.retry_node_errors; });
    keys["simple.pattern"] = simple_pattern;
    keys["simple.checkpoint"] = text([](Settings& s) -> auto& { return s.gateway.default_checkpoint; });
    keys["retention.jobs"] =
        duration_or_none([](Settings& s) -> auto& { return s.gateway.housekeeping.retention.jobs; });
    keys["retention.results"] =
        duration_or_none([](Settings& s) -> auto& { return s.gateway.housekeeping.retention.results; });
    keys["webhooks.secrets"] = webhook_secrets;
    keys["webhooks.private_addresses"] = webhook_reach;
    keys["webhooks.plain_http"] = flag([](Settings& s) -> auto& { return s.gateway.webhooks.plain_http; });
    keys["webhooks.ca_file"] = text([](Settings& s) -> auto& { return s.gateway.webhooks.ca_file; });
}

/// What one [[servers]] table says, with the credentials written as for the one server of [server].
struct ServerTable {
    std::string id, url;
    int slots = 2;
    bool exclusive = false;
    Settings settings;
};

const std::map<std::string, std::function<std::string(const toml::node&, ServerTable&)>>& server_keys() {
    const auto into_settings = [](Setter setter) {
        return [setter](const toml::node& node, ServerTable& table) { return setter(node, table.settings); };
    };
    const auto into_text = [](std::string ServerTable::* member) {
        return [member](const toml::node& node, ServerTable& table) -> std::string {
            const auto value = node.value<std::string>();
            if (!value || value->empty()) return "a text is expected";
            table.*member = *value;
            return {};
        };
    };
    static const std::map<std::string, std::function<std::string(const toml::node&, ServerTable&)>> keys{
        {"id", into_text(&ServerTable::id)},
        {"url", into_text(&ServerTable::url)},
        {"slots",
         [](const toml::node& node, ServerTable& table) -> std::string {
             const auto slots = node.value<std::int64_t>();
             if (!slots || *slots < 1 || *slots > 64) return "a whole number from 1 to 64 is expected";
             table.slots = static_cast<int>(*slots);
             return {};
         }},
        {"exclusive",
         [](const toml::node& node, ServerTable& table) -> std::string {
             if (!node.is_boolean()) return "true or false is expected";
             table.exclusive = *node.value<bool>();
             return {};
         }},
        {"basic", into_settings(text([](Settings& s) -> auto& { return s.basic_auth; }))},
        {"bearer", into_settings(text([](Settings& s) -> auto& { return s.bearer_token; }))},
        {"headers", into_settings(texts([](Settings& s) -> auto& { return s.headers; }))},
        {"ca_file", into_settings(text([](Settings& s) -> auto& { return s.ca_file; }))},
        {"comfy_org_api_key", into_settings(text([](Settings& s) -> auto& { return s.comfy_org_api_key; }))},
    };
    return keys;
}

std::string hint_for(const std::string& key) {
    std::vector<std::string> names;
    for (const auto& [name, setter] : server_keys()) names.push_back(name);
    return did_you_mean(key, names);
}

Result<durable::ServerConfig> server_from(const ServerTable& table) {
    auto server = server_of(table.url, table.settings);
    if (!server) return server;
    if (!table.id.empty()) server->id = ServerId{table.id};
    server->slots = table.slots;
    server->exclusive = table.exclusive;
    return server;
}

}  // namespace

std::string place_of(const std::string& file, const toml::node& node, const std::string& key) {
    return file + ":" + std::to_string(node.source().begin.line) + ": " + key;
}

void add_gateway_keys(std::map<std::string, Setter>& keys) {
    add_listening_keys(keys);
    add_limit_keys(keys);
    add_policy_keys(keys);
    add_job_keys(keys);
    add_media_keys(keys);
}

Result<durable::ServerConfig> server_of(const std::string& url, const Settings& settings) {
    auto connection = connection_of(url, settings);
    if (!connection) return fail(std::move(connection).error());
    ServerId id{connection->origin.authority()};
    return durable::ServerConfig{std::move(id), *std::move(connection)};
}

std::vector<SettingProblem> apply_servers(const toml::node& servers, const std::string& file,
                                          Settings& settings) {
    const auto* list = servers.as_array();
    if (!list) return {{place_of(file, servers, "servers"), "write [[servers]], once for each server", ""}};
    std::vector<SettingProblem> problems;
    for (const auto& element : *list) {
        const auto* table = element.as_table();
        ServerTable read;
        if (table)
            for (const auto& [key, node] : *table) {
                const std::string name{key.str()};
                const auto known = server_keys().find(name);
                if (known == server_keys().end())
                    problems.push_back(
                        {place_of(file, node, "servers." + name), "unknown key", hint_for(name)});
                else if (std::string wrong = known->second(node, read); !wrong.empty())
                    problems.push_back({place_of(file, node, "servers." + name), std::move(wrong), ""});
            }
        auto server = server_from(read);
        if (!server) {
            problems.push_back(
                {place_of(file, element, "servers.url"), server.error().message, server.error().hint});
            continue;
        }
        auto& all = settings.gateway.dispatch.servers;
        const auto same = [&](const durable::ServerConfig& other) { return other.id == server->id; };
        if (std::ranges::any_of(all, same))
            problems.push_back({place_of(file, element, "servers.id"),
                                "the id '" + server->id.str() + "' stands here twice", "give each its own"});
        else
            all.push_back(*std::move(server));
    }
    return problems;
}

}  // namespace divan::app
