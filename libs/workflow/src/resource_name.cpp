#include <divan/workflow/resource_name.hpp>

#include <algorithm>
#include <array>

#include <divan/base/text.hpp>

namespace divan {
namespace {

using namespace std::string_view_literals;

constexpr std::array kExtensions{"safetensors"sv, "sft"sv, "ckpt"sv, "pt"sv,  "pth"sv,  "bin"sv, "gguf"sv,
                                 "onnx"sv,        "pkl"sv, "npz"sv,  "vae"sv, "yaml"sv, "yml"sv};

}  // namespace

bool is_resource_name(std::string_view text) {
    const auto dot = text.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string extension = to_lower(text.substr(dot + 1));
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

}  // namespace divan
