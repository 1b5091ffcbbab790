#include <cstdlib>
#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/gateway/keys.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/http_client.hpp>
#include <divan/store/open_store.hpp>

#include "event_loop.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

constexpr std::string_view kRoute = "/api/v2/divan/keys";

struct KeysOptions {
    std::string data, database, pepper;  ///< over those of the configuration
    std::string gateway, key;
    std::string owner, name, id;
    std::vector<std::string> scopes, limits;
    std::optional<std::chrono::milliseconds> life;
};

/// One thing to do, on a store that is open here and at a gateway that runs; both answer with the same
/// document.
struct Errand {
    std::function<asio::awaitable<Result<json::Value>>(store::Store&, std::string pepper)> here;
    net::HttpRequest there;
};

Result<json::Object> limits_of(const std::vector<std::string>& texts) {
    json::Object limits;
    for (const std::string& text : texts) {
        const auto equals = text.find('=');
        const std::string value = equals == std::string::npos ? std::string{} : text.substr(equals + 1);
        auto number = json::make_number(value);
        if (!number && value != "none")
            return fail(Errc::invalid_argument, "'" + text + "' is no limit",
                        "e.g. streams=3 or stored_bytes=none");
        limits[text.substr(0, equals)] = number ? *number : json::Value("none");
    }
    return limits;
}

Result<gateway::KeyWish> wish_of(const KeysOptions& options) {
    gateway::KeyWish wish;
    wish.owner = options.owner;
    wish.name = options.name;
    wish.scopes = options.scopes;
    if (wish.scopes.empty()) wish.scopes = {"read", "submit", "cancel"};
    wish.life = options.life;
    auto limits = limits_of(options.limits);
    if (!limits) return fail(std::move(limits).error());
    wish.limits = std::move(*limits);
    return wish;
}

json::Object to_json(const gateway::KeyWish& wish) {
    json::Object body;
    body["owner"] = wish.owner;
    body["name"] = wish.name;
    json::Array scopes;
    for (const std::string& scope : wish.scopes) scopes.emplace_back(scope);
    body["scopes"] = std::move(scopes);
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

Errand adding(const gateway::KeyWish& wish) {
    Errand errand;
    errand.here = [wish](store::Store& store, std::string pepper) {
        return add_here(store, std::move(pepper), wish);
    };
    errand.there = net::HttpRequest{"POST", std::string{kRoute}, json::write(json::Value(to_json(wish))),
                                    "application/json"};
    return errand;
}

Errand listing(const std::string& owner) {
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

Errand revoking(const std::string& id) {
    Errand errand;
    errand.here = [id](store::Store& store, const std::string&) { return revoke_here(store, id); };
    errand.there = net::HttpRequest{"DELETE", std::string{kRoute} + "/" + net::percent_encode(id)};
    return errand;
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

/// What the gateway refused, as an error of ours.
Error refusal_of(const net::HttpReply& reply) {
    const auto document = json::parse(reply.body);
    const json::Value* told = document ? json::find(*document, "error") : nullptr;
    const std::string message = told ? json::text_or(*told, "message") : std::string{};
    const json::Value* details = told ? json::find(*told, "details") : nullptr;
    Errc code = Errc::unexpected_status;
    if (reply.status == 401 || reply.status == 403) code = Errc::unauthorized;
    if (reply.status == 404) code = Errc::not_found;
    if (reply.status == 400 || reply.status == 422) code = Errc::invalid_argument;
    Error error{code, fmt::format("the gateway refused it with status {}", reply.status),
                details ? json::text_or(*details, "hint") : std::string{}, message};
    if (code == Errc::unauthorized) error.hint = "give a key of the scope admin, with --key or in DIVAN_KEY";
    return error;
}

asio::awaitable<Result<json::Value>> ask_gateway(net::HttpClient& client, net::HttpRequest request,
                                                 Deadline deadline) {
    auto reply = co_await client.exchange(std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!reply->ok()) co_return fail(refusal_of(*reply));
    co_return json::parse(reply->body);
}

Result<json::Value> run_there(const Errand& errand, const KeysOptions& options, const Program& program,
                              const Settings& settings) {
    auto url = net::parse_url(options.gateway);
    if (!url) return fail(std::move(url).error());
    net::HttpClientConfig config{*url};
    config.ca_file = settings.ca_file;
    const char* from_environment = std::getenv("DIVAN_KEY");
    const std::string key = !options.key.empty() ? options.key : from_environment ? from_environment : "";
    if (!key.empty()) config.credentials = net::Credentials::bearer(key);
    asio::io_context io{1};
    net::HttpClient client{io.get_executor(), config};
    const auto deadline = within(program.timeout_or(settings, std::chrono::seconds{30}));
    return run_to_end<json::Value>(io, ask_gateway(client, errand.there, deadline));
}

Result<json::Value> carry_out(const Errand& errand, const KeysOptions& options, const Program& program) {
    auto settings = program.settings();
    if (!settings) return fail(std::move(settings).error());
    if (!options.gateway.empty()) return run_there(errand, options, program, *settings);
    gateway::GatewayConfig& config = settings->gateway;
    if (!options.data.empty()) config.data_folder = options.data;
    if (!options.database.empty()) config.database = options.database;
    if (!options.pepper.empty()) config.access.pepper_file = options.pepper;
    return run_here(errand, config);
}

ExitCode show_json(Program& program, const json::Value& document) {
    program.shell.out << json::write(document, {json::Layout::pretty, false}) << std::endl;
    return ExitCode::done;
}

std::string words(const json::Value& view, std::string_view member) {
    std::vector<std::string> texts;
    const json::Value* value = json::find(view, member);
    if (const json::Array* list = value ? json::array_of(*value) : nullptr)
        for (const json::Value& each : *list) texts.emplace_back(json::text_of(each).value_or(""));
    return printable(join(texts, ","));
}

ExitCode add(const KeysOptions& options, Program& program) {
    const auto wish = wish_of(options);
    if (!wish) return program.report(wish.error());
    const auto made = carry_out(adding(*wish), options, program);
    if (!made) return program.report(made.error());
    if (program.json) return show_json(program, *made);
    program.shell.out << json::text_or(*made, "key") << std::endl;
    program.shell.err << fmt::format("key {} of {} ({}); it is not shown again\n",
                                     printable(json::text_or(*made, "id")),
                                     printable(json::text_or(*made, "owner")), words(*made, "scopes"));
    return ExitCode::done;
}

std::string state_of(const json::Value& key) {
    if (const std::string at = json::text_or(key, "revoked_at"); !at.empty()) return "revoked " + at;
    if (const std::string at = json::text_or(key, "expires_at"); !at.empty()) return "until " + at;
    return "valid";
}

ExitCode list(const KeysOptions& options, Program& program) {
    const auto answer = carry_out(listing(options.owner), options, program);
    if (!answer) return program.report(answer.error());
    if (program.json) return show_json(program, *answer);
    const json::Value* keys = json::find(*answer, "keys");
    const json::Array* list = keys ? json::array_of(*keys) : nullptr;
    if (!list) return program.report(Error{Errc::malformed_reply, "the answer has no list of keys"});
    if (list->empty()) program.shell.err << "there are no keys\n";
    for (const json::Value& key : *list)
        program.shell.out << fmt::format("{:<13} {:<16} {:<25} {:<32} {}\n",
                                         printable(json::text_or(key, "id")),
                                         printable(json::text_or(key, "owner")), words(key, "scopes"),
                                         printable(state_of(key)), printable(json::text_or(key, "name")));
    program.shell.out.flush();
    return ExitCode::done;
}

ExitCode revoke(const KeysOptions& options, Program& program) {
    const auto key = carry_out(revoking(options.id), options, program);
    if (!key) return program.report(key.error());
    if (program.json) return show_json(program, *key);
    program.shell.err << fmt::format(
        "key {} of {} is revoked; gateways that run stop taking it within seconds\n",
        printable(json::text_or(*key, "id")), printable(json::text_or(*key, "owner")));
    return ExitCode::done;
}

void add_place_options(CLI::App& command, Program& program, KeysOptions& options) {
    command.add_option("--data", options.data, "the gateway's folder (default: as configured, divan-data)")
        ->type_name("FOLDER");
    command.add_option("--database", options.database, "the gateway's PostgreSQL")->type_name("URL");
    command.add_option("--pepper", options.pepper, "file of the pepper (default: pepper.key in the folder)")
        ->type_name("FILE");
    command.add_option("--gateway", options.gateway, "ask a gateway that runs, instead of opening its store")
        ->type_name("URL");
    command.add_option(
        "--key", options.key,
        "for --gateway: a key of the scope admin (better in DIVAN_KEY: others see command lines)");
    command
        .add_option("--config", program.config_file,
                    "configuration file (default: ./divan.toml, then the user's)")
        ->type_name("FILE");
    add_timeout_option(command, program, "for the gateway's answer (default 30s)");
    add_json_option(command, program);
}

void take_life(const std::string& text, KeysOptions& options) {
    const auto life = parse_duration(text);
    if (!life) throw CLI::ValidationError{"--expires", life.error().message + "; " + life.error().hint};
    options.life = *life;
}

}  // namespace

void add_keys_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("keys", "Make, list and revoke API keys of a gateway");
    const auto options = std::make_shared<KeysOptions>();
    command.require_subcommand(1);
    add_place_options(command, program, *options);
    auto* add_command = command.add_subcommand("add", "make a key, and print it once");
    add_command->add_option("--owner", options->owner, "whose jobs and files it reaches")->required();
    add_command->add_option("--name", options->name, "what it is for");
    add_command
        ->add_option("--scope", options->scopes,
                     "read, submit, cancel or admin; may be given several times (default: the first three)")
        ->allow_extra_args(false);
    add_command->add_option("--limit", options->limits, "a limit of its own, e.g. streams=3")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    add_command
        ->add_option_function<std::string>(
            "--expires", [options](const std::string& text) { take_life(text, *options); },
            "after how long, e.g. 720h (default: never)")
        ->type_name("DURATION");
    auto* list_command = command.add_subcommand("ls", "which keys there are");
    list_command->add_option("--owner", options->owner, "only this owner's");
    auto* revoke_command = command.add_subcommand("revoke", "end a key for ever");
    revoke_command->add_option("id", options->id, "its public part, as ls shows it")->required();
    const auto choose = [&program, options](ExitCode (*action)(const KeysOptions&, Program&)) {
        return [&program, options, action] {
            program.chosen = [&program, options, action] { return action(*options, program); };
        };
    };
    add_command->callback(choose(add));
    list_command->callback(choose(list));
    revoke_command->callback(choose(revoke));
    for (auto* nested : {add_command, list_command, revoke_command}) nested->fallthrough();
}

}  // namespace divan::app
