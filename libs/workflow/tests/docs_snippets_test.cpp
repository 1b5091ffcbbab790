#include <gtest/gtest.h>

#include <iostream>
#include <regex>
#include <sstream>

#include <divan/base/files.hpp>
#include <divan/workflow/attachments.hpp>
#include <divan/workflow/bypass.hpp>
#include <divan/workflow/collected_outputs.hpp>
#include <divan/workflow/explain.hpp>
#include <divan/workflow/fingerprint.hpp>
#include <divan/workflow/model_loading.hpp>
#include <divan/workflow/output_shapes.hpp>
#include <divan/workflow/path_spelling.hpp>
#include <divan/workflow/prompt_builder.hpp>
#include <divan/workflow/sampler_names.hpp>
#include <divan/workflow/seeds.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/structure_hash.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

/// The snippets of docs/workflow-guide.md and docs/prompt-builder.md, compiled and run.
namespace divan {
namespace {

const std::string kRedFox = test::red_fox().to_json();

// clang-format off: the excerpts stand in the documents line by line.

TEST(WorkflowGuide, LoadsAndEdits) {
    const std::string text = kRedFox;
    Result<Workflow> loaded = Workflow::parse(text);
    if (!loaded) std::cerr << describe(loaded.error());

    Workflow workflow = *loaded;
    auto done = workflow.set("6.text", "a castle above a misty lake");
    done = workflow.set("#Positive prompt.text", "the same input, by title");
    done = workflow.set("KSampler.steps", 30, NewInputs::refuse);
    if (!done) std::cerr << describe(done.error());

    done = workflow.set_inputs("KSampler", {{"steps", 30}, {"cfg", 4.5}, {"sampler_name", Samplers::dpmpp_2m}});
    done = workflow.set_inputs({{"#Positive prompt", {{"text", "a red fox"}}},
                                {"EmptyLatentImage", {{"width", 896}, {"height", 1152}}}});
    EXPECT_TRUE(done);
    EXPECT_EQ(workflow.get("3.sampler_name"), json::Value("dpmpp_2m"));
    EXPECT_EQ(workflow.get("5.height"), json::Value(1152));
}

TEST(WorkflowGuide, DeclaresOutputs) {
    auto workflow = test::red_fox();
    const NodeCatalogue& catalogue = test::catalogue();
    auto output = workflow.declare_output("hero:9");
    output = workflow.declare_output("latents", "KSampler");
    output = workflow.declare_output("8");

    Result<std::vector<DeclaredOutput>> wanted = collected_outputs(workflow, {"9"}, &catalogue);
    for (const ExpectedOutput& expected : expected_outputs(workflow, *wanted))
        std::cout << expected.output.alias << " holds " << expected.keys.size() << " keys\n";
    EXPECT_EQ(wanted->size(), 3U);
}

TEST(WorkflowGuide, DrawsSeeds) {
    Workflow workflow = test::red_fox();
    const NodeCatalogue& catalogue = test::catalogue();
    Workflow run = workflow;
    for (const SeedChange& seed : randomize_seeds(run, &catalogue))
        std::cout << seed.node.str() << '.' << seed.input << " = " << seed.value << '\n';
    EXPECT_FALSE(run == workflow);
}

TEST(WorkflowGuide, Bypasses) {
    auto workflow = test::red_fox();
    const NodeCatalogue& catalogue = test::catalogue();
    auto done = workflow.bypass("VAEDecode");
    done = workflow.bypass({"6", "#Negative prompt"});
    done = workflow.reinstate("6");

    Result<BypassOutcome> applied = apply_bypass(workflow, catalogue);
    if (applied)
        for (const Link& link : applied->cut) std::cout << link.to.str() << '.' << link.input << " has no source\n";
    EXPECT_TRUE(done);
    EXPECT_EQ(applied->cut.size(), 2U);
}

TEST(WorkflowGuide, Attaches) {
    TemporaryFolder inputs;
    ASSERT_TRUE(write_file(inputs.path() / "fox.png", "x"));
    const std::filesystem::path folder = inputs.path();
    const std::string bytes = "\x89PNG\r\n\x1a\n";
    auto workflow = test::red_fox();
    const NodeId load = workflow.add_node("LoadImage");
    auto done = workflow.attach(load, "image", Attachment::from_file(folder / "fox.png").in_subfolder("animals"));
    done = workflow.attach("6.reference", Attachment::from_bytes(bytes, "reference.png").overwriting());
    done = workflow.attach_folder("training", folder);
    EXPECT_TRUE(done);
    EXPECT_EQ(workflow.attachments().size(), 3U);
}

TEST(WorkflowGuide, BuildsAndRewires) {
    Workflow workflow;
    const NodeId picture = workflow.add_node("EmptyImage", {{"width", 64}, {"height", 64}, {"batch_size", 1}, {"color", 255}});
    const NodeId save = workflow.add_node("SaveImage", {{"filename_prefix", "blue"}}, "Result");
    auto done = workflow.link(picture, 0, save, "images");

    const NodeId invert = workflow.add_node("ImageInvert");
    done = workflow.link(picture, 0, invert, "image");
    auto moved = workflow.move_links(picture, 0, invert, 0);
    done = workflow.rename_node(save, NodeId{"save"});
    EXPECT_TRUE(done);
    EXPECT_EQ(moved->front().to, save);
    EXPECT_TRUE(check_structure(workflow, &test::catalogue()).empty());
}

TEST(WorkflowGuide, ChecksAndHashes) {
    Workflow workflow = test::red_fox();
    const NodeCatalogue& catalogue = test::catalogue();
    for (const Problem& problem : check_structure(workflow, &catalogue)) std::cout << describe(problem) << '\n';
    PromptVerdict verdict = validate_prompt(workflow.to_value(), catalogue);
    for (const Problem& problem : explain(verdict, workflow, catalogue)) std::cout << describe(problem) << '\n';

    std::string what_it_says = fingerprint(workflow);
    std::string what_it_runs = structure_hash(workflow);
    std::string as_comfyui_node = structure_hash(workflow, StructureRule::comfyui_node);

    for (const NameChange& change : adapt_names(workflow, catalogue)) std::cout << change.before << " → " << change.after << '\n';
    int factor = model_loading_timeout_factor(workflow);
    EXPECT_EQ(what_it_says.size() + what_it_runs.size() + as_comfyui_node.size(), 3 * 64U);
    EXPECT_EQ(factor, 2);
}

TEST(PromptBuilderGuide, MapsAndFills) {
    const Workflow workflow = test::red_fox();
    const PromptBuilder text_to_image = PromptBuilder{workflow, {"positive", "seed", "size"}, {"images"}}
                                            .set_input_node("positive", "6.inputs.text")
                                            .set_input_node("seed", "3.inputs.seed")
                                            .set_input_node("size", {"5.inputs.width", "5.inputs.height"})
                                            .set_output_node("images", "9");

    Result<Workflow> fox = text_to_image.input("positive", "a red fox").input("seed", random_seed()).to_workflow();
    Result<Workflow> owl = text_to_image.input("positive", "an owl").input("size", 768).to_workflow();
    if (!owl) std::cerr << describe(owl.error());
    EXPECT_EQ(owl->get("5.height"), json::Value(768));
    EXPECT_EQ(fox->get("5.height"), json::Value(64));
    EXPECT_EQ(fox->declared_outputs().front().alias, "images");
}

TEST(PromptBuilderGuide, ReportsWhatWentWrong) {
    const Workflow workflow = test::red_fox();
    const PromptBuilder broken = PromptBuilder{workflow, {"positive"}, {"images"}}
                                     .set_input_node("positive", "6.txt")
                                     .input("postive", "a red fox");
    for (const Error& error : broken.errors()) std::cerr << describe(error) << '\n';
    EXPECT_EQ(broken.errors().size(), 2U);
    EXPECT_EQ(broken.errors()[1].hint, "did you mean 'positive'?");
}

TEST(PromptBuilderGuide, SpellsAndBypasses) {
    const PromptBuilder builder = PromptBuilder{test::red_fox(), {"model"}, {"images"}}.set_output_node("images", "9");
    const ServerOs os = server_os("nt");
    const PromptBuilder built = builder.append_input_node("model", "4.ckpt_name")
                                    .input("model", "SDXL/base.safetensors", path_style(os))
                                    .input_raw("9.inputs.filename_prefix", "fox")
                                    .bypass("VAEDecode")
                                    .reinstate("VAEDecode");
    EXPECT_EQ(built.workflow().get("4.ckpt_name"), json::Value("SDXL\\base.safetensors"));
}

TEST(PromptBuilderGuide, ValidatesAndStores) {
    const NodeCatalogue& catalogue = test::catalogue();
    const PromptBuilder builder = PromptBuilder{test::red_fox(), {}, {"images"}}.set_output_node("images", "9");
    Result<> outputs = builder.validate_output_mappings();
    Result<> cycles = builder.validate_no_cycles();
    Result<std::vector<Problem>> problems = builder.check(catalogue);
    EXPECT_TRUE(outputs && cycles && problems);

    Result<std::string> stored = builder.to_json();
    Result<PromptBuilder> restored = PromptBuilder::from_json(*stored);
    EXPECT_EQ(*restored, builder);
}

// clang-format on

/// The lines of a text without their indentation.
std::string without_indentation(const std::string& text) {
    std::istringstream in{text};
    std::string joined;
    for (std::string line; std::getline(in, line);)
        if (const auto first = line.find_first_not_of(' '); first != std::string::npos)
            joined += line.substr(first) + "\n";
    return joined;
}

TEST(WorkflowDocs, ShowOnlyCodeThatStandsInThisFile) {
    const std::string root = DIVAN_SOURCE_DIR;
    const std::string code =
        without_indentation(read_file(root + "/libs/workflow/tests/docs_snippets_test.cpp").value());
    const std::regex block{"```cpp\n([^`]*)```"};
    int blocks = 0;
    for (const char* document : {"/docs/workflow-guide.md", "/docs/prompt-builder.md"}) {
        const std::string text = read_file(root + document).value();
        for (std::sregex_iterator at{text.begin(), text.end(), block}, end; at != end; ++at, ++blocks)
            EXPECT_NE(code.find(without_indentation((*at)[1])), std::string::npos) << document << '\n'
                                                                                   << (*at)[1];
    }
    EXPECT_GE(blocks, 10);
}

}  // namespace
}  // namespace divan
