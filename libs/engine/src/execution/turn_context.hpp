#pragma once

#include <set>
#include <string>
#include <vector>

#include "execution/prompt_run.hpp"
#include "execution/turn_host.hpp"

namespace divan::engine {

struct PromptRun::TurnContext {
    TurnContext(PromptRun& run, const std::string& node_id, const ClassFacts& class_facts)
        : id{node_id}, facts{class_facts}, host{run, node_id, run.memory_of(node_id)} {}

    std::string id;
    const ClassFacts& facts;
    TurnHost host;
    bool inputs_read = false;
    InputLists inputs;
    std::set<std::string> missing;        ///< linked inputs without a value: lazy ones, mostly
    std::vector<std::string> undeclared;  ///< linked inputs that the class does not know
};

}  // namespace divan::engine
