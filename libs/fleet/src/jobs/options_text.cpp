#include <cmath>
#include <limits>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "jobs/job_text.hpp"

namespace divan::job_text {
namespace {

using std::chrono::milliseconds;

json::Array texts(const std::vector<std::string>& values) {
    json::Array array;
    for (const std::string& value : values) array.emplace_back(value);
    return array;
}

json::Array ids(const std::vector<ServerId>& values) {
    json::Array array;
    for (const ServerId& value : values) array.emplace_back(value.str());
    return array;
}

/// Members are written only where they differ from the default: a queue holds very many of these.
class Writer {
public:
    template <class T>
    void put(std::string_view name, const T& value, const T& usual) {
        if (value != usual) object[name] = value;
    }
    void put(std::string_view name, milliseconds value, milliseconds usual) {
        if (value != usual) object[name] = value.count();
    }
    void put(std::string_view name, std::optional<milliseconds> value) {
        if (value) object[name] = value->count();
    }
    void put(std::string_view name, json::Array array) {
        if (!array.empty()) object[name] = std::move(array);
    }
    json::Object object;
};

/// Reads members of the right kind; the first wrong one is the error.
class Reader {
public:
    explicit Reader(const json::Object& object) : object_{object} {}

    template <class Int>
    void get(std::string_view name, Int& value) {
        const json::Value* member = json::find(object_, name);
        if (!member) return;
        const auto number = json::to_int64(*member);
        if (!number || *number < std::numeric_limits<Int>::min() || *number > std::numeric_limits<Int>::max())
            return complain(name);
        value = static_cast<Int>(*number);
    }
    void get(std::string_view name, double& value) {
        const json::Value* member = json::find(object_, name);
        if (!member) return;
        const auto number = json::to_double(*member);
        if (!number || !std::isfinite(*number)) return complain(name);
        value = *number;
    }
    void get(std::string_view name, bool& value) {
        const json::Value* member = json::find(object_, name);
        if (!member) return;
        if (!json::to_bool(*member)) return complain(name);
        value = *json::to_bool(*member);
    }
    void get(std::string_view name, milliseconds& value) {
        std::int64_t count = value.count();
        get(name, count);
        value = milliseconds{count};
    }
    void get(std::string_view name, std::optional<milliseconds>& value) {
        if (!json::find(object_, name)) return;
        get(name, value.emplace());
    }
    template <class Text>
    void get(std::string_view name, std::vector<Text>& values) {
        const json::Value* member = json::find(object_, name);
        if (!member) return;
        const json::Array* array = json::array_of(*member);
        if (!array) return complain(name);
        for (const json::Value& item : *array) {
            if (!json::is_text(item)) return complain(name);
            values.emplace_back(std::string{*json::text_of(item)});
        }
    }
    void get(std::string_view name, json::Object& value) {
        const json::Value* member = json::find(object_, name);
        if (!member) return;
        const json::Object* found = json::object_of(*member);
        if (!found) return complain(name);
        value = *found;
    }
    void get(std::string_view name, std::map<ServerId, double>& values) {
        json::Object object;
        get(name, object);
        for (const auto& [server, number] : object) {
            if (!json::is_number(number)) return complain(name);
            values[ServerId{std::string{server}}] = *json::to_double(number);
        }
    }
    void complain(std::string_view name) {
        if (problem.empty()) problem = name;
    }
    std::string problem;

private:
    const json::Object& object_;
};

void put_rules(Writer& writer, const JobRules& rules) {
    const JobRules usual;
    writer.put("priority", rules.priority, usual.priority);
    writer.put("weight", rules.weight, usual.weight);
    writer.put("servers", ids(rules.servers.servers));
    writer.put("excluded", ids(rules.servers.excluded));
    writer.put("required", rules.servers.required, usual.servers.required);
    writer.put("failover", rules.failover, usual.failover);
    writer.put("wait_limit", rules.wait_limit);
    json::Object priorities;
    for (const auto& [server, priority] : rules.server_priorities) priorities[server.str()] = priority;
    if (!priorities.empty()) writer.object["server_priorities"] = std::move(priorities);
    writer.put("max_attempts", rules.retry.max_attempts, usual.retry.max_attempts);
    writer.put("retry_delay", rules.retry.delay, usual.retry.delay);
    writer.put("retry_factor", rules.retry.factor, usual.retry.factor);
    writer.put("retry_delay_cap", rules.retry.delay_cap, usual.retry.delay_cap);
    writer.put("max_uncounted", rules.retry.max_uncounted, usual.retry.max_uncounted);
}

void get_rules(Reader& reader, JobRules& rules) {
    reader.get("priority", rules.priority);
    reader.get("weight", rules.weight);
    reader.get("servers", rules.servers.servers);
    reader.get("excluded", rules.servers.excluded);
    reader.get("required", rules.servers.required);
    reader.get("failover", rules.failover);
    reader.get("wait_limit", rules.wait_limit);
    reader.get("server_priorities", rules.server_priorities);
    reader.get("max_attempts", rules.retry.max_attempts);
    reader.get("retry_delay", rules.retry.delay);
    reader.get("retry_factor", rules.retry.factor);
    reader.get("retry_delay_cap", rules.retry.delay_cap);
    reader.get("max_uncounted", rules.retry.max_uncounted);
}

}  // namespace

std::string write(const StoredOptions& stored) {
    Writer writer;
    const JobOptions& options = stored.options;
    put_rules(writer, options.rules);
    writer.put("hashes", texts(stored.workflow_hashes));
    writer.put("include_outputs", texts(options.include_outputs));
    if (!options.extra_data.empty()) writer.object["extra_data"] = options.extra_data;
    if (!options.metadata.empty()) writer.object["metadata"] = options.metadata;
    writer.put("randomize_seeds", options.randomize_seeds, true);
    writer.put("start_timeout", options.start_timeout);
    writer.put("node_timeout", options.node_timeout);
    return json::write(json::Value(std::move(writer.object)),
                       {json::Layout::compact, false, json::NonFinite::token});
}

Result<StoredOptions> read_options(std::string_view text) {
    auto document = json::parse(text);
    if (!document) return fail(std::move(document).error());
    const json::Object* object = json::object_of(*document);
    if (!object) return fail(Errc::invalid_argument, "the stored options of a job are no object");
    StoredOptions stored;
    Reader reader{*object};
    get_rules(reader, stored.options.rules);
    reader.get("hashes", stored.workflow_hashes);
    reader.get("include_outputs", stored.options.include_outputs);
    reader.get("extra_data", stored.options.extra_data);
    reader.get("metadata", stored.options.metadata);
    reader.get("randomize_seeds", stored.options.randomize_seeds);
    reader.get("start_timeout", stored.options.start_timeout);
    reader.get("node_timeout", stored.options.node_timeout);
    if (stored.workflow_hashes.empty()) reader.complain("hashes");
    if (reader.problem.empty()) return stored;
    return fail(Errc::invalid_argument, "the stored options of a job have a wrong '" + reader.problem + "'");
}

std::string write(const SentNote& note) {
    json::Object object;
    object["server"] = note.server.str();
    object["prompt_id"] = note.prompt_id;
    object["client_id"] = note.client_id;
    object["variant"] = note.variant;
    return json::write(json::Value(std::move(object)));
}

Result<SentNote> read_note(std::string_view text) {
    auto document = json::parse(text);
    if (!document) return fail(std::move(document).error());
    SentNote note;
    note.server = ServerId{std::string{json::text_or(*document, "server")}};
    note.prompt_id = json::text_or(*document, "prompt_id");
    note.client_id = json::text_or(*document, "client_id");
    const json::Value* variant = json::find(*document, "variant");
    const auto number = variant ? json::to_uint64(*variant) : std::nullopt;
    if (note.server.empty() || note.prompt_id.empty() || !number)
        return fail(Errc::invalid_argument, "the note of a reserved job is not complete");
    note.variant = static_cast<std::size_t>(*number);
    return note;
}

}  // namespace divan::job_text
