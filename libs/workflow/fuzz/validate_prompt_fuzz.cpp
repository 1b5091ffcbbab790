#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/json/parse.hpp>
#include <divan/workflow/explain.hpp>

namespace {

/// One class per kind of check.
constexpr std::string_view kClasses = R"({
"Src": {"input": {"required": {"i": ["INT", {"min": 0, "max": 10}], "f": ["FLOAT", {"min": -1.5}]},
        "optional": {"s": ["STRING"], "b": ["BOOLEAN"]}}, "output": ["IMAGE", ["a", "b"], "*"]},
"Mid": {"input": {"required": {"image": ["IMAGE"], "c": [["a", 1, null]]}, "optional": {"u": ["STRING,INT", {"max": 2}]}},
        "output": ["IMAGE"]},
"LoadImage": {"input": {"required": {"image": [["x.png"]]}}, "output": ["IMAGE", "MASK"]},
"Out": {"input": {"required": {"image": ["IMAGE"]}, "hidden": {"prompt": "PROMPT"}}, "output": [], "output_node": true}})";

}  // namespace

/// Any request ends in a verdict: accepted, or refused with a reason; and every verdict can be explained.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto kCatalogue = divan::NodeCatalogue::parse(kClasses).value();
    const auto body = divan::json::parse({reinterpret_cast<const char*>(data), size});
    if (!body) return 0;
    const auto verdict = divan::validate_request(*body, kCatalogue);
    if (verdict.accepted != (verdict.http_status == 200)) std::abort();
    if (verdict.accepted && verdict.outputs.empty()) std::abort();
    const auto* prompt = divan::json::find(*body, "prompt");
    const auto workflow = divan::Workflow::from_json(prompt ? *prompt : *body);
    if (workflow && !verdict.accepted && divan::explain(verdict, *workflow, kCatalogue).empty()) std::abort();
    return 0;
}
