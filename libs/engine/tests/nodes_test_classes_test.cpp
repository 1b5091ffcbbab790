#include <gtest/gtest.h>

#include <cmath>

#include <divan/json/write.hpp>

#include "nodes/node_values.hpp"
#include "nodes_test_host.hpp"

namespace divan::engine {
namespace {

using namespace node_test;

std::string ui_of(const NodeOutputs& outputs) { return json::write_python(json::Value(*outputs.ui)); }

Datum small(float fill = 0.25F) { return to_datum(Image{1, 4, 4, 3, fill}); }

TEST(NodesTrap, SleepReportsItsStepsWithPreviewsOf16Pixels) {
    NodeBench bench;
    bench.run("TrapSleep",
              {{"seconds", number(0.6)}, {"steps", whole(4)}, {"preview", truth(true)}, {"seed", whole(21)}});
    ASSERT_EQ(bench.host.steps.size(), 4U);
    EXPECT_EQ(bench.host.steps[0].preview->width, 16);
    EXPECT_EQ(bench.host.waited, std::chrono::milliseconds{600});
}

TEST(NodesTrap, SleepPassesItsImageOn) {
    NodeBench bench;
    const Datum image = bench.first("TrapSleep", {{"seconds", number(0)},
                                                  {"steps", whole(1)},
                                                  {"preview", truth(false)},
                                                  {"seed", whole(1)},
                                                  {"image", small()}});
    EXPECT_EQ(object_in<Image>(image)->values, (Image{1, 4, 4, 3, 0.25F}).values);
}

TEST(NodesTrap, NaNShowsWhatJsonCannotSay) {
    NodeBench bench;
    EXPECT_EQ(
        ui_of(bench.run("TrapNaN", {{"value", number(1.5)}})),
        R"({"values": [NaN, Infinity, -Infinity, 1.5], "text": ["NaN in a string", "\u00e9\u6f22\u5b57\ud83c\udfa8"]})");
}

TEST(NodesTrap, NaNNeverCountsAsUnchanged) {
    NodeBench bench;
    const auto value = bench.registry.find("TrapNaN")->is_changed({}, bench.host.folders());
    EXPECT_TRUE(std::isnan(json::to_double(*value).value()));
}

TEST(NodesTrap, RaiseFailsInTheRecordedWays) {
    NodeBench bench;
    const auto failure = [&](const char* kind) {
        return bench.try_run("TrapRaise", {{"kind", text(kind)}, {"image", small()}}).error();
    };
    EXPECT_EQ(failure("value").type, "ValueError");
    EXPECT_EQ(failure("value").message, "the trap closed: \"quoted\" \u00e9");
    EXPECT_EQ(failure("oom").type, "torch.cuda.OutOfMemoryError");
    EXPECT_EQ(failure("oom").message, "CUDA out of memory. Tried to allocate 2.00 GiB");
    EXPECT_TRUE(failure("interrupt").interrupted);
    EXPECT_EQ(failure("exit").type, "SystemExit");
}

TEST(NodesTrap, TextShowsTheTextAndItsOwnId) {
    NodeBench bench;
    bench.host.id = "t";
    EXPECT_EQ(ui_of(bench.run("TrapText", {{"text", text("a \"q\"")}, {"image", small()}})),
              R"({"text": ["a \"q\"", "t"]})");
}

TEST(NodesTrap, ValidateRefusesSevenAndShowsOtherNumbers) {
    NodeBench bench;
    NodeInputs inputs;
    inputs.set("n", whole(7));
    EXPECT_EQ(bench.registry.find("TrapValidate")->validate(inputs, bench.host.folders()),
              json::Value("seven is not allowed"));
    inputs.set("n", whole(99));
    EXPECT_EQ(bench.registry.find("TrapValidate")->validate(inputs, bench.host.folders()), json::Value(true));
    EXPECT_EQ(ui_of(bench.run("TrapValidate", {{"n", whole(99)}, {"mode", text("z")}})), R"({"n": [99]})");
}

std::vector<std::string> needed(NodeBench& bench, double share, bool has_first) {
    NodeInputs inputs;
    inputs.set("share", number(share));
    if (has_first) inputs.set("first", small());
    return bench.registry.find("TestLazyMix")->lazy(inputs);
}

TEST(NodesStructure, LazyMixAsksOnlyForTheImagesItUses) {
    NodeBench bench;
    EXPECT_EQ(needed(bench, 0, false), std::vector<std::string>{"first"});
    EXPECT_EQ(needed(bench, 1, false), std::vector<std::string>{"second"});
    EXPECT_EQ(needed(bench, 0.5, false), (std::vector<std::string>{"first", "second"}));
    EXPECT_EQ(needed(bench, 0.5, true), std::vector<std::string>{"second"});
    EXPECT_TRUE(needed(bench, 0, true).empty());
}

TEST(NodesStructure, ExpandBecomesAChainOfInvertersBehindItsLink) {
    NodeBench bench;
    const Datum link{json::Value(json::Array{"4", 0})};
    const NodeOutputs outputs =
        bench.run("TestExpand", {{"image", link}, {"times", whole(2)}, {"show", truth(true)}});
    EXPECT_EQ(json::write(json::Value(*outputs.expand)),
              R"({"invert0":{"class_type":"ImageInvert","inputs":{"image":["4",0]}},)"
              R"("invert1":{"class_type":"ImageInvert","inputs":{"image":["invert0",0]}},)"
              R"("show":{"class_type":"PreviewImage","inputs":{"images":["invert1",0]}}})");
    EXPECT_EQ(json::write(outputs.slots[0][0].literal()), R"(["invert1",0])");
}

TEST(NodesStructure, MakesAListAndJoinsOne) {
    NodeBench bench;
    const NodeOutputs list = bench.run("TestMakeList", {{"count", whole(3)}});
    ASSERT_EQ(list.slots[0].size(), 3U);
    const auto joined =
        bench.registry.find("TestJoinList")->run_lists({{"values", list.slots[0]}}, bench.host);
    ASSERT_TRUE(joined);
    EXPECT_EQ(ui_of(*joined), R"({"text": ["1,2,3"]})");
}

TEST(NodesStructure, BlockerLetsThroughOrBlocksWithItsMessage) {
    NodeBench bench;
    const auto run = [&](bool blocked) {
        return bench.first("TestBlocker",
                           {{"image", small()}, {"blocked", truth(blocked)}, {"message", text("stop")}});
    };
    EXPECT_TRUE(object_in<Image>(run(false)));
    ASSERT_TRUE(run(true).get<ExecutionBlocker>());
    EXPECT_EQ(run(true).get<ExecutionBlocker>()->message, "stop");
}

TEST(NodesPrimitive, PassesValuesThroughAndShowsThemAsPythonDoes) {
    NodeBench bench;
    EXPECT_EQ(bench.first("PrimitiveInt", {{"value", whole(-5)}}).literal(), json::Value(-5));
    const auto shown = [&](json::Value value) {
        return ui_of(bench.run("PreviewAny", {{"source", Datum{std::move(value)}}}));
    };
    EXPECT_EQ(shown("text"), R"({"text": ["text"]})");
    EXPECT_EQ(shown(true), R"({"text": ["True"]})");
    EXPECT_EQ(shown(1e-5), R"({"text": ["1e-05"]})");
    EXPECT_EQ(shown(nullptr), R"({"text": ["None"]})");
    EXPECT_EQ(shown(json::Array{1, "a"}), R"({"text": ["[1, \"a\"]"]})");
    EXPECT_EQ(ui_of(bench.run("PreviewAny", {{"source", to_datum(Mask{1, 1, 2})}})),
              R"J({"text": ["tensor([[[0., 0.]]])"]})J");
}

}  // namespace
}  // namespace divan::engine
