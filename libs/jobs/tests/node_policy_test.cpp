#include <gtest/gtest.h>

#include <divan/jobs/node_policy.hpp>
#include <divan/json/parse.hpp>

#include "glob.hpp"
#include "node_lists.hpp"

namespace divan::durable {
namespace {

Workflow graph(const std::string& text) { return Workflow::parse(text).value(); }

/// One node of that class, without inputs.
Workflow one(const std::string& node_class) {
    return graph(R"({"7": {"class_type": ")" + node_class + R"(", "inputs": {}}})");
}

NodePolicy shipped() {
    NodeRules rules;
    rules.denied = shipped_denials();
    NodePolicy policy;
    policy.rules = std::make_shared<const NodeRules>(std::move(rules));
    return policy;
}

NodePolicy allowing(const std::vector<std::string>& words) {
    NodePolicy policy;
    policy.allowed = NodeAllowance::parse(words).value();
    return policy;
}

std::string reason(const Workflow& workflow, const NodePolicy& policy) {
    const auto checked = check_policy(workflow, policy);
    return checked ? std::string{"allowed"} : std::string{checked.error().fact("reason")};
}

TEST(NodePolicy, S22ClassesKnownToRunCodeFetchOrReadPathsAreDeniedAsShipped) {
    for (const char* node_class : {"NodePython",
                                   "PythonCodeNode",
                                   "ShellCodeNode",
                                   "PyExec",
                                   "RunPythonCode",
                                   "NotebookCell",
                                   "IDENode",
                                   "LoadImageFromUrl",
                                   "LoadImageFromURL",
                                   "Load Image From URL",
                                   "load_image_from_url",
                                   "ImageFromURL",
                                   "LoadImageURL",
                                   "HTTP Request",
                                   "DownloadFile",
                                   "VHS_LoadVideoPath",
                                   "VHS_LoadImagesPath",
                                   "LoadImageFromPath",
                                   "Load Image Batch",
                                   "Save Text File",
                                   "pip_install",
                                   "LLMCustomNodeComposer"})
        EXPECT_EQ(reason(one(node_class), shipped()), "node_not_allowed") << node_class;
}

TEST(NodePolicy, S22NoClassOfComfyUIItselfIsDeniedAsShipped) {
    const NodePolicy any = shipped(), core = allowing({"core"});
    std::istringstream lines{core_nodes_text()};
    int classes = 0;
    for (std::string name; std::getline(lines, name); ++classes) {
        EXPECT_EQ(reason(one(name), any), "allowed") << name;
        EXPECT_EQ(reason(one(name), core), "allowed") << name;
    }
    EXPECT_GT(classes, 300);
}

TEST(NodePolicy, S22TheRefusalNamesNodeAndClass) {
    const auto refused = check_policy(one("ShellCodeNode"), shipped());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unauthorized);
    EXPECT_EQ(refused.error().fact("node"), "7");
    EXPECT_EQ(refused.error().fact("class"), "ShellCodeNode");
    EXPECT_NE(refused.error().hint, "");
}

TEST(NodePolicy, S22AnAllowanceIsACoreSetNamesAndGlobsAsTheyAreSpelled) {
    const NodePolicy some = allowing({"core", "VHS_Video*", "FaceDetailer"});
    for (const char* allowed : {"KSampler", "SaveImage", "VHS_VideoCombine", "FaceDetailer"})
        EXPECT_EQ(reason(one(allowed), some), "allowed") << allowed;
    for (const char* refused : {"ksampler", "VHS_LoadVideo", "facedetailer", "OpenAIDalle3", "core", "any"})
        EXPECT_EQ(reason(one(refused), some), "node_not_allowed") << refused;
    EXPECT_EQ(reason(one("KSampler"), allowing({"SaveImage"})), "node_not_allowed");
    EXPECT_EQ(reason(one("Anything at all"), allowing({"any"})), "allowed");
}

TEST(NodePolicy, S22TheDenialsHoldForThoseWhoMayUseAnything) {
    NodePolicy policy = shipped();
    policy.allowed = NodeAllowance::parse({"any"}).value();
    EXPECT_EQ(reason(one("ShellCodeNode"), policy), "node_not_allowed");
}

TEST(NodePolicy, S23EscapesInAClassAreReadBeforeItIsLookedAt) {
    EXPECT_EQ(reason(one("Shell\\u0043odeNode"), shipped()), "node_not_allowed");
    EXPECT_EQ(reason(one("KSampler\\u0000"), allowing({"core"})), "node_not_allowed");
}

TEST(NodePolicy, WordsThatAreNoAllowanceAreRefused) {
    EXPECT_FALSE(NodeAllowance::parse({}));
    EXPECT_FALSE(NodeAllowance::parse({""}));
    EXPECT_FALSE(NodeAllowance::parse({"any", "KSampler"}));
    EXPECT_FALSE(NodeAllowance::parse({"new\nline"}));
}

TEST(NodePolicy, S21PathLikeValuesAreSeenWhateverTheirForm) {
    for (const char* bad : {"/etc/passwd",
                            "//server/share",
                            "\\\\server\\share",
                            "\\windows",
                            "C:\\x.png",
                            "c:x.png",
                            "../x.png",
                            "a/../../x.png",
                            "a\\..\\x.png",
                            "..",
                            "~/x.png",
                            "~root/x",
                            "http://a/b.png",
                            "https://a",
                            "FILE:///x",
                            "file:x",
                            "data:image/png;base64,AA",
                            "s3://bucket/x",
                            " /etc/passwd",
                            "x.png [output]",
                            "x.png [temp]",
                            "line\nbreak.png"})
        EXPECT_NE(path_problem(bad), "") << bad;
    for (const char* good :
         {"", "x.png", "sub/x.png", "sub\\model.safetensors", "x..y.png", "...", "x.png [input]", "dpmpp_2m",
          "fox~1.png", "ratio 16:9", "divan/0123.png", "it's 5://2"})
        EXPECT_EQ(path_problem(good), "") << good;
}

TEST(NodePolicy, S21OnlyFileInputsAreLookedAtAndSomeMayBeAllowed) {
    const auto loader = [](const char* node_class, const char* input, const char* value) {
        return graph(std::string{R"({"1": {"class_type": ")"} + node_class + R"(", "inputs": {")" + input +
                     R"(": ")" + value + R"("}}})");
    };
    NodePolicy policy = shipped();
    const std::pair<const char*, const char*> inputs[] = {
        {"LoadImage", "image"},           {"LoadAudio", "audio"},           {"LoadVideo", "file"},
        {"LoadLatent", "latent"},         {"Load3D", "model_file"},         {"LoraLoader", "lora_name"},
        {"DualCLIPLoader", "clip_name1"}, {"SaveImage", "filename_prefix"}, {"Foreign", "Directory"}};
    for (const auto& [node_class, input] : inputs) {
        EXPECT_EQ(reason(loader(node_class, input, "../../secret.png"), policy), "path_not_allowed") << input;
        EXPECT_EQ(reason(loader(node_class, input, "plain.png"), policy), "allowed") << input;
    }
    EXPECT_EQ(reason(loader("CLIPTextEncode", "text", "/imagine ../ https://a"), policy), "allowed");
    NodeRules rules;
    rules.path_inputs = {"Load*.image"};
    policy.rules = std::make_shared<const NodeRules>(rules);
    EXPECT_EQ(reason(loader("LoadImage", "image", "/data/x.png"), policy), "allowed");
    EXPECT_EQ(reason(loader("SaveImage", "filename_prefix", "/data/x"), policy), "path_not_allowed");
}

TEST(NodePolicy, S21FilesOfAServerAreToldFromModelsAndFromUploads) {
    NodePolicy policy;
    policy.server_files.emplace();
    const auto with = [&](const std::string& node_class, const std::string& input, const std::string& value) {
        return reason(graph(R"({"1": {"class_type": ")" + node_class + R"(", "inputs": {")" + input +
                            R"(": )" + value + "}}}"),
                      policy);
    };
    const std::pair<const char*, const char*> files[] = {{"LoadImage", "image"},
                                                         {"LoadImageMask", "image"},
                                                         {"LoadImageOutput", "image"},
                                                         {"LoadAudio", "audio"},
                                                         {"LoadVideo", "file"},
                                                         {"LoadLatent", "latent"},
                                                         {"Load3D", "model_file"},
                                                         {"VHS_LoadVideo", "video"},
                                                         {"LoadImageSetFromFolderNode", "folder"},
                                                         {"GeminiInputFiles", "file"},
                                                         {"easy loadImageBase64", "image"}};
    for (const auto& [node_class, input] : files) {
        EXPECT_EQ(with(node_class, input, R"("plain.png")"), "path_not_allowed") << node_class;
        EXPECT_EQ(with(node_class, input, R"(["2", 0])"), "allowed") << node_class;
    }
    EXPECT_EQ(with("LoadImage", "image", R"({"__type": "core/ASSET", "info": {"id": "x"}})"), "allowed");
    EXPECT_EQ(with("CheckpointLoaderSimple", "ckpt_name", R"("a.safetensors")"), "allowed");
    EXPECT_EQ(with("ImageBlend", "blend_mode", R"("normal")"), "allowed");
    policy.server_files = {"plain.png"};
    EXPECT_EQ(with("LoadImage", "image", R"("plain.png")"), "allowed");
    EXPECT_EQ(with("LoadImage", "image", R"("other.png")"), "path_not_allowed");
}

TEST(NodePolicy, S52TheWorkOfAGraphIsEstimated) {
    NodePolicy policy;
    const auto work = [&](std::int64_t most, const std::string& latent, const std::string& steps) {
        policy.ceilings.megapixel_steps = most;
        return reason(graph(R"({"5": {"class_type": "PrimitiveInt", "inputs": {"value": 20}},
                                "1": {"class_type": "EmptyLatentImage", "inputs": {)" +
                            latent + R"(}}, "2": {"class_type": "KSampler", "inputs": {)" + steps + "}}}"),
                      policy);
    };
    const std::string large = R"("width": 1000, "height": 1000, "batch_size": 4)";
    EXPECT_EQ(work(80, large, R"("steps": ["5", 0])"), "allowed");
    EXPECT_EQ(work(79, large, R"("steps": ["5", 0])"), "over_ceiling");
    EXPECT_EQ(work(3, large, ""), "over_ceiling") << "a graph without a sampler does one step";
    EXPECT_EQ(work(99, R"("width": 1000, "height": 1000, "length": 5)", R"("steps": 20)"), "over_ceiling");
    EXPECT_EQ(work(1, R"("width": 1000)", R"("steps": 20)"), "allowed") << "no size is seen";
}

TEST(NodePolicy, S52CeilingsHoldForNumbersAlsoWhenANodeHandsThemIn) {
    NodePolicy policy;
    policy.ceilings.width = 1024;
    policy.ceilings.steps = 50;
    policy.ceilings.frames = 16;
    const auto with = [](const std::string& inputs) {
        return graph(R"({"5": {"class_type": "PrimitiveInt", "inputs": {"value": 4096}},
                         "1": {"class_type": "X", "inputs": {)" +
                     inputs + "}}}");
    };
    for (const char* over : {R"("width": 1025)", R"("steps": 51)", R"("length": 17)",
                             R"("video_frames": 1e9)", R"("width": 1024.5)", R"("width": ["5", 0])"})
        EXPECT_EQ(reason(with(over), policy), "over_ceiling") << over;
    for (const char* within : {R"("width": 1024, "steps": 50)", R"("height": 9999)", R"("width": "1025")",
                               R"("steps": ["9", 0])", R"("batch_size": 64)"})
        EXPECT_EQ(reason(with(within), policy), "allowed") << within;
    const auto refused = check_policy(with(R"("width": 4097)"), policy);
    EXPECT_EQ(refused.error().fact("most"), "1024");
    EXPECT_EQ(refused.error().fact("input"), "width");
}

TEST(Glob, StarsStandForAnythingAndTakeNoTimeToFail) {
    EXPECT_TRUE(matches_glob("VHS_LoadVideoPath", "VHS_Load*Path"));
    EXPECT_TRUE(matches_glob("", "*"));
    EXPECT_TRUE(matches_glob("abcbd", "a*b?"));
    EXPECT_FALSE(matches_glob("abc", "a*b"));
    EXPECT_FALSE(matches_glob("", "?"));
    EXPECT_FALSE(matches_glob(std::string(100'000, 'a'), "*a*a*a*a*b"));
    EXPECT_EQ(folded("Load Image-From_URL"), "loadimagefromurl");
}

}  // namespace
}  // namespace divan::durable
