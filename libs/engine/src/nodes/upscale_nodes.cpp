#include <algorithm>
#include <chrono>
#include <cmath>

#include "nodes/families.hpp"
#include "nodes/pixels/filters.hpp"
#include "nodes/pixels/resize.hpp"
#include "nodes/standin/stand_in.hpp"

/// Infos and tiles: ComfyUI 0.3.64, comfy_extras/nodes_upscale_model.py and comfy/utils.py
/// `get_tiled_scale_steps`.
namespace divan::engine {

namespace {

constexpr int kTile = 512, kOverlap = 32;
constexpr double kMegapixel = 1'048'576;

/// "4x-UltraSharp.pth", "RealESRGAN_x2plus.pth": the factor stands beside an x. 4 when there is none.
int scale_of(const std::string& file) {
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (file[i] != 'x' && file[i] != 'X') continue;
        for (const std::size_t beside : {i + 1, i == 0 ? i + 1 : i - 1}) {
            const char digit = beside < file.size() ? file[beside] : '\0';
            if (digit == '1' || digit == '2' || digit == '3' || digit == '4' || digit == '8')
                return digit - '0';
        }
    }
    return 4;
}

int tiles_along(int side) {
    return side <= kTile ? 1 : (side - kOverlap + kTile - kOverlap - 1) / (kTile - kOverlap);
}

/// Works through the tiles as a model would: time and progress for each.
NodeResult<> work_through(NodeHost& host, const UpscaleModel& model, const Image& image) {
    const int steps = image.batch * tiles_along(image.width) * tiles_along(image.height);
    const double megapixels =
        static_cast<double>(image.batch) * image.width * image.height / kMegapixel / steps;
    const std::chrono::duration<double> seconds{model.cost.seconds_per_step_and_megapixel * megapixels};
    for (int step = 1; step <= steps; ++step) {
        if (seconds.count() > 0)
            if (auto waited = host.wait(std::chrono::duration_cast<std::chrono::nanoseconds>(seconds));
                !waited)
                return waited;
        if (auto reported = host.progress(step, steps); !reported) return reported;
    }
    return {};
}

NodeResult<StandIn<Image>> enlarge(NodeHost& host, const UpscaleModel& model, const Image& image,
                                   double vram_total_gb) {
    if (auto claimed = claim_vram(model.cost.vram_gb, vram_total_gb); !claimed)
        return tl::unexpected{std::move(claimed).error()};
    auto large = resize(image, image.width * model.scale, image.height * model.scale, "lanczos");
    if (!large) return tl::unexpected{std::move(large).error()};
    if (auto worked = work_through(host, model, image); !worked)
        return tl::unexpected{std::move(worked).error()};
    if (large->width > 4 && large->height > 4) large = sharpen(*large, 2, 1.0, 0.05);
    if (!large) return tl::unexpected{std::move(large).error()};
    return StandIn<Image>{*std::move(large), "stand-in picture: enlarged without the model " + model.name};
}

NodeInfo loader_info(const ModelCosts& costs) {
    const auto found = costs.files.find("upscale_models");
    return NodeInfo{"UpscaleModelLoader", "Load Upscale Model", "loaders", "comfy_extras.nodes_upscale_model"}
        .required("model_name", choice_v3(found == costs.files.end() ? Choices{} : found->second))
        .output("UPSCALE_MODEL")
        .v3();
}

NodeInfo upscale_info() {
    return NodeInfo{"ImageUpscaleWithModel", "Upscale Image (using Model)", "image/upscaling",
                    "comfy_extras.nodes_upscale_model"}
        .required("upscale_model", socket("UPSCALE_MODEL").with_options())
        .required("image", socket("IMAGE").with_options())
        .output("IMAGE")
        .v3();
}

}  // namespace

NodeClasses upscale_nodes(const ModelCosts& costs) {
    NodeClasses nodes;
    nodes.push_back(make_node(loader_info(costs),
                              compute(
                                  [costs, notice = StandInNotice{"UpscaleModelLoader"}](
                                      NodeHost& host, const std::string& file) -> NodeResult<UpscaleModel> {
                                      notice.say(host);
                                      const ModelCost cost = costs.cost_of(file);
                                      if (auto loaded = wait_for_load(host, cost); !loaded)
                                          return tl::unexpected{std::move(loaded).error()};
                                      return UpscaleModel{file, scale_of(file), cost};
                                  },
                                  {"model_name"})));
    nodes.push_back(make_node(
        upscale_info(), compute(
                            [vram_gb = costs.vram_total_gb, notice = StandInNotice{"ImageUpscaleWithModel"}](
                                NodeHost& host, const UpscaleModel& model, const Image& image) {
                                notice.say(host);
                                return enlarge(host, model, image, vram_gb);
                            },
                            {"upscale_model", "image"})));
    return nodes;
}

}  // namespace divan::engine
