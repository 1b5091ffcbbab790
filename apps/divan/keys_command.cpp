#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "key_errands.hpp"

namespace divan::app {
namespace {

struct KeysOptions {
    KeyPlace place;
    std::string owner, name, id, role;
    std::vector<std::string> scopes, limits, nodes;
    std::string in_flight, uploads;
    std::optional<std::chrono::milliseconds> life;
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
    wish.role = options.role;
    if (wish.scopes.empty() && wish.role.empty()) wish.role = "user";
    if (!options.nodes.empty()) wish.nodes = options.nodes;
    wish.life = options.life;
    std::vector<std::string> wanted = options.limits;
    if (!options.in_flight.empty()) wanted.push_back("in_flight_jobs=" + options.in_flight);
    if (!options.uploads.empty()) wanted.push_back("upload_bytes_per_day=" + options.uploads);
    auto limits = limits_of(wanted);
    if (!limits) return fail(std::move(limits).error());
    wish.limits = std::move(*limits);
    return wish;
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

/// Its own limits: "in_flight_jobs=4,steps=50".
std::string limits_shown(const json::Value& key) {
    std::vector<std::string> texts;
    const json::Value* value = json::find(key, "limits");
    if (const json::Object* limits = value ? json::object_of(*value) : nullptr)
        for (const auto& limit : *limits) {
            const auto word = json::text_of(limit.value());
            texts.push_back(std::string{limit.key()} + "=" +
                            (word ? std::string{*word} : json::write(limit.value())));
        }
    return printable(texts.empty() ? "-" : join(texts, ","));
}

ExitCode add(const KeysOptions& options, Program& program) {
    const auto wish = wish_of(options);
    if (!wish) return program.report(wish.error());
    const auto made = carry_out(adding_key(*wish), options.place, program);
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
    const auto answer = carry_out(listing_keys(options.owner), options.place, program);
    if (!answer) return program.report(answer.error());
    if (program.json) return show_json(program, *answer);
    const json::Value* keys = json::find(*answer, "keys");
    const json::Array* list = keys ? json::array_of(*keys) : nullptr;
    if (!list) return program.report(Error{Errc::malformed_reply, "the answer has no list of keys"});
    if (list->empty()) program.shell.err << "there are no keys\n";
    for (const json::Value& key : *list)
        program.shell.out << fmt::format(
            "{:<13} {:<16} {:<25} {:<12} {:<20} {:<32} {}\n", printable(json::text_or(key, "id")),
            printable(json::text_or(key, "owner")), words(key, "scopes"), words(key, "nodes"),
            limits_shown(key), printable(state_of(key)), printable(json::text_or(key, "name")));
    program.shell.out.flush();
    return ExitCode::done;
}

ExitCode revoke(const KeysOptions& options, Program& program) {
    const auto key = carry_out(revoking_key(options.id), options.place, program);
    if (!key) return program.report(key.error());
    if (program.json) return show_json(program, *key);
    program.shell.err << fmt::format(
        "key {} of {} is revoked; gateways that run stop taking it within seconds\n",
        printable(json::text_or(*key, "id")), printable(json::text_or(*key, "owner")));
    return ExitCode::done;
}

void add_place_options(CLI::App& command, Program& program, KeyPlace& place) {
    command.add_option("--data", place.data, "the gateway's folder (default: as configured, divan-data)")
        ->type_name("FOLDER");
    command.add_option("--database", place.database, "the gateway's PostgreSQL")->type_name("URL");
    command.add_option("--pepper", place.pepper, "file of the pepper (default: pepper.key in the folder)")
        ->type_name("FILE");
    command.add_option("--gateway", place.gateway, "ask a gateway that runs, instead of opening its store")
        ->type_name("URL");
    command
        .add_option("--key", place.key,
                    "for --gateway: a key of the scope admin; rather in the environment, where others do not "
                    "see it")
        ->envname("DIVAN_KEY")
        ->type_name("KEY");
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
    add_place_options(command, program, options->place);
    auto* add_command = command.add_subcommand("add", "make a key, and print it once");
    add_command->add_option("--owner,--user", options->owner,
                            "whose jobs and files it reaches (default: a user of its own)");
    add_command->add_option("--role", options->role,
                            "scopes by a name: viewer, user, operator or admin (default: user)");
    add_command
        ->add_option("--nodes", options->nodes,
                     "node classes it may use: any, core (ComfyUI's own; the default), names and globs")
        ->delimiter(',')
        ->allow_extra_args(false);
    add_command
        ->add_option("--in-flight", options->in_flight, "jobs under way at once, further ones wait (or none)")
        ->type_name("COUNT");
    add_command->add_option("--upload-bytes-per-day", options->uploads, "what it may upload a day (or none)")
        ->type_name("BYTES");
    add_command->add_option("--name", options->name, "what it is for");
    add_command
        ->add_option("--scope", options->scopes,
                     "read, submit, cancel, operate or admin; may be given several times")
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
