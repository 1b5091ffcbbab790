#include "support/random_catalogue.hpp"

#include <iterator>
#include <limits>
#include <string>
#include <string_view>

namespace divan::test {
namespace {

constexpr std::string_view kNames[] = {
    "KSampler",  "KSampler ", "KSampler!",    "image",      "Image",      "IMAGE",  "mode",  "Mode",
    "model",     "class",     "int",          "auto",       "NULL",       "errno",  "linux", "Required",
    "types",     "Outputs",   "Known",        "known",      "kTexts",     "Choice", "Json",  "ModeChoice",
    "Mode_2",    "value",     "to_",          "id",         "std",        "divan",  "comfy", "",
    " ",         "_",         "__x",          "_X",         "9",          "-1",     "a\\",   "\\",
    "*/ int x;", "\"; } //",  "R\"x(",        "\n#error x", "\r\nint x;", "?\?/",   "{}",    "{0}",
    "%s%n",      "a::b",      "图像",         "🎨",         "\u202e",     "\u2028", "é",     "x20",
    " 20",       "a_x20b",    "\xed\xb2\x80", "a,b",        ",",          "*"};
constexpr std::string_view kTypes[] = {"INT",
                                       "FLOAT",
                                       "STRING",
                                       "BOOLEAN",
                                       "COMBO",
                                       "IMAGE",
                                       "MODEL",
                                       "*",
                                       "INT,FLOAT",
                                       "STRING, IMAGE",
                                       "image",
                                       "WEBCAM",
                                       "COMFY_MATCHTYPE_V3",
                                       "COMFY_AUTOGROW_V3",
                                       "COMFY_DYNAMICCOMBO_V3",
                                       "COMFY_DYNAMICSLOT_V3"};

template <class Items>
auto pick(Rng& rng, const Items& items) {
    return items[rng.upto(std::size(items) - 1)];
}

bool chance(Rng& rng, int one_in) { return rng.upto(static_cast<std::uint64_t>(one_in) - 1) == 0; }

std::string name(Rng& rng) {
    std::string text{pick(rng, kNames)};
    if (chance(rng, 4)) text += pick(rng, kNames);
    if (chance(rng, 30)) text += std::string(300, 'x');
    if (chance(rng, 40)) text += '\0';
    return text;
}

json::Value scalar(Rng& rng) {
    switch (rng.upto(8)) {
        case 0:
            return nullptr;
        case 1:
            return chance(rng, 2);
        case 2:
            return rng.next();
        case 3:
            return static_cast<std::int64_t>(rng.next());
        case 4:
            return std::numeric_limits<std::int64_t>::min();
        case 5:
            return (rng.unit() - 0.5) * 1e3;
        case 6:
            return std::numeric_limits<double>::infinity();
        case 7:
            return 1e300;
        default:
            return json::Value(name(rng));
    }
}

json::Array list(Rng& rng, std::uint64_t most) {
    json::Array items;
    for (auto count = rng.upto(most); count > 0; --count) items.push_back(scalar(rng));
    return items;
}

json::Value type(Rng& rng) {
    if (chance(rng, 3)) return list(rng, 6);
    if (chance(rng, 6)) return json::Value(name(rng));
    return json::Value(pick(rng, kTypes));
}

json::Value inputs(Rng& rng, int depth);

json::Object options(Rng& rng, int depth) {
    json::Object result;
    if (chance(rng, 2)) result["default"] = chance(rng, 5) ? json::Value(list(rng, 3)) : scalar(rng);
    if (chance(rng, 3)) result["min"] = scalar(rng);
    if (chance(rng, 3)) result["tooltip"] = name(rng);
    if (chance(rng, 4)) result["multiselect"] = true;
    if (chance(rng, 2)) result["options"] = list(rng, 5);
    if (depth == 0) return result;
    if (chance(rng, 2)) result["inputs"] = inputs(rng, depth - 1);
    if (chance(rng, 3)) {
        json::Array several;
        for (int i = 0; i < 3; ++i)
            several.push_back(json::Object{{"key", name(rng)}, {"inputs", inputs(rng, depth - 1)}});
        result["options"] = std::move(several);
    }
    json::Object form{{"input", inputs(rng, depth - 1)},
                      {"prefix", name(rng)},
                      {"min", rng.upto(3)},
                      {"max", rng.upto(20)}};
    if (chance(rng, 3)) form["names"] = list(rng, 4);
    if (chance(rng, 2)) form["allowed_types"] = pick(rng, kTypes);
    form["template_id"] = "t";
    result["template"] = std::move(form);
    return result;
}

json::Value inputs(Rng& rng, int depth) {
    json::Object sections;
    for (const std::string_view section : {"required", "optional"}) {
        json::Object specs;
        for (auto count = rng.upto(4); count > 0; --count) {
            json::Array spec;
            spec.push_back(type(rng));
            if (!chance(rng, 4)) spec.push_back(options(rng, depth));
            specs[name(rng)] = chance(rng, 20) ? scalar(rng) : json::Value(std::move(spec));
        }
        sections[section] = std::move(specs);
    }
    return sections;
}

}  // namespace

json::Value random_catalogue(Rng& rng, int classes) {
    json::Object all;
    for (int i = 0; i < classes; ++i) {
        json::Object node{{"input", inputs(rng, 3)},
                          {"category", name(rng)},
                          {"description", name(rng)},
                          {"deprecated", chance(rng, 5)}};
        json::Array outputs, names;
        for (auto count = rng.upto(4); count > 0; --count) {
            outputs.push_back(chance(rng, 10) ? scalar(rng) : type(rng));
            names.push_back(scalar(rng));
        }
        node["output"] = std::move(outputs);
        node["output_name"] = std::move(names);
        node["output_matchtypes"] = json::Array{json::Value("t"), json::Value("t"), json::Value(nullptr)};
        all[name(rng)] = std::move(node);
    }
    return all;
}

}  // namespace divan::test
