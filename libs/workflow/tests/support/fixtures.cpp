#include <map>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/workflow/python_text.hpp>

#include "support/fixtures.hpp"

namespace divan::test {

json::Value data_file(const std::string& name) {
    return from_text(read_file(std::string{DIVAN_SOURCE_DIR "/libs/workflow/tests/data/"} + name).value());
}

json::Value from_text(std::string_view text) { return json::parse(text).value(); }

const NodeCatalogue& catalogue() {
    static const NodeCatalogue kCatalogue = NodeCatalogue::from_json(data_file("object_info.json")).value();
    return kCatalogue;
}

Workflow red_fox() {
    return Workflow::parse(R"({
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "random-sd15.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a red fox", "clip": ["4", 1]},
              "_meta": {"title": "Positive prompt"}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "text, watermark", "clip": ["4", 1]},
              "_meta": {"title": "Negative prompt"}},
        "3": {"class_type": "KSampler", "inputs": {"seed": -1, "steps": 20, "cfg": 7.50, "sampler_name": "euler",
              "scheduler": "normal", "denoise": 1, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0],
              "latent_image": ["5", 0]}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "fox"}}})")
        .value();
}

Workflow long_chain(int inverts) {
    std::string text =
        R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0}})";
    for (int i = 2; i < inverts + 2; ++i)
        text += ", \"" + std::to_string(i) + R"(": {"class_type": "ImageInvert", "inputs": {"image": [")" +
                std::to_string(i - 1) + R"(", 0]}})";
    text += R"(, "out": {"class_type": "SaveImage", "inputs": {"filename_prefix": "x", "images": [")" +
            std::to_string(inverts + 1) + R"(", 0]}}})";
    return Workflow::parse(text).value();
}

namespace {

CustomValidation load_image() {
    CustomValidation validation;
    validation.inputs = {"image"};
    validation.run = [](const json::Object& arguments) -> PythonResult<json::Value> {
        return json::Value("Invalid image file: " + python_str(arguments.at("image")));
    };
    return validation;
}

CustomValidation trap_validate() {
    CustomValidation validation;
    validation.inputs = {"n", "mode"};
    validation.run = [](const json::Object& arguments) -> PythonResult<json::Value> {
        if (json::to_int64(arguments.at("n")) == 7) return json::Value("seven is not allowed");
        return json::Value(true);
    };
    return validation;
}

}  // namespace

const CustomValidation* recorded_validations(std::string_view class_type) {
    static const std::map<std::string_view, CustomValidation> kAll = {{"LoadImage", load_image()},
                                                                      {"TrapValidate", trap_validate()}};
    const auto found = kAll.find(class_type);
    return found == kAll.end() ? nullptr : &found->second;
}

}  // namespace divan::test
