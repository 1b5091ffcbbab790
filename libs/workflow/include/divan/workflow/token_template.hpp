#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// Values for the slots of a template: token → value, in any letter case.
using TokenValues = std::map<std::string, json::Value>;

/// A workflow file in the API format with `{{TOKEN}}` slots, for people who export a workflow once and fill
/// it often:
/// - `"text": "{{PROMPT_TEXT}}"`: a slot that is the whole text takes the value as it is, a number as a
///   number; `"seed": {{SEED}}` without quotes is taken too;
/// - `"text": "{{PROMPT_TEXT}}, masterpiece"`: a slot inside a text takes texts, numbers, true and false.
/// A token is letters, digits and underscores, in any case; blanks inside the braces are dropped. Other
/// braces
/// (`{red|blue}`) stay as they are. A value is never looked through for slots.
/// Threads: a value; distinct objects are independent.
class TokenTemplate {
public:
    /// Errors: `malformed_json`; `malformed_workflow`, also for a slot in the name of a node or input.
    static Result<TokenTemplate> parse(std::string_view text);

    /// Upper case, each once, in the order of the file.
    const std::vector<std::string>& tokens() const { return tokens_; }
    bool has(std::string_view token) const;  ///< any letter case
    /// As the file has it: slots stand in its texts.
    const Workflow& unfilled() const { return workflow_; }

    /// Fills every slot. `values` are what the caller wants: each must have its slot. `otherwise` stands in
    /// where a slot got no value; what has no slot there is ignored.
    /// An empty text for the slot that is the input `lora_name` of a loader takes the loader out: what it fed
    /// is fed by its own `model` and `clip` (of other outputs: by its linked input of that number).
    /// Errors: `invalid_argument` with every slot that got no value (fact `unfilled`), every value without a
    /// slot (`unknown`, the hint names near ones), every value that does not fit inside a text, one token in
    /// two spellings, and a loader that cannot be taken out.
    Result<Workflow> fill(const TokenValues& values, const TokenValues& otherwise = {}) const;

private:
    explicit TokenTemplate(Workflow workflow);

    Workflow workflow_;  // slots stand in its texts
    std::vector<std::string> tokens_;
};

}  // namespace divan
