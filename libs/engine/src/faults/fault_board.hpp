#pragma once

#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/random.hpp>
#include <divan/json/value.hpp>

#include "execution/execution_faults.hpp"
#include "faults/fault_plan.hpp"

namespace divan::engine {

/// The plan at work: every place of the engine where a fault can strike asks here, and passes are counted.
/// The first rule of the plan that fits and strikes wins; rules before it have then counted the pass, rules
/// after it have not. Threads: safe.
class FaultBoard final : public ExecutionFaults {
public:
    explicit FaultBoard(const Clock& clock) : clock_{clock}, rng_{1} {}

    void replace(FaultPlan plan);
    bool empty() const;
    /// {"seed", "faults": [{place, do, …, "passed": n, "struck": n}]}.
    json::Object to_json() const;

    /// What happens to this message, request ("POST /prompt", without /api) or connection; nothing mostly.
    std::optional<Fault> on_message(std::string_view type) { return strike(Place::message, type); }
    std::optional<Fault> on_route(std::string_view method_and_path) {
        return strike(Place::route, method_and_path);
    }
    std::optional<Fault> on_connect() { return strike(Place::connect, ""); }

    Action at(std::string_view node_id, std::string_view class_type, int step) override;
    void alter_ui(std::string_view node_id, std::string_view class_type, json::Object& ui) override;

    /// `for` of the node fault that struck last: how long the port stays closed after `restart_empty`.
    std::chrono::milliseconds node_span() const;

    /// Prompt ids as they pass by, for `old_id`; and the times of their ends, for `late`.
    void saw_prompt(const std::string& prompt_id);
    void saw_end(const std::string& prompt_id);
    /// An id other than `prompt_id` that passed by before; a random one when there is none.
    std::string older_id(const std::string& prompt_id) const;
    /// True while a `late` fault with that span keeps the entry hidden.
    bool ended_within(const std::string& prompt_id, std::chrono::milliseconds span) const;

private:
    struct Rule {
        Fault fault;
        long long passed = 0, struck = 0;
    };
    using Accepts = std::function<bool(const Fault&)>;
    static json::Object to_json(const Rule& rule);
    std::optional<Fault> strike(Place place, std::string_view what, const Accepts& accepts = {});
    std::optional<Fault> strike_node(std::string_view id, std::string_view type, const Accepts& accepts);
    bool strikes(Rule& rule);

    const Clock& clock_;
    mutable std::mutex mutex_;
    std::uint64_t seed_ = 1;
    Rng rng_;
    std::chrono::milliseconds node_span_{0};
    std::vector<Rule> rules_;
    std::vector<std::string> prompts_;  ///< the last few ids, oldest first
    std::unordered_map<std::string, Deadline> ends_;
};

}  // namespace divan::engine
