#include <algorithm>

#include <divan/json/parse.hpp>
#include <divan/workflow/attachments.hpp>

#include "support/run_fixture.hpp"

// What a workflow plans besides its graph: outputs, bypassed nodes, attachments, seeds.
namespace divan {
namespace {

json::Value sent_prompt(const FakeComfy& server, std::size_t which = 0) {
    const json::Value body = json::parse(server.bodies.at(which)).value();
    return *json::find(body, "prompt");
}

std::optional<std::string> sent_text(const FakeComfy& server, std::string_view node, std::string_view input) {
    const json::Value prompt = sent_prompt(server);
    const json::Value* inputs = json::find(*json::find(prompt, node), "inputs");
    const json::Value* value = json::find(*inputs, input);
    if (!value || !json::text_of(*value)) return std::nullopt;
    return std::string{*json::text_of(*value)};
}

Workflow loading_fox() {
    return Workflow::parse(R"({
        "1": {"class_type": "LoadImage", "inputs": {"image": "old.png"}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})")
        .value();
}

long uploads(const FakeComfy& server) { return std::ranges::count(server.requests, "POST /upload/image"); }

TEST_F(RunTest, UploadsAnAttachmentAndSetsTheNameThatTheServerGave) {
    serve();
    Workflow workflow = loading_fox();
    ASSERT_TRUE(workflow.attach(NodeId{"1"}, "image", Attachment::from_bytes("pixels", "fox.png")));
    ASSERT_TRUE(end_of(begin(RunRequest{workflow})));
    EXPECT_EQ(server->uploads["image"], "fox.png:pixels");
    EXPECT_EQ(sent_text(*server, "1", "image"), "pets/fox (1).png");
    EXPECT_EQ(workflow.get("1.image").value(), json::Value("old.png")) << "the caller's value is untouched";
}

TEST_F(RunTest, UploadsEqualContentOnce) {
    serve();
    server->files["fox (1).png"] = "pixels";
    Workflow workflow = loading_fox();
    ASSERT_TRUE(workflow.attach(NodeId{"1"}, "image", Attachment::from_bytes("pixels", "fox.png")));
    ASSERT_TRUE(end_of(begin(RunRequest{workflow})));
    ASSERT_TRUE(end_of(begin(RunRequest{workflow})));
    EXPECT_EQ(uploads(*server), 1);
}

TEST_F(RunTest, UploadsAgainWhatTheServerNoLongerHas) {
    serve();
    Workflow workflow = loading_fox();
    ASSERT_TRUE(workflow.attach(NodeId{"1"}, "image", Attachment::from_bytes("pixels", "fox.png")));
    ASSERT_TRUE(end_of(begin(RunRequest{workflow})));
    ASSERT_TRUE(end_of(begin(RunRequest{workflow})));
    EXPECT_EQ(uploads(*server), 2) << "the fake server forgot the file at once";
}

TEST_F(RunTest, AFailedUploadSendsNoPrompt) {
    serve();
    Workflow workflow = loading_fox();
    ASSERT_TRUE(workflow.attach(NodeId{"1"}, "image", Attachment::from_file("/no/such/file.png")));
    const auto result = end_of(begin(RunRequest{workflow}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::io_failed) << describe(result.error());
    EXPECT_EQ(result.error().fact("node"), "1");
    EXPECT_TRUE(server->bodies.empty());
}

TEST_F(RunTest, TakesBypassedNodesOutWithTheServersDefinitions) {
    serve();
    Workflow workflow = Workflow::parse(R"({
        "1": {"class_type": "EmptyImage", "inputs": {}},
        "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0]}}})")
                            .value();
    ASSERT_TRUE(workflow.bypass("2"));
    const auto result = end_of(begin(RunRequest{workflow}));
    ASSERT_TRUE(result) << describe(result.error());
    const json::Value prompt = sent_prompt(*server);
    EXPECT_EQ(json::find(prompt, "2"), nullptr);
    EXPECT_EQ(*json::find(*json::find(*json::find(prompt, "9"), "inputs"), "images"), (json::Array{"1", 0}));
}

TEST_F(RunTest, AsksForABypassedClassThatTheGivenCatalogueLacks) {
    serve();
    Workflow workflow = Workflow::parse(R"({
        "1": {"class_type": "EmptyImage", "inputs": {}},
        "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0]}}})")
                            .value();
    ASSERT_TRUE(workflow.bypass("2"));
    RunRequest request{workflow};
    request.catalogue = NodeCatalogue::parse(R"({"KSampler": {"input": {}, "output": ["LATENT"]}})").value();
    const auto result = end_of(begin(request));
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(json::find(sent_prompt(*server), "2"), nullptr);
}

TEST_F(RunTest, ABypassedClassThatTheServerLacksIsNamed) {
    serve();
    Workflow workflow = Workflow::parse(R"({
        "2": {"class_type": "NoSuchClass", "inputs": {}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0]}}})")
                            .value();
    ASSERT_TRUE(workflow.bypass("2"));
    const auto result = end_of(begin(RunRequest{workflow}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::unknown_node);
    EXPECT_EQ(result.error().fact("class_type"), "NoSuchClass");
}

TEST_F(RunTest, DrawsASeedForEachRunAndTellsIt) {
    serve();
    const Workflow workflow = Workflow::parse(R"({
        "3": {"class_type": "KSampler", "inputs": {"seed": -1}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}}})")
                                  .value();
    const auto first = end_of(begin(RunRequest{workflow}));
    const auto second = end_of(begin(RunRequest{workflow}));
    ASSERT_TRUE(first && second);
    ASSERT_EQ(first->seeds.size(), 1U);
    EXPECT_NE(first->seeds[0].value, second->seeds.at(0).value);
    const json::Value prompt = sent_prompt(*server);
    EXPECT_EQ(json::to_uint64(*json::find(*json::find(*json::find(prompt, "3"), "inputs"), "seed")),
              first->seeds[0].value);
}

TEST_F(RunTest, NamesItsOutputs) {
    serve();
    Workflow workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    const auto result = end_of(begin(RunRequest{workflow}));
    ASSERT_TRUE(result) << describe(result.error());
    ASSERT_NE(result->output("hero"), nullptr);
    EXPECT_EQ(result->output("hero")->files.at(0).filename, "a.png");
    EXPECT_TRUE(result->to_object().contains("hero"));
    EXPECT_EQ(result->output("villain"), nullptr);
}

TEST_F(RunTest, ADeclaredOutputThatNeverCameIsAFailure) {
    serve();
    Workflow workflow = red_fox();
    ASSERT_TRUE(workflow.declare_output("pixels:1"));
    const auto result = end_of(begin(RunRequest{workflow}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::result_missing);
    EXPECT_EQ(result.error().fact("output"), "pixels");
}

TEST_F(RunTest, WithoutDeclaredOutputsEveryOutputNodeCounts) {
    serve();
    const auto result = finish();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->collected, (std::vector{DeclaredOutput{"9", NodeId{"9"}}}));
    EXPECT_EQ(result->node_count, 2U);
}

TEST_F(RunTest, ClosesItsConnectionWhenItIsAskedTo) {
    serve();
    RunRequest request{red_fox()};
    request.close_connection = true;
    ASSERT_TRUE(end_of(begin(request)));
    EXPECT_TRUE(until([&] { return connection->state() == ConnectionState::closed; }));
}

}  // namespace
}  // namespace divan
