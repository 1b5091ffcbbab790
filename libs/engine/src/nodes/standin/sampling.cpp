#include "nodes/standin/sampling.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "nodes/pixels/resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"
#include "nodes/standin/colour.hpp"
#include "nodes/standin/noise.hpp"
#include "nodes/standin/painter.hpp"
#include "nodes/standin/stand_in.hpp"

namespace divan::engine::standin {

namespace {

constexpr double kMegapixel = 1'048'576;

/// The pictures of one run; `paint_next` is called once for each batch element.
class Easel {
public:
    explicit Easel(const SamplingJob& job) : job_{job} {}

    NodeResult<> prepare() {
        const Latent& latent = job_.latent;
        auto canvas = new_image(latent.batch, latent.height * 8, latent.width * 8, 3, 0.5F);
        if (!canvas) return tl::unexpected{std::move(canvas).error()};
        result_ = latent.picture ? *latent.picture : *std::move(canvas);
        if (!latent.noise_mask) return {};
        auto mask = resize(*latent.noise_mask, result_.width, result_.height, "bilinear");
        if (!mask) return tl::unexpected{std::move(mask).error()};
        mask_ = *std::move(mask);
        return {};
    }

    int painted() const { return next_; }

    void paint_next() {
        const int element = next_++;
        Image base = element_of(element);
        PaintOrder order;
        order.positive = job_.positive;
        order.negative = job_.negative;
        order.seed = seed_of(element);
        order.width = result_.width;
        order.height = result_.height;
        order.steps = job_.steps;
        order.cfg = job_.cfg;
        order.sampler = job_.sampler;
        order.scheduler = job_.scheduler;
        order.model = job_.model.name;
        order.loras = job_.model.loras;
        put(element, masked(base, repaint(base, paint(order), job_.from_noise), element));
    }

    /// The first picture in the latent's size.
    NodeResult<Image> thumbnail() const {
        return resize(element_of(0), job_.latent.width, job_.latent.height, "area");
    }

    Image take() { return std::move(result_); }

private:
    Image element_of(int element) const {
        Image one{1, result_.height, result_.width, 3};
        std::copy_n(result_.values.data() + result_.index(element, 0, 0, 0), one.values.size(),
                    one.values.begin());
        return one;
    }

    void put(int element, const Image& one) {
        std::copy(one.values.begin(), one.values.end(),
                  result_.values.data() + result_.index(element, 0, 0, 0));
    }

    Image masked(const Image& base, Image painted, int element) const {
        if (!mask_ || mask_->batch < 1) return painted;
        const float* share = mask_->values.data() + mask_->index(element % mask_->batch, 0, 0);
        for (std::size_t i = 0; i < painted.values.size(); ++i) {
            const float inside = clamp01(share[i / 3]);
            painted.values[i] =
                base.values[i] * (1 - inside) + painted.values[i] * inside;  // exact at both ends
        }
        return painted;
    }

    std::uint64_t seed_of(int element) const {
        const auto& chosen = job_.latent.batch_index;
        const auto index = static_cast<std::size_t>(element);
        const int number = index < chosen.size() ? chosen[index] : element;
        return number == 0 ? job_.seed : hash_of(static_cast<std::uint64_t>(number), job_.seed);
    }

    const SamplingJob& job_;
    Image result_;
    std::optional<Mask> mask_;
    int next_ = 0;
};

NodeResult<> check_channels(const SamplingJob& job) {
    const int wanted = job.model.latent_channels, given = job.latent.channels;
    if (wanted == given || !job.latent.picture) return {};  // empty latents are fitted to the model
    return raise("RuntimeError",
                 fmt::format("Given groups=1, weight of size [320, {0}, 3, 3], expected input[{1}, {2}, {3}, "
                             "{4}] to have {0} channels, but got {2} channels instead",
                             wanted, job.latent.batch, given, job.latent.height, job.latent.width));
}

std::chrono::nanoseconds step_time(const SamplingJob& job) {
    const double megapixels = 64.0 * job.latent.batch * job.latent.width * job.latent.height / kMegapixel;
    const std::chrono::duration<double> seconds{job.model.cost.seconds_per_step_and_megapixel * megapixels};
    return std::chrono::duration_cast<std::chrono::nanoseconds>(seconds);
}

Image blurred(const Image& image, int radius) {
    if (radius < 1) return image;
    Image result = image;
    for (const bool across : {true, false}) {
        const Image from = result;
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x)
                for (int c = 0; c < 3; ++c) {
                    float sum = 0;
                    for (int k = -radius; k <= radius; ++k)
                        sum += from.at(0, across ? y : std::clamp(y + k, 0, image.height - 1),
                                       across ? std::clamp(x + k, 0, image.width - 1) : x, c);
                    result.at(0, y, x, c) = sum / static_cast<float>(2 * radius + 1);
                }
    }
    return result;
}

/// The picture while it forms: coarse shapes first, in less and less noise.
Image preview_at(const Image& thumbnail, double noise, std::uint64_t seed) {
    const int radius =
        static_cast<int>(std::lround(noise * 0.10 * std::min(thumbnail.width, thumbnail.height)));
    return with_noise(blurred(thumbnail, radius), std::pow(noise, 1.4), seed);
}

/// The latent after the last step.
Latent finished(const SamplingJob& job, Easel& easel) {
    Latent latent = job.latent;
    latent.channels = job.model.latent_channels;
    latent.picture = easel.take();
    latent.noise_left = job.to_noise;
    latent.noise_seed = job.seed;
    latent.origin = fmt::format(
        "stand-in picture: no model was run, it is drawn from the words of the prompt (model {}, seed {})",
        job.model.name, job.seed);
    return latent;
}

NodeResult<> report(NodeHost& host, const SamplingJob& job, int step, const std::optional<Image>& thumbnail) {
    if (!thumbnail) return host.progress(step, job.count);
    const double done = static_cast<double>(step) / job.count;
    const double noise = job.from_noise + (job.to_noise - job.from_noise) * done;
    const Image preview = preview_at(*thumbnail, noise, hash_of(static_cast<std::uint64_t>(step), job.seed));
    return host.progress(step, job.count, &preview);
}

/// The batch is painted while the steps go by, so that an interruption does not wait for all of it.
NodeResult<> run_steps(NodeHost& host, const SamplingJob& job, Easel& easel) {
    const auto span = step_time(job);
    std::optional<Image> thumbnail;
    for (int step = 1; step <= job.count; ++step) {
        if (span.count() > 0)
            if (auto waited = host.wait(span); !waited) return waited;
        const long long due = (static_cast<long long>(step) * job.latent.batch + job.count - 1) / job.count;
        while (easel.painted() < due) easel.paint_next();
        if (step == 1 && host.previews_wanted()) {
            auto small = easel.thumbnail();
            if (!small) return tl::unexpected{std::move(small).error()};
            thumbnail = *std::move(small);
        }
        if (auto reported = report(host, job, step, thumbnail); !reported) return reported;
    }
    return {};
}

}  // namespace

NodeResult<Latent> sample(NodeHost& host, const SamplingJob& job, double vram_total_gb) {
    if (job.count <= 0) return job.latent;
    if (auto fits = check_channels(job); !fits) return tl::unexpected{std::move(fits).error()};
    const double needed_gb = vram_of(job.model, job.positive, job.negative);
    if (auto claimed = claim_vram(needed_gb, vram_total_gb); !claimed)
        return tl::unexpected{std::move(claimed).error()};
    Easel easel{job};
    if (auto prepared = easel.prepare(); !prepared) return tl::unexpected{std::move(prepared).error()};
    if (auto done = run_steps(host, job, easel); !done) return tl::unexpected{std::move(done).error()};
    return finished(job, easel);
}

}  // namespace divan::engine::standin
