#include "simple/simple_request.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

constexpr std::int64_t kLargestNumber = 999'999;
constexpr std::size_t kMostClientBytes = 16'384;
constexpr double kLongestSeconds = 48 * 3'600;

const std::vector<std::string>& member_names() {
    static const std::vector<std::string> names{
        "prompt_text", "negative_prompt", "seed",   "lora_name", "checkpoint_name", "chapter",
        "page",        "template",        "values", "timeout",   "source_image",    "client"};
    return names;
}

/// Reads members, and keeps everything that is wrong with them.
class Reader {
public:
    explicit Reader(const json::Object& body) : body_{body} {}

    void text(const char* member, std::optional<std::string>& target) {
        const json::Value* value = given(member);
        if (value == nullptr) return;
        if (const auto text = json::text_of(*value))
            target = std::string{*text};
        else
            kind(member, "a text", *value);
    }

    void number(const char* member, int& target) {
        const json::Value* value = given(member);
        if (value == nullptr) return;
        const auto whole = json::is_number(*value) ? json::to_int64(*value) : std::nullopt;
        if (whole && *whole >= 1 && *whole <= kLargestNumber)
            target = static_cast<int>(*whole);
        else
            problem(member, fmt::format("{} must be a whole number from 1 to {}", member, kLargestNumber));
    }

    void seed(std::optional<std::uint64_t>& target) {
        const json::Value* value = given("seed");
        if (value == nullptr || json::to_int64(*value) == -1) return;
        target = json::is_number(*value) ? json::to_uint64(*value) : std::nullopt;
        if (!target)
            problem("seed", "seed must be a whole number from 0 to 18446744073709551615, or -1",
                    "-1, or no seed, draws one");
    }

    void timeout(std::chrono::milliseconds& target) {
        const json::Value* value = given("timeout");
        if (value == nullptr) return;
        const auto seconds = json::is_number(*value) ? json::to_double(*value) : std::nullopt;
        if (seconds && *seconds >= 0.001 && *seconds <= kLongestSeconds)
            target = std::chrono::milliseconds{std::llround(*seconds * 1'000)};
        else
            problem("timeout", fmt::format("timeout must be a number of seconds above 0, at most {}",
                                           static_cast<int>(kLongestSeconds)));
    }

    void values(TokenValues& target);
    void client(json::Object& target);
    void unknown_members();
    void problem(std::string_view member, std::string message, std::string hint = {});
    const json::Array& problems() const { return problems_; }
    std::string summary() const;

private:
    /// null is as good as absent.
    const json::Value* given(const char* member) const {
        const json::Value* value = json::find(body_, member);
        return value == nullptr || value->is_null() ? nullptr : value;
    }
    void kind(std::string_view member, std::string_view wanted, const json::Value& value) {
        problem(member, fmt::format("{} must be {}, not {}", member, wanted, json::kind_name(value)));
    }

    const json::Object& body_;
    json::Array problems_;
};

void Reader::problem(std::string_view member, std::string message, std::string hint) {
    json::Object one;
    one["member"] = printable(member, 200);
    one["message"] = std::move(message);
    if (!hint.empty()) one["hint"] = std::move(hint);
    problems_.emplace_back(std::move(one));
}

void Reader::values(TokenValues& target) {
    static constexpr std::array kNamed{"PROMPT_TEXT", "NEGATIVE_PROMPT", "SEED",
                                       "LORA_NAME",   "CHECKPOINT_NAME", "SOURCE_IMAGE"};
    const json::Value* value = given("values");
    if (value == nullptr) return;
    const json::Object* tokens = json::object_of(*value);
    if (tokens == nullptr) return kind("values", "an object of tokens", *value);
    for (const auto& [name, content] : *tokens) {
        const std::string token{name};
        for (const char* named : kNamed)
            if (to_lower(token) == to_lower(named) && json::find(body_, to_lower(named)) != nullptr)
                problem("values", fmt::format("{} is given twice", named),
                        fmt::format("leave it out of values, or leave {} out", to_lower(named)));
        target.emplace(token, json::detached(content));
    }
}

void Reader::client(json::Object& target) {
    const json::Value* value = given("client");
    if (value == nullptr) return;
    const json::Object* object = json::object_of(*value);
    if (object == nullptr) return kind("client", "an object", *value);
    if (json::write(*value).size() > kMostClientBytes)
        return problem("client", fmt::format("client is larger than {} bytes", kMostClientBytes));
    target = *object;
}

void Reader::unknown_members() {
    for (const auto& [name, value] : body_) {
        const std::string member{name};
        const auto& names = member_names();
        if (std::find(names.begin(), names.end(), member) != names.end()) continue;
        const std::string near = did_you_mean(member, names);
        problem(member, fmt::format("there is no member '{}'", printable(member, 200)),
                near.empty() ? "values of other slots go into 'values'" : near);
    }
}

std::string Reader::summary() const {
    const std::string first = json::text_or(problems_.front(), "message");
    return problems_.size() == 1 ? first : fmt::format("{} (and {} more)", first, problems_.size() - 1);
}

/// What stands in a graph for a file (GraphSources, durable::asset_references).
json::Value reference_to(const std::string& source) {
    const bool url = source.find("://") != std::string::npos;
    const bool data = to_lower(source.substr(0, 5)) == "data:";
    json::Object info, reference;
    info[data ? "data" : url ? "url" : "id"] = source;
    reference["__type"] = "core/ASSET";
    reference["info"] = std::move(info);
    return json::Value(std::move(reference));
}

}  // namespace

Answer<SimpleRequest> read_simple_request(const json::Object& body) {
    SimpleRequest request;
    Reader reader{body};
    reader.unknown_members();
    reader.text("prompt_text", request.prompt_text);
    reader.text("negative_prompt", request.negative_prompt);
    reader.text("lora_name", request.lora_name);
    reader.text("checkpoint_name", request.checkpoint_name);
    reader.text("source_image", request.source_image);
    if (request.source_image && request.source_image->empty())
        reader.problem("source_image", "source_image must not be empty",
                       "a URL, a data URL or the id of an asset");
    reader.seed(request.seed);
    reader.number("chapter", request.chapter);
    reader.number("page", request.page);
    std::optional<std::string> name;
    reader.text("template", name);
    if (name && name->empty()) reader.problem("template", "template must not be empty");
    if (name) request.template_name = *name;
    reader.values(request.values);
    reader.client(request.client);
    reader.timeout(request.timeout);
    if (reader.problems().empty()) return request;
    return refuse(Refusal{400, "invalid_request", reader.summary()}.with("problems", reader.problems()));
}

SlotValues slot_values(const SimpleRequest& request, std::uint64_t seed,
                       const std::optional<std::string>& checkpoint) {
    SlotValues slots;
    slots.wanted = request.values;
    const auto want = [&](const char* token, const std::optional<std::string>& text) {
        if (text) slots.wanted.emplace(token, json::Value(*text));
    };
    want("PROMPT_TEXT", request.prompt_text);
    want("NEGATIVE_PROMPT", request.negative_prompt);
    want("LORA_NAME", request.lora_name);
    want("CHECKPOINT_NAME", request.checkpoint_name);
    if (request.source_image) slots.wanted.emplace("SOURCE_IMAGE", reference_to(*request.source_image));
    if (request.seed) slots.wanted.emplace("SEED", json::Value(*request.seed));
    slots.otherwise.emplace("NEGATIVE_PROMPT", json::Value(""));
    slots.otherwise.emplace("LORA_NAME", json::Value(""));
    slots.otherwise.emplace("SEED", json::Value(seed));
    if (checkpoint) slots.otherwise.emplace("CHECKPOINT_NAME", json::Value(*checkpoint));
    return slots;
}

}  // namespace divan::gateway
