#include <algorithm>

#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/codegen.hpp>

#include "support/fixtures.hpp"
#include "support/random_catalogue.hpp"
#include "support/source_check.hpp"

namespace divan {
namespace {

std::string data_text(const std::string& name) {
    return read_file(std::string{DIVAN_SOURCE_DIR "/libs/workflow/tests/data/"} + name).value();
}

NodeCatalogue parsed(std::string_view text) { return NodeCatalogue::parse(text).value(); }

std::string header_of(std::string_view catalogue) { return generate_header(parsed(catalogue)).value().text; }

/// The lines that begin with `start`, without their indentation.
std::vector<std::string> lines_with(const std::string& text, std::string_view start) {
    std::vector<std::string> found;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        if (const auto at = line.find_first_not_of(' ');
            at != std::string::npos && line.substr(at).starts_with(start))
            found.push_back(line.substr(at));
    return found;
}

std::string member(const std::string& header, std::string_view name) {
    for (const std::string_view wrapper : {"Required<", "Input<", "Optional<"})
        for (const auto& line : lines_with(header, wrapper))
            if (line.find("> " + std::string{name} + ";") != std::string::npos ||
                line.find("> " + std::string{name} + "{};") != std::string::npos ||
                line.find("> " + std::string{name} + " = ") != std::string::npos)
                return line;
    return "no member " + std::string{name};
}

TEST(Codegen, WritesTheStoredHeaderOfACatalogueFullOfOddities) {
    CodegenOptions options;
    options.name_space = "sample";
    options.origin = "small.json";
    const auto header = generate_header(parsed(data_text("codegen/small.json")), options);
    ASSERT_TRUE(header) << describe(header.error());
    EXPECT_EQ(header->text, data_text("codegen/small_nodes.hpp"))
        << "divan codegen --from libs/workflow/tests/data/codegen/small.json --namespace sample "
           "-o libs/workflow/tests/data/codegen/small_nodes.hpp";
    EXPECT_EQ(header->classes, 9u);
}

TEST(Codegen, WritesTheHeaderThatShipsFromTheStoredCatalogueByteForByte) {
    CodegenOptions options;
    options.name_space = "divan::nodes";
    options.origin = "comfyui_0.3.64.json";
    const auto header = generate_header(parsed(data_text("comfyui_0.3.64.json")), options);
    ASSERT_TRUE(header) << describe(header.error());
    EXPECT_GT(header->classes, 490u);
    EXPECT_TRUE(header->skipped.empty());
    const auto shipped =
        read_file(DIVAN_SOURCE_DIR "/libs/workflow/include/divan/workflow/builtin_nodes.hpp").value();
    EXPECT_TRUE(header->text == shipped)  // not EXPECT_EQ: half a megabyte of differences helps nobody
        << "run: divan codegen --from libs/workflow/tests/data/comfyui_0.3.64.json --namespace divan::nodes "
           "-o libs/workflow/include/divan/workflow/builtin_nodes.hpp";
}

TEST(Codegen, DoesNotDependOnTheOrderOfTheCatalogue) {
    const auto& original = *json::object_of(test::catalogue().to_value());
    std::vector<std::string> names = test::catalogue().classes();
    std::reverse(names.begin(), names.end());
    json::Object reversed;
    for (const auto& name : names) reversed[name] = original.at(name);
    const auto other = NodeCatalogue::from_json(std::move(reversed)).value();
    EXPECT_EQ(generate_header(other).value().text, generate_header(test::catalogue()).value().text);
}

TEST(Codegen, ChoosesClassesAndCategoriesWithoutRenamingThem) {
    const auto catalogue = parsed(data_text("codegen/small.json"));
    CodegenOptions options;
    options.classes = {"Loader!"};
    EXPECT_EQ(lines_with(generate_header(catalogue, options).value().text,
                         "static constexpr const char* kClassType"),
              std::vector<std::string>{R"(static constexpr const char* kClassType = "Loader!";)"});
    EXPECT_EQ(lines_with(generate_header(catalogue, options).value().text, "struct [[deprecated"),
              std::vector<std::string>{R"(struct [[deprecated("by its author")]] Loader_2 {)"});
    options.categories = {"loaders"};
    EXPECT_EQ(generate_header(catalogue, options)->classes, 2u) << "loaders/odd lies below loaders";
    EXPECT_TRUE(generate_header(catalogue, options)->skipped.empty()) << "what is damaged was not asked for";
}

TEST(Codegen, NamesNearClassesAndCategoriesForUnknownOnes) {
    CodegenOptions options;
    options.classes = {"KSampelr"};
    const auto unknown = generate_header(test::catalogue(), options);
    EXPECT_EQ(unknown.error().code, Errc::invalid_argument);
    EXPECT_NE(unknown.error().hint.find("'KSampler'"), std::string::npos);
    options.classes.clear();
    options.categories = {"lodaers"};
    EXPECT_NE(generate_header(test::catalogue(), options).error().hint.find("'loaders'"), std::string::npos);
}

TEST(Codegen, RefusesNamespacesThatAreNoneOrNotTheCallers) {
    CodegenOptions options;
    for (const std::string name : {"", "a b", "a::", "::a", "a:b", "class", "divan", "divan::types",
                                   "divan::typed::x", "std::x", "a}"}) {
        options.name_space = name;
        EXPECT_EQ(generate_header(test::catalogue(), options).error().code, Errc::invalid_argument) << name;
    }
    for (const std::string name : {"a", "studio::nodes", "divan::nodes", "a_b::c1"}) {
        options.name_space = name;
        EXPECT_TRUE(generate_header(test::catalogue(), options)) << name;
    }
}

TEST(Codegen, LeavesOutDamagedEntriesAndSaysSo) {
    const auto header = generate_header(parsed(data_text("codegen/small.json"))).value();
    ASSERT_EQ(header.skipped.size(), 3u);
    EXPECT_EQ(header.skipped[0], (SkippedEntry{"Damaged", "the entry is no object"}));
    EXPECT_NE(header.text.find("//   Damaged: the entry is no object\n"), std::string::npos);
    EXPECT_NE(header.text.find("struct Half {"), std::string::npos) << "the rest of a damaged entry is kept";
}

TEST(Codegen, TakesTheDefaultsThatComfyUiWouldTake) {
    const auto header = header_of(R"({"A": {"input": {"required": {
        "whole": ["INT", {"default": 512.0}], "cut": ["INT", {"default": 1.9}], "huge": ["INT", {"default": 1e30}],
        "exact": ["FLOAT", {"default": 0.1}], "endless": ["FLOAT", {"default": Infinity}], "none": ["FLOAT", {"default": null}],
        "truth": ["BOOLEAN", {"default": 1}], "lie": ["BOOLEAN", {"default": "false"}],
        "text": ["STRING", {"default": 5}], "either": ["INT,BOOLEAN", {"default": true}], "tiles": ["INT,FLOAT", {"default": 0.5}]}}}})");
    EXPECT_EQ(member(header, "whole"), "Input<types::Int> whole = 512;");
    EXPECT_EQ(member(header, "cut"), "Input<types::Int> cut = 1;");
    EXPECT_EQ(member(header, "huge"), "Required<types::Int> huge;");
    EXPECT_EQ(member(header, "exact"), "Input<types::Float> exact = 0.1;");
    EXPECT_EQ(member(header, "endless"),
              "Input<types::Float> endless = ::std::numeric_limits<double>::infinity();");
    EXPECT_NE(header.find("#include <limits>"), std::string::npos);
    EXPECT_EQ(member(header, "none"), "Required<types::Float> none;");
    EXPECT_EQ(member(header, "truth"), "Input<types::Boolean> truth = true;");
    EXPECT_EQ(member(header, "lie"), "Required<types::Boolean> lie;") << "no server would read it as false";
    EXPECT_EQ(member(header, "text"), "Input<types::String> text = \"5\";");
    EXPECT_EQ(member(header, "either"), "Input<OneOf<types::Int, types::Boolean>> either = true;");
    EXPECT_EQ(member(header, "tiles"), "Input<OneOf<types::Int, types::Float>> tiles = 0.5;");
}

TEST(Codegen, TellsRangesAndTooltipsInComments) {
    const auto header = header_of(R"({"A": {"input": {"required": {
        "cfg": ["FLOAT", {"default": 8.0, "min": 0.0, "max": 100.0, "step": 0.10, "tooltip": "How\nmuch."}],
        "n": ["INT", {"default": 1, "min": 1, "step": 1}], "m": ["INT", {"default": 1, "max": 18446744073709551615}]}}}})");
    EXPECT_EQ(member(header, "cfg"), "Input<types::Float> cfg = 8.0;  ///< 0.0 to 100.0, step 0.10");
    EXPECT_EQ(lines_with(header, "/// How"), std::vector<std::string>{"/// How much."});
    EXPECT_EQ(member(header, "n"), "Input<types::Int> n = 1;  ///< at least 1");
    EXPECT_EQ(member(header, "m"), "Input<types::Int> m = 1;  ///< at most 18446744073709551615");
}

TEST(Codegen, KeepsListsOfFilesOpenAndMakesTypesOfTheOthers) {
    const auto header = header_of(R"({"A": {"input": {"required": {
        "ckpt_name": [["a.safetensors", "b.ckpt"]], "empty": [[]], "remote": ["COMBO", {"remote": {"route": "/x"}}],
        "picture": [["x", "y"], {"image_upload": true}], "sampler": [["euler", "heun"]], "version": [["edm_2.5", "v1.0"]]}}}})");
    EXPECT_EQ(member(header, "ckpt_name"),
              "Required<types::Combo> ckpt_name;  ///< \"a.safetensors\", \"b.ckpt\"");
    EXPECT_EQ(member(header, "empty"), "Required<types::Combo> empty;");
    EXPECT_EQ(member(header, "remote"), "Required<types::Combo> remote;");
    EXPECT_EQ(member(header, "picture"), "Required<types::Combo> picture;  ///< \"x\", \"y\"");
    EXPECT_EQ(member(header, "sampler"), "Required<Sampler> sampler;");
    EXPECT_EQ(lines_with(header, "enum Known"),
              (std::vector<std::string>{"enum Known {euler, heun};", "enum Known {edm_2_5, v1_0};"}));
}

TEST(Codegen, KeepsVeryLongListsOpen) {
    json::Array many;
    for (int i = 0; i < 129; ++i) many.emplace_back("choice " + std::to_string(i));
    json::Array spec;
    spec.push_back(std::move(many));
    json::Object inputs;
    inputs["pick"] = std::move(spec);
    const json::Value catalogue =
        json::Object{{"A", json::Object{{"input", json::Object{{"required", inputs}}}}}};
    const auto header = generate_header(NodeCatalogue::from_json(catalogue).value()).value().text;
    EXPECT_EQ(member(header, "pick"),
              R"(Required<types::Combo> pick;  ///< "choice 0", "choice 1", "choice 2" … (129))");
}

TEST(Codegen, SharesOneTypeAmongClassesWithTheSameListAndNamesTheOthersAfterTheirClass) {
    const auto header = header_of(
        R"({"A": {"input": {"required": {"mode": [["x", "y"]]}}}, "B": {"input": {"required": {"mode": [["x", "y"]]}}},
        "C": {"input": {"required": {"mode": [["z"]]}}}, "D": {"input": {"required": {"mode": [["w"]], "mode2": [["w"]]}}}})");
    EXPECT_EQ(lines_with(header, "using Mode ="), std::vector<std::string>(2, "using Mode = ::comfy::AMode;"))
        << "x, y are not most lists of that name";
    EXPECT_EQ(lines_with(header, "struct Mode :").size(), 2u) << "C::Mode and D::Mode stand in their classes";
    EXPECT_EQ(member(header, "mode2"), "Required<Mode> mode2;");
}

TEST(Codegen, TakesATypeThatNoNodePutsOutForAWidget) {
    const auto header = header_of(
        R"({"A": {"input": {"required": {"shot": ["WEBCAM", {}], "image": ["IMAGE"], "both": ["WEBCAM,IMAGE"]}},
        "output": ["IMAGE"]}})");
    EXPECT_EQ(member(header, "shot"), "Required<Widget<types::Webcam>> shot;");
    EXPECT_EQ(member(header, "image"), "Required<types::Image> image;");
    EXPECT_EQ(member(header, "both"), "Required<OneOf<types::Webcam, types::Image>> both;");
}

TEST(Codegen, GivesAnOutputOfChoicesTheTypeOfTheInputsThatTakeIt) {
    const auto header = header_of(R"({"A": {"input": {"required": {"sampler": [["euler", "heun"]]}}},
        "B": {"output": [["euler", "heun"], ["other"], "*", 5], "output_name": ["sampler"]}})");
    EXPECT_EQ(lines_with(header, "Output<"),
              (std::vector<std::string>{
                  "Output<::comfy::Sampler> sampler{*this, 0};", "Output<types::Combo> choice{*this, 1};",
                  "Output<AnyType> any{*this, 2};", "Output<AnyType> _5{*this, 3};  ///< \"5\""}));
}

TEST(Codegen, LeavesADefaultOutThatNoLiteralCanHold) {
    const auto header = header_of(
        R"({"A": {"input": {"required": {"mode": [["a", 1], {"default": "b\u0000c"}], "other": [["a", 1], {"default": "d"}]}}}})");
    EXPECT_EQ(member(header, "mode").find('{'), std::string::npos) << member(header, "mode");
    EXPECT_NE(member(header, "other").find("{\"d\"}"), std::string::npos) << member(header, "other");
}

TEST(Codegen, WritesOnlyItsOwnCodeWhateverTheCatalogueSays) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Rng rng{seed};
        const auto catalogue = NodeCatalogue::from_json(test::random_catalogue(rng, 10)).value();
        const auto header = generate_header(catalogue).value();
        EXPECT_EQ(test::SourceCheck::first_odd_line(header.text), std::nullopt) << "seed " << seed;
    }
}

TEST(Codegen, FindsCodeThatHasLeftItsPlace) {
    using test::SourceCheck;
    EXPECT_FALSE(SourceCheck::first_odd_line("struct A {\n    int a;  // x\n};\n"));
    for (const std::string_view odd : {"#error x", "// a \\", "system(\"x\")", "int f() { return 1; }", "}",
                                       "struct A {", "\"open;", "'a';", "x"})
        EXPECT_TRUE(SourceCheck::first_odd_line(odd)) << odd;
}

}  // namespace
}  // namespace divan
