#include <limits>

#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/typed_graph.hpp>
#include <divan/workflow/validate.hpp>

#include "data/codegen/small_nodes.hpp"
#include "support/fixtures.hpp"

namespace divan {
namespace {

namespace n = ::sample;

json::Value inputs_of(const TypedGraph& graph, std::string_view node) {
    const auto workflow = graph.workflow();
    if (!workflow) return json::Value(describe(workflow.error()));
    const auto* inputs = workflow->inputs(NodeId{std::string{node}});
    return inputs ? json::Value(*inputs) : json::Value("no such node");
}

json::Value value(std::string_view text) { return json::parse(text).value(); }

n::Loader loader() { return n::Loader{.ckpt_name = "a.safetensors", .vae_name = "pixel_space"}; }

TEST(TypedGraph, WritesLinksLiteralsAndDefaultsInTheOrderOfTheClass) {
    TypedGraph graph;
    const auto loaded = graph.add(loader());
    graph.add(n::KSampler_Efficient{.model = loaded.model,
                                    .seed = 7,
                                    .sampler_name = n::SamplerName::_2m,
                                    .latent = loaded.latent,
                                    .vae = loaded.vae});
    EXPECT_EQ(
        json::write(inputs_of(graph, "2")),
        R"({"model":["1",0],"seed":7,"offset":-9223372036854775808,"cfg":7.0,"sampler_name":"2m",)"
        R"("positive prompt":"say \"hi\"\n\\o/ é","class":true,"latent":["1",3],"vae":["1",1],"tiles":1.5})");
    EXPECT_EQ(graph.workflow()->class_type(NodeId{"2"}), "KSampler (Efficient)");
}

TEST(TypedGraph, SendsNothingForAnOptionalInputThatIsNotGivenOrGivenEmpty) {
    TypedGraph graph;
    const auto image = graph.add(loader()).image;
    graph.add(n::_3D_saver{.images = image, .anything = image});
    graph.add(n::_3D_saver{.images = image, .anything = image, .name = {}});
    EXPECT_EQ(inputs_of(graph, "2"), value(R"({"images": ["1", 4], "anything": ["1", 4], "name": "out"})"));
    EXPECT_EQ(inputs_of(graph, "3"), value(R"({"images": ["1", 4], "anything": ["1", 4]})"));
}

TEST(TypedGraph, KeepsNumbersExact) {
    TypedGraph graph;
    const auto loaded = graph.add(loader());
    n::KSampler_Efficient sampler{
        .model = loaded.model, .sampler_name = n::SamplerName::euler, .latent = loaded.latent};
    sampler.seed = std::numeric_limits<std::uint64_t>::max();
    sampler.offset = std::numeric_limits<std::int64_t>::min();
    sampler.cfg = 0.1 + 0.2;
    graph.add(sampler);
    sampler.seed = std::int8_t{-1};
    sampler.cfg = 8;
    graph.add(sampler);
    const auto large = inputs_of(graph, "2"), small = inputs_of(graph, "3");
    EXPECT_EQ(json::number_text(*json::find(large, "seed")), "18446744073709551615");
    EXPECT_EQ(json::number_text(*json::find(large, "offset")), "-9223372036854775808");
    EXPECT_EQ(json::number_text(*json::find(large, "cfg")), "0.30000000000000004");
    EXPECT_EQ(json::number_text(*json::find(small, "seed")), "-1");
    EXPECT_EQ(json::to_double(*json::find(small, "cfg")), 8.0);
}

TEST(TypedGraph, TakesAnOutputOfTheFittingTypeForAWidget) {
    TypedGraph graph;
    const auto number = graph.add(n::int_{});
    const auto loaded = graph.add(loader());
    graph.add(n::KSampler_Efficient{.model = loaded.model,
                                    .seed = number.int_,
                                    .sampler_name = loaded.choice,
                                    .positive_prompt = number.int_2,
                                    .latent = loaded.latent,
                                    .to = loaded.vae});
    const auto inputs = inputs_of(graph, "3");
    EXPECT_EQ(*json::find(inputs, "seed"), value(R"(["1", 0])"));
    EXPECT_EQ(*json::find(inputs, "sampler_name"), value(R"(["2", 2])"));
    EXPECT_EQ(*json::find(inputs, "positive prompt"), value(R"(["1", 1])"))
        << "a union feeds each of its types";
    EXPECT_EQ(*json::find(inputs, "to"), value(R"(["2", 1])")) << "a wildcard takes everything";
}

TEST(TypedGraph, SendsChoicesAsTheServerSpellsThem) {
    TypedGraph graph;
    const n::Loader_2::Frames later{12};
    graph.add(n::Loader_2{.camera = "front", .Mode = "free text"});
    graph.add(n::Loader_2{.frames = later,
                          .flags = {n::Loader_2::Flags::b, n::Loader_2::Flags{"new"}},
                          .camera = value("[1, 2]"),
                          .mode = n::Loader_2::ModeChoice::minus_1,
                          .Mode = "x"});
    graph.add(n::Loader_2{.frames = n::Loader_2::Frames::null, .camera = 5, .Mode = std::string{"x"}});
    EXPECT_EQ(
        json::write(inputs_of(graph, "1")),
        R"({"frames":16.5,"flags":{"__value__":["a","c"]},"camera":"front","mode":"gone","Mode":"free text"})");
    EXPECT_EQ(
        json::write(inputs_of(graph, "2")),
        R"({"frames":12,"flags":{"__value__":["b","new"]},"camera":{"__value__":[1,2]},"mode":"-1","Mode":"x"})");
    EXPECT_EQ(*json::find(inputs_of(graph, "3"), "frames"), nullptr);
}

TEST(TypedGraph, WritesDynamicInputsUnderDottedNames) {
    TypedGraph graph;
    const auto loaded = graph.add(loader());
    graph.add(n::Dynamic{.images = {loaded.image, loaded.image},
                         .pair_left = loaded.latent,
                         .resize = n::Dynamic::ResizeByWidth{.width = 64, .crop = n::Dynamic::Crop::no},
                         .first = loaded.latent,
                         .mask = n::Dynamic::MaskSlot{.link = loaded.vae, .grow = 3}});
    const std::vector outputs{loaded.image, loaded.image, loaded.image};
    graph.add(n::Dynamic{.images = outputs,
                         .pair_left = loaded.latent,
                         .pair_right = loaded.latent,
                         .resize = n::Dynamic::ResizeToMatch{.match = loaded.image},
                         .first = loaded.image});
    EXPECT_EQ(
        json::write(inputs_of(graph, "2")),
        R"({"images.image0":["1",4],"images.image1":["1",4],"pair.left":["1",3],"resize":"by width","resize.width":64,)"
        R"("resize.crop":"no","first":["1",3],"mask":["1",1],"mask.grow":3})");
    EXPECT_EQ(
        json::write(inputs_of(graph, "3")),
        R"({"images.image0":["1",4],"images.image1":["1",4],"images.image2":["1",4],"pair.left":["1",3],)"
        R"("pair.right":["1",3],"resize":"to match","resize.match":["1",4],"first":["1",4]})");
}

TEST(TypedGraph, RefusesAListOfInputsThatIsTooShortOrTooLong) {
    for (const std::size_t count : {1u, 5u}) {
        TypedGraph graph;
        const auto loaded = graph.add(loader());
        const std::vector outputs(count, loaded.image);
        graph.add(n::Dynamic{.images = outputs,
                             .pair_left = loaded.latent,
                             .resize = n::Dynamic::ResizeToMatch{.match = loaded.image},
                             .first = loaded.image});
        EXPECT_EQ(graph.workflow().error().code, Errc::invalid_argument);
        EXPECT_NE(graph.workflow().error().message.find("node 2 (Dynamic)"), std::string::npos);
    }
}

TEST(TypedGraph, GivesNodesTheirIdsAndTitles) {
    TypedGraph graph;
    EXPECT_EQ(graph.add("Checkpoint", loader()).id(), NodeId{"1"});
    EXPECT_EQ(graph.add(NodeId{"12:5"}, loader()).id(), NodeId{"12:5"});
    EXPECT_EQ(graph.add({NodeId{"4"}, "Second"}, loader()).id(), NodeId{"4"});
    EXPECT_EQ(graph.add(loader()).id(), NodeId{"5"}) << "the next free number past the size";
    const auto workflow = graph.workflow().value();
    EXPECT_EQ(workflow.title(NodeId{"1"}), "Checkpoint");
    EXPECT_EQ(workflow.title(NodeId{"4"}), "Second");
    EXPECT_EQ(workflow.title(NodeId{"12:5"}), "Loader") << "none of its own";
}

TEST(TypedGraph, RefusesAnIdTwiceButKeepsTheFirstNode) {
    TypedGraph graph;
    graph.add(NodeId{"7"}, loader());
    graph.add(NodeId{"7"}, n::int_{});
    EXPECT_EQ(graph.workflow().error().code, Errc::invalid_argument);
    EXPECT_EQ(graph.workflow().error().fact("problems"), "1");
}

TEST(TypedGraph, RefusesOutputsOfAnotherGraphAndSaysWhichInputGotOne) {
    TypedGraph one, other;
    const auto foreign = other.add(loader());
    one.add(n::_3D_saver{.images = one.add(loader()).image, .anything = foreign.image});
    const auto refused = one.workflow();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unknown_node);
    EXPECT_EQ(refused.error().message,
              "node 2 (3D|saver): the input 'anything' is linked to a node of another graph");
    EXPECT_TRUE(other.workflow());
}

TEST(TypedGraph, IsAValueWhoseCopiesKeepTheHandlesOfTheirOriginal) {
    TypedGraph graph;
    const auto loaded = graph.add(loader());
    TypedGraph copy = graph;
    const auto late = graph.add(loader());
    copy.add(n::_3D_saver{.images = loaded.image, .anything = loaded.model});
    EXPECT_TRUE(copy.workflow());
    EXPECT_EQ(copy.workflow()->size(), 2u);
    copy.add(n::_3D_saver{.images = late.image, .anything = loaded.model});
    EXPECT_EQ(copy.workflow().error().code, Errc::unknown_node)
        << "same id, but added after the copy was made";
    EXPECT_TRUE(graph.workflow());
}

TEST(TypedGraph, RefusesTextsThatAreNoUtf8) {
    TypedGraph graph;
    graph.add(n::Loader{.ckpt_name = "caf\xe9.safetensors",
                        .vae_name = "\xff"
                                    "1"});
    EXPECT_EQ(graph.workflow().error().message,
              "node 1 (Loader): the input 'ckpt_name' gets a text that is no UTF-8");
    EXPECT_EQ(graph.workflow().error().fact("problems"), "2");
    TypedGraph surrogate;  // an undecodable file name, as Python hands it out
    surrogate.add(n::Loader{.ckpt_name = "a\xed\xb3\xbf.safetensors", .vae_name = "x"});
    EXPECT_TRUE(surrogate.workflow());
}

TEST(TypedGraph, DeclaresOutputsInItsWorkflow) {
    TypedGraph graph, other;
    const auto loaded = graph.add(loader());
    const auto hero = graph.declare_output(
        "hero", graph.add(n::_3D_saver{.images = loaded.image, .anything = loaded.image}));
    EXPECT_EQ(hero, (DeclaredOutput{"hero", NodeId{"2"}}));
    EXPECT_EQ(graph.workflow()->declared_outputs(), std::vector{hero});
    graph.declare_output("hero", loaded);
    graph.declare_output("", loaded);
    graph.declare_output("far", other.add(loader()));
    EXPECT_EQ(graph.workflow().error().code, Errc::invalid_argument);
    EXPECT_NE(graph.workflow().error().message.find("'hero'"), std::string::npos);
    EXPECT_EQ(graph.workflow().error().fact("problems"), "3");
}

// The rules of the compiler, where a test can ask for them; tests/typed_nodes shows that real programs fail.
template <class Input, class Value>
constexpr bool kTakes = std::is_convertible_v<Value, Input>;
using typed::OneOf;
using typed::Output;
using typed::Required;
using typed::Widget;

static_assert(!std::is_default_constructible_v<n::Loader> &&
              !std::is_default_constructible_v<Required<types::Int>>);
static_assert(kTakes<Required<types::Int>, int> && kTakes<Required<types::Int>, std::uint64_t> &&
              kTakes<Required<types::Int>, short>);
static_assert(!kTakes<Required<types::Int>, double> && !kTakes<Required<types::Int>, bool> &&
              !kTakes<Required<types::Int>, char> && !kTakes<Required<types::Int>, const char*> &&
              !kTakes<Required<types::Int>, n::SamplerName::Known>);
static_assert(kTakes<Required<types::Float>, float> && kTakes<Required<types::Float>, int> &&
              !kTakes<Required<types::Float>, bool>);
static_assert(kTakes<Required<types::String>, std::string> &&
              kTakes<Required<types::String>, std::string_view> &&
              kTakes<Required<types::String>, const char (&)[3]> &&
              !kTakes<Required<types::String>, std::nullptr_t> && !kTakes<Required<types::String>, int>);
static_assert(kTakes<Required<types::Boolean>, bool> && !kTakes<Required<types::Boolean>, int> &&
              !kTakes<Required<types::Boolean>, const char*>);
static_assert(kTakes<Required<n::SamplerName>, n::SamplerName> &&
              kTakes<Required<n::SamplerName>, n::SamplerName::Known> &&
              !kTakes<Required<n::SamplerName>, const char*> &&
              !kTakes<Required<n::SamplerName>, n::Dynamic::Crop::Known> &&
              !kTakes<Required<n::SamplerName>, int>);
static_assert(kTakes<Required<types::Model>, Output<types::Model>> &&
              !kTakes<Required<types::Model>, Output<types::Vae>> && !kTakes<Required<types::Model>, int> &&
              !kTakes<Required<types::Model>, const char*>);
static_assert(!kTakes<Required<types::Float>, Output<types::Int>>,
              "ComfyUI does not convert between linked nodes");
static_assert(!kTakes<Required<n::SamplerName>, Output<types::String>> &&
              kTakes<Required<n::SamplerName>, Output<types::Combo>>);
static_assert(kTakes<Required<types::Model>, Output<typed::AnyType>> &&
              kTakes<Required<typed::AnyType>, Output<types::Model>>);
static_assert(
    kTakes<Required<OneOf<types::Int, types::Float>>, Output<OneOf<types::String, types::Int>>> &&
    !kTakes<Required<OneOf<types::Int, types::Float>>, Output<OneOf<types::String, types::Model>>> &&
    kTakes<Required<OneOf<types::Int, types::Float>>, double> &&
    !kTakes<Required<OneOf<types::Int, types::Float>>, bool>);
static_assert(kTakes<Required<Widget<types::CameraWidget>>, Output<types::CameraWidget>> &&
              kTakes<Required<Widget<types::CameraWidget>>, json::Value> &&
              !kTakes<Required<Widget<types::CameraWidget>>, Output<types::Image>>);
static_assert(kTakes<Required<types::Combo>, const char*> &&
              !kTakes<Required<types::Combo>, Output<types::Image>>);

}  // namespace
}  // namespace divan
