#include "choice_types.hpp"

#include <algorithm>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "cpp_text.hpp"
#include "input_specs.hpp"

namespace divan::codegen {
namespace {

constexpr std::size_t kMostEnumerators = 128;

constexpr std::string_view kFileEndings[] = {
    "safetensors", "ckpt", "pt",     "pt2",   "pth",  "bin",    "pkl", "sft",  "onnx", "gguf", "engine",
    "yaml",        "yml",  "json",   "txt",   "csv",  "latent", "png", "jpg",  "jpeg", "webp", "gif",
    "bmp",         "tif",  "tiff",   "exr",   "hdr",  "svg",    "mp4", "webm", "mov",  "mkv",  "avi",
    "wav",         "mp3",  "flac",   "ogg",   "opus", "m4a",    "glb", "gltf", "obj",  "stl",  "fbx",
    "ply",         "usdz", "ksplat", "splat", "spz",  "ttf",    "otf", "zip"};

/// Lists of model files that also hold names of their own ("pixel_space"), or none on a server without
/// models.
constexpr std::string_view kFileInputs[] = {"ckpt_name", "vae_name",         "lora_name",
                                            "unet_name", "control_net_name", "existing_lora"};

bool is_file_name(std::string_view text) {
    const auto dot = text.rfind('.');
    const std::string ending = dot == std::string_view::npos ? "" : to_lower(text.substr(dot + 1));
    return std::find(std::begin(kFileEndings), std::end(kFileEndings), ending) != std::end(kFileEndings);
}

bool lists_files(const InputSpec& spec, const json::Array& choices) {
    for (const std::string_view flag :
         {"image_upload", "audio_upload", "video_upload", "file_upload", "remote"})
        if (spec.option(flag)) return true;
    if (std::find(std::begin(kFileInputs), std::end(kFileInputs), spec.name) != std::end(kFileInputs))
        return true;
    return std::any_of(choices.begin(), choices.end(), [](const json::Value& choice) {
        return is_file_name(json::text_of(choice).value_or(""));
    });
}

std::string key_of(const std::vector<const json::Value*>& choices) {
    json::Array list;
    for (const auto* choice : choices) list.push_back(*choice);
    return json::write_python(list);
}

std::optional<std::vector<const json::Value*>> distinct_choices(const json::Array& listed) {
    std::vector<const json::Value*> choices;
    std::set<std::string> seen;
    for (const auto& choice : listed) {
        if (json::object_of(choice) || json::array_of(choice)) return std::nullopt;
        const bool spellable = string_literal(json::text_of(choice).value_or("")).has_value();
        if (spellable && seen.insert(json::write_python(choice)).second) choices.push_back(&choice);
        if (choices.size() > kMostEnumerators) return std::nullopt;
    }
    if (choices.empty()) return std::nullopt;
    return choices;
}

/// Of an output that is a list of choices.
std::optional<std::string> list_key(const json::Value& output_type) {
    const auto* listed = json::array_of(output_type);
    const auto choices = listed ? distinct_choices(*listed) : std::nullopt;
    if (!choices) return std::nullopt;
    return key_of(*choices);
}

/// "concept3" and "concept" name the same list.
std::string base_name(std::string_view input) {
    std::string name = identifier(input);
    const auto last = name.find_last_not_of("0123456789_");
    if (last != std::string::npos) name.resize(last + 1);
    return pascal_case(name);
}

std::string enumerator_text(const json::Value& choice) {
    std::string text = json::is_text(choice) ? std::string{*json::text_of(choice)} : json::write(choice);
    return text.starts_with('-') && text.size() > 1 ? "minus_" + text.substr(1) : text;
}

ChoiceType make_type(const std::string& base_name, const std::vector<const json::Value*>& choices) {
    ChoiceType type;
    type.base_name = base_name;
    type.texts_only = std::all_of(choices.begin(), choices.end(),
                                  [](const auto* choice) { return json::is_text(*choice); });
    NameScope scope{{"Known", "known", "kTexts", "Choice", "Json", "value"}};
    for (const auto* choice : choices) {
        const std::string text =
            type.texts_only ? std::string{*json::text_of(*choice)} : json::write_python(*choice);
        type.literals.push_back(*string_literal(text));
        type.enumerators.push_back(scope.take(identifier(enumerator_text(*choice))));
    }
    return type;
}

}  // namespace

std::optional<std::vector<const json::Value*>> enumerable_choices(const InputSpec& spec) {
    const auto* listed = spec.choices();
    if (!listed || lists_files(spec, *listed)) return std::nullopt;
    return distinct_choices(*listed);
}

std::string enumerator(const ChoiceType& type, std::size_t index, const std::string& local_name) {
    const std::string& struct_name = type.shared_name.empty() ? local_name : type.shared_name;
    return type.enumerators[index] + (type.enumerators[index] == struct_name ? "_" : "");
}

ChoiceTypes::ChoiceTypes(const std::vector<const NodeInfo*>& nodes, NameScope& scope) {
    for (const NodeInfo* node : nodes) {
        for_each_input(node->inputs, [&](const std::string& path, const InputSpec& spec) {
            if (spec.is_choice()) add(node->class_type, path, spec);
        });
        for (const OutputSpec& output : node->outputs)
            if (const auto key = list_key(*output.type)) output_lists_.insert(*key);
    }
    name_shared_types(scope);
}

void ChoiceTypes::add(const std::string& class_type, const std::string& path, const InputSpec& spec) {
    const auto choices = enumerable_choices(spec);
    if (!choices) return;
    const Key key{base_name(spec.name), key_of(*choices)};
    auto [at, fresh] = types_.try_emplace(key);
    if (fresh) {
        at->second = make_type(key.first, *choices);
        at->second.first_use = class_type + '.' + path;
    }
    ++at->second.uses;
    classes_[key].insert(class_type);
}

/// A list that most inputs of its name have gets the plain name; the others are named after the first class
/// as well.
void ChoiceTypes::name_shared_types(NameScope& scope) {
    std::map<std::string, std::size_t> uses;
    for (const auto& [key, type] : types_) uses[key.first] += type.uses;
    for (const bool plain : {true, false})
        for (auto& [key, type] : types_) {
            const auto& classes = classes_[key];
            if (classes.size() == 1 && !output_lists_.contains(key.second)) continue;
            if ((type.uses * 2 > uses[key.first]) != plain) continue;
            type.shared_name =
                scope.take((plain ? "" : pascal_case(identifier(*classes.begin()))) + key.first);
        }
}

const ChoiceType* ChoiceTypes::of_input(const InputSpec& spec) const {
    const auto choices = spec.is_choice() ? enumerable_choices(spec) : std::nullopt;
    const auto found = choices ? types_.find({base_name(spec.name), key_of(*choices)}) : types_.end();
    return found == types_.end() ? nullptr : &found->second;
}

const ChoiceType* ChoiceTypes::of_output(const json::Value& output) const {
    const auto list = list_key(output);
    const auto found = std::find_if(types_.begin(), types_.end(),
                                    [&](const auto& type) { return type.first.second == list; });
    return found == types_.end() ? nullptr : &found->second;
}

}  // namespace divan::codegen
