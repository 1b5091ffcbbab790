#include "faults/fault_plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <divan/base/clock.hpp>
#include <divan/base/nearest.hpp>

namespace divan::engine {

namespace {

using Problems = std::vector<std::pair<std::string, std::string>>;

std::string with_hint(std::string what, const std::string& hint) {
    return hint.empty() ? what : what + "; " + hint;
}

/// Reads one `[[fault]]` table; what is wrong goes into `problems`, and reading goes on.
class FaultReader {
public:
    FaultReader(const toml::table& table, std::string where, Problems& problems)
        : table_{table}, where_{std::move(where)}, problems_{problems} {}

    Fault read() {
        refuse_unknown_keys();
        read_place();
        read_effect();
        read_numbers();
        read_span();
        read_text("text", fault_.text);
        return fault_;
    }

private:
    static const std::vector<std::string>& keys() {
        static const std::vector<std::string> all{
            "message", "route", "node",  "connect",          "do",  "nth", "probability", "times", "step",
            "status",  "for",   "bytes", "bytes_per_second", "text"};
        return all;
    }

    void problem(std::string_view key, std::string what) {
        problems_.emplace_back(fmt::format("{}.{}", where_, key), std::move(what));
    }

    void refuse_unknown_keys() {
        for (const auto& [key, value] : table_) {
            const std::string known{key.str()};
            if (std::ranges::find(keys(), known) == keys().end())
                problem(known, with_hint("no such key", did_you_mean(known, keys())));
        }
    }

    void read_place() {
        constexpr std::array places{Place::message, Place::route, Place::node, Place::connect};
        int found = 0;
        for (const Place place : places) {
            if (!table_.contains(name(place))) continue;
            fault_.place = place;
            ++found;
        }
        if (found != 1)
            return problem("message", "exactly one of message, route, node and connect is needed");
        place_known_ = true;
        if (fault_.place == Place::connect) return read_connect();
        read_text(name(fault_.place), fault_.selector);
        if (fault_.selector.empty()) problem(name(fault_.place), "must not be empty");
        if (fault_.place == Place::route && fault_.selector.find(" /") == std::string::npos &&
            fault_.selector != "*")
            problem("route", "must be a method and a path, such as \"POST /prompt\"");
    }

    void read_connect() {
        if (!table_["connect"].value_exact<bool>().value_or(false)) problem("connect", "must be true");
    }

    void read_effect() {
        std::string wanted;
        read_text("do", wanted);
        if (!place_known_) return;
        std::vector<std::string> names;
        for (const Effect effect : effects_of(fault_.place)) {
            names.emplace_back(name(effect));
            if (names.back() == wanted) return void(fault_.effect = effect);
        }
        problem("do", with_hint(fmt::format("'{}' is nothing that a {} can do", wanted, name(fault_.place)),
                                did_you_mean(wanted, names)));
    }

    void read_text(std::string_view key, std::string& into) {
        if (!table_.contains(key)) return;
        const auto text = table_[key].value_exact<std::string>();
        if (!text) return problem(key, "must be a text");
        into = *text;
    }

    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most) {
        if (!table_.contains(key)) return std::nullopt;
        const auto number = table_[key].value_exact<std::int64_t>();
        if (number && *number >= least && *number <= most) return number;
        problem(key, fmt::format("must be a whole number from {} to {}", least, most));
        return std::nullopt;
    }

    void read_numbers() {
        constexpr std::int64_t kMost = 1'000'000'000;
        if (const auto nth = integer("nth", 1, kMost)) fault_.nth = static_cast<int>(*nth);
        if (const auto times = integer("times", 1, kMost)) fault_.times = static_cast<int>(*times);
        if (const auto step = integer("step", 0, kMost)) fault_.step = static_cast<int>(*step);
        if (const auto status = integer("status", 400, 599)) fault_.status = static_cast<int>(*status);
        if (const auto bytes = integer("bytes", 0, INT64_MAX))
            fault_.bytes = static_cast<std::uint64_t>(*bytes);
        if (const auto rate = integer("bytes_per_second", 1, INT64_MAX))
            fault_.bytes_per_second = static_cast<std::uint64_t>(*rate);
        if (!table_.contains("probability")) return;
        const auto chance = table_["probability"].value<double>();
        if (!chance || !(*chance > 0 && *chance <= 1))
            return problem("probability", "must be above 0 and at most 1");
        fault_.probability = *chance;
    }

    void read_span() {
        if (fault_.effect == Effect::hang) fault_.span = std::chrono::hours{1};
        if (!table_.contains("for")) return;
        const auto text = table_["for"].value_exact<std::string>();
        const auto span = text ? parse_duration(*text)
                               : Result<std::chrono::milliseconds>{fail(Errc::invalid_argument, "")};
        if (!span) return problem("for", "must be a duration such as \"250ms\" or \"2s\"");
        fault_.span = *span;
    }

    const toml::table& table_;
    std::string where_;
    Problems& problems_;
    Fault fault_;
    bool place_known_ = false;
};

void read_faults(const toml::table& document, FaultPlan& plan, Problems& problems) {
    const toml::array* list = document["fault"].as_array();
    if (!list) return problems.emplace_back("fault", "must be a list of tables: [[fault]]"), void();
    for (std::size_t at = 0; at < list->size(); ++at) {
        const std::string where = fmt::format("fault[{}]", at);
        const toml::table* table = (*list)[at].as_table();
        if (!table)
            problems.emplace_back(where, "must be a table");
        else
            plan.faults.push_back(FaultReader{*table, where, problems}.read());
    }
}

FaultPlan read_document(const toml::table& document, Problems& problems) {
    const std::vector<std::string> known{"seed", "fault"};
    FaultPlan plan;
    for (const auto& [key, value] : document)
        if (const std::string given{key.str()}; std::ranges::find(known, given) == known.end())
            problems.emplace_back(given, with_hint("no such key", did_you_mean(given, known)));
    if (document.contains("seed")) {
        const auto seed = document["seed"].value_exact<std::int64_t>();
        if (!seed) problems.emplace_back("seed", "must be a whole number");
        plan.seed = static_cast<std::uint64_t>(seed.value_or(1));
    }
    if (document.contains("fault")) read_faults(document, plan, problems);
    return plan;
}

Error refused(Problems problems) {
    Error error{Errc::invalid_argument, fmt::format("the fault plan has {} problem(s)", problems.size())};
    error.context = std::move(problems);
    return error;
}

}  // namespace

Result<FaultPlan> parse_fault_plan(std::string_view text) {
    Problems problems;
    try {
        const toml::table document = toml::parse(text);
        FaultPlan plan = read_document(document, problems);
        if (problems.empty()) return plan;
    } catch (const toml::parse_error& error) {
        problems.emplace_back(fmt::format("line {}", error.source().begin.line),
                              std::string{error.description()});
    }
    return fail(refused(std::move(problems)));
}

}  // namespace divan::engine
