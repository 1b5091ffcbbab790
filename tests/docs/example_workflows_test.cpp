#include <gtest/gtest.h>

#include <filesystem>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/seeds.hpp>
#include <divan/workflow/validate.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {
namespace {

namespace fs = std::filesystem;

NodeCatalogue nodes_of_a_real_server() {
    const auto text = read_file(DIVAN_SOURCE_DIR "/libs/workflow/tests/data/comfyui_0.3.64.json");
    return NodeCatalogue::parse(text.value()).value();
}

/// The models of this list are not known here, so any name of a file is right.
bool names_a_file_only(const json::Value& error) {
    return json::text_or(error, "type") == "value_not_in_list";
}

TEST(ExampleWorkflows, FitTheNodesOfARealServer) {
    const NodeCatalogue catalogue = nodes_of_a_real_server();
    int checked = 0;
    for (const auto& entry : fs::directory_iterator{DIVAN_SOURCE_DIR "/examples"}) {
        if (entry.path().extension() != ".json") continue;
        auto workflow = read_file(entry.path()).and_then(Workflow::parse);
        ASSERT_TRUE(workflow) << entry.path() << ": " << describe(workflow.error());
        randomize_seeds(*workflow, &catalogue);
        const auto verdict = validate_prompt(workflow->to_value(), catalogue);
        EXPECT_TRUE(verdict.accepted || !verdict.node_errors.empty())
            << entry.path() << ": " << json::text_or(verdict.error, "message");
        for (const auto& [node, about] : verdict.node_errors)
            for (const auto& error : *json::array_of(*json::find(about, "errors")))
                EXPECT_TRUE(names_a_file_only(error))
                    << entry.path() << ", node " << node << ": " << json::text_or(error, "message") << " "
                    << json::text_or(error, "details");
        ++checked;
    }
    EXPECT_GE(checked, 8);
}

}  // namespace
}  // namespace divan
