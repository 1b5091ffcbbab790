#include "faults/fault_board.hpp"

#include <algorithm>
#include <limits>

namespace divan::engine {

namespace {

constexpr std::size_t kRemembered = 1'000;

ExecutionFaults::Kind kind_of(Effect effect) {
    using Kind = ExecutionFaults::Kind;
    switch (effect) {
        case Effect::hang:
            return Kind::hang;
        case Effect::raise:
            return Kind::raise;
        case Effect::out_of_memory:
            return Kind::out_of_memory;
        case Effect::exit:
            return Kind::exit_process;
        case Effect::restart_empty:
            return Kind::restart_empty;
        default:
            return Kind::none;
    }
}

}  // namespace

void FaultBoard::replace(FaultPlan plan) {
    const std::lock_guard lock{mutex_};
    seed_ = plan.seed;
    rng_ = Rng{plan.seed};
    rules_.clear();
    for (Fault& fault : plan.faults) rules_.push_back({std::move(fault), 0, 0});
}

bool FaultBoard::empty() const {
    const std::lock_guard lock{mutex_};
    return rules_.empty();
}

json::Object FaultBoard::to_json(const Rule& rule) {
    const Fault& fault = rule.fault;
    json::Object shown{
        {name(fault.place), fault.place == Place::connect ? json::Value(true) : json::Value(fault.selector)},
        {"do", name(fault.effect)}};
    if (fault.nth) shown["nth"] = fault.nth;
    if (fault.probability < 1) shown["probability"] = fault.probability;
    if (fault.times) shown["times"] = fault.times;
    if (fault.step) shown["step"] = fault.step;
    shown["passed"] = rule.passed;
    shown["struck"] = rule.struck;
    return shown;
}

json::Object FaultBoard::to_json() const {
    const std::lock_guard lock{mutex_};
    json::Array faults;
    for (const Rule& rule : rules_) faults.push_back(to_json(rule));
    return {{"seed", seed_}, {"faults", std::move(faults)}};
}

bool FaultBoard::strikes(Rule& rule) {
    const Fault& fault = rule.fault;
    ++rule.passed;
    if (fault.nth && rule.passed != fault.nth) return false;
    if (fault.times && rule.struck >= fault.times) return false;
    if (fault.probability < 1 && rng_.unit() >= fault.probability) return false;
    ++rule.struck;
    return true;
}

std::optional<Fault> FaultBoard::strike(Place place, std::string_view what, const Accepts& accepts) {
    const std::lock_guard lock{mutex_};
    for (Rule& rule : rules_) {
        if (rule.fault.place != place || !selects(rule.fault, what)) continue;
        if ((!accepts || accepts(rule.fault)) && strikes(rule)) return rule.fault;
    }
    return std::nullopt;
}

std::optional<Fault> FaultBoard::strike_node(std::string_view id, std::string_view type,
                                             const Accepts& accepts) {
    const std::lock_guard lock{mutex_};
    for (Rule& rule : rules_) {
        if (rule.fault.place != Place::node || !(selects(rule.fault, id) || selects(rule.fault, type)))
            continue;
        if (!accepts(rule.fault) || !strikes(rule)) continue;
        node_span_ = rule.fault.span;
        return rule.fault;
    }
    return std::nullopt;
}

std::chrono::milliseconds FaultBoard::node_span() const {
    const std::lock_guard lock{mutex_};
    return node_span_;
}

ExecutionFaults::Action FaultBoard::at(std::string_view node_id, std::string_view class_type, int step) {
    const auto fault = strike_node(node_id, class_type, [step](const Fault& candidate) {
        return candidate.effect != Effect::nan && candidate.step == step;
    });
    Action action;
    if (!fault) return action;
    action.kind = kind_of(fault->effect);
    action.message = fault->text;
    return action;
}

void FaultBoard::alter_ui(std::string_view node_id, std::string_view class_type, json::Object& ui) {
    if (!strike_node(node_id, class_type,
                     [](const Fault& candidate) { return candidate.effect == Effect::nan; }))
        return;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    ui["values"] = json::Array{std::numeric_limits<double>::quiet_NaN(), infinity, -infinity};
}

void FaultBoard::saw_prompt(const std::string& prompt_id) {
    const std::lock_guard lock{mutex_};
    if (!prompts_.empty() && prompts_.back() == prompt_id) return;
    std::erase(prompts_, prompt_id);
    prompts_.push_back(prompt_id);
    if (prompts_.size() > kRemembered) prompts_.erase(prompts_.begin());
}

void FaultBoard::saw_end(const std::string& prompt_id) {
    const std::lock_guard lock{mutex_};
    if (ends_.size() > kRemembered) ends_.clear();  // spans are short: what is that old is visible anyway
    ends_[prompt_id] = clock_.now();
}

std::string FaultBoard::older_id(const std::string& prompt_id) const {
    const std::lock_guard lock{mutex_};
    const auto end = std::ranges::find(prompts_, prompt_id);
    return end == prompts_.begin() ? uuid4() : *std::prev(end);
}

bool FaultBoard::ended_within(const std::string& prompt_id, std::chrono::milliseconds span) const {
    const std::lock_guard lock{mutex_};
    const auto found = ends_.find(prompt_id);
    return found != ends_.end() && clock_.now() < found->second + span;
}

}  // namespace divan::engine
