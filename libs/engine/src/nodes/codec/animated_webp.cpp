#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <memory>
#include <new>

#include "nodes/codec/animation.hpp"
#include "nodes/codec/bytes.hpp"

namespace divan::engine::codec {

namespace {

struct EncoderEnd {
    void operator()(WebPAnimEncoder* encoder) const { WebPAnimEncoderDelete(encoder); }
};
struct MuxEnd {
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};
using AnimationEncoder = std::unique_ptr<WebPAnimEncoder, EncoderEnd>;
using Mux = std::unique_ptr<WebPMux, MuxEnd>;

/// Bytes that libwebp allocated.
struct Assembled : WebPData {
    Assembled() { WebPDataInit(this); }
    ~Assembled() { WebPDataClear(this); }
    Assembled(const Assembled&) = delete;
    Assembled& operator=(const Assembled&) = delete;
};

void check(bool done) {
    if (!done)
        throw std::bad_alloc{};  // sizes and options are within libwebp's limits: only memory can be missing
}

WebPConfig config_of(const WebpAnimation& animation) {
    WebPConfig config;
    check(WebPConfigInit(&config));
    config.lossless = animation.lossless ? 1 : 0;
    config.quality = static_cast<float>(std::clamp(animation.quality, 0, 100));
    config.method = std::clamp(animation.method, 0, 6);
    return config;
}

AnimationEncoder new_encoder(const Image& image, bool lossless) {
    WebPAnimEncoderOptions options;
    check(WebPAnimEncoderOptionsInit(&options));
    options.kmin = lossless ? 9 : 3;  // Pillow's distances between key frames
    options.kmax = lossless ? 17 : 5;
    AnimationEncoder encoder{WebPAnimEncoderNew(image.width, image.height, &options)};
    check(encoder != nullptr);
    return encoder;
}

void add_frame(WebPAnimEncoder* encoder, const Raster& raster, int timestamp_ms, const WebPConfig& config) {
    WebPPicture picture;
    check(WebPPictureInit(&picture));
    picture.use_argb = 1;
    picture.width = raster.width;
    picture.height = raster.height;
    const auto import = raster.channels == 4 ? &WebPPictureImportRGBA : &WebPPictureImportRGB;
    const bool added = import(&picture, raster.samples.data(), static_cast<int>(raster.stride())) &&
                       WebPAnimEncoderAdd(encoder, &picture, timestamp_ms, &config);
    WebPPictureFree(&picture);
    check(added);
}

std::string with_exif(const WebPData& animation, const std::string& exif) {
    if (exif.empty()) return {reinterpret_cast<const char*>(animation.bytes), animation.size};
    const Mux mux{WebPMuxCreate(&animation, 0)};
    check(mux != nullptr);
    WebPData chunk;
    chunk.bytes = reinterpret_cast<const std::uint8_t*>(exif.data());
    chunk.size = exif.size();
    check(WebPMuxSetChunk(mux.get(), "EXIF", &chunk, 0) == WEBP_MUX_OK);
    Assembled assembled;
    check(WebPMuxAssemble(mux.get(), &assembled) == WEBP_MUX_OK);
    return {reinterpret_cast<const char*>(assembled.bytes), assembled.size};
}

}  // namespace

std::string encode_animated_webp(const Image& image, const WebpAnimation& animation) {
    const WebPConfig config = config_of(animation);
    const AnimationEncoder encoder = new_encoder(image, animation.lossless);
    for (int frame = 0; frame < image.batch; ++frame)
        add_frame(encoder.get(), to_raster(image, frame), frame * animation.frame_ms, config);
    check(WebPAnimEncoderAdd(encoder.get(), nullptr, image.batch * animation.frame_ms, nullptr));
    Assembled assembled;
    check(WebPAnimEncoderAssemble(encoder.get(), &assembled));
    return with_exif(assembled, animation.exif);
}

}  // namespace divan::engine::codec
