#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "nodes/codec/formats.hpp"

namespace divan::engine::codec {

namespace {

struct DemuxerEnd {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
struct AnimationEnd {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, DemuxerEnd>;
using AnimationDecoder = std::unique_ptr<WebPAnimDecoder, AnimationEnd>;

WebPData view_of(std::string_view bytes) {
    WebPData data;
    data.bytes = reinterpret_cast<const std::uint8_t*>(bytes.data());
    data.size = bytes.size();
    return data;
}

struct Header {
    Demuxer demuxer;
    int width = 0, height = 0, frames = 1;
    bool alpha = false;
};

Result<Header> read_header(const WebPData& data) {
    Header header;
    header.demuxer = Demuxer{WebPDemux(&data)};
    if (!header.demuxer) return damaged("WebP", "its container is damaged or ends too early");
    header.width = static_cast<int>(WebPDemuxGetI(header.demuxer.get(), WEBP_FF_CANVAS_WIDTH));
    header.height = static_cast<int>(WebPDemuxGetI(header.demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
    header.frames = static_cast<int>(WebPDemuxGetI(header.demuxer.get(), WEBP_FF_FRAME_COUNT));
    const std::uint32_t flags = WebPDemuxGetI(header.demuxer.get(), WEBP_FF_FORMAT_FLAGS);
    WebPBitstreamFeatures features;
    header.alpha = (flags & ALPHA_FLAG) != 0 ||
                   (header.frames == 1 &&
                    WebPGetFeatures(data.bytes, data.size, &features) == VP8_STATUS_OK && features.has_alpha);
    if (auto fits = check_size("WebP", header.width, header.height, std::max(1, header.frames)); !fits)
        return fail(std::move(fits).error());
    return header;
}

int orientation_of(const Header& header) {
    WebPChunkIterator chunk;
    if (!WebPDemuxGetChunk(header.demuxer.get(), "EXIF", 1, &chunk)) return 1;
    const std::string_view block{reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size};
    const int orientation = exif_orientation(without_exif_mark(block));
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
}

/// Copies a decoded RGBA frame, without alpha when the picture has none.
void take_frame(const std::uint8_t* rgba, Image& image, int frame) {
    Raster raster{image.width, image.height, image.channels};
    const std::size_t count = raster.samples.size() / static_cast<std::size_t>(raster.channels);
    for (std::size_t i = 0; i < count; ++i)
        std::memcpy(raster.samples.data() + i * static_cast<std::size_t>(raster.channels), rgba + i * 4,
                    static_cast<std::size_t>(raster.channels));
    from_raster(raster, image, frame);
}

Result<void> decode_frames(const WebPData& data, const Header& header, Image& image) {
    WebPAnimDecoderOptions options;
    if (!WebPAnimDecoderOptionsInit(&options)) return damaged("WebP", "libwebp has another version");
    const AnimationDecoder decoder{WebPAnimDecoderNew(&data, &options)};
    if (!decoder) return damaged("WebP", "its frames cannot be decoded");
    for (int frame = 0; frame < header.frames; ++frame) {
        std::uint8_t* rgba = nullptr;
        int timestamp = 0;
        if (!WebPAnimDecoderGetNext(decoder.get(), &rgba, &timestamp))
            return damaged("WebP", "a frame is damaged");
        take_frame(rgba, image, frame);
    }
    return {};
}

Result<void> decode_still(const WebPData& data, const Header& header, Image& image) {
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(header.width) *
                                   static_cast<std::size_t>(header.height) * 4);
    if (!WebPDecodeRGBAInto(data.bytes, data.size, rgba.data(), rgba.size(), header.width * 4))
        return damaged("WebP", "its pixels are damaged");
    take_frame(rgba.data(), image, 0);
    return {};
}

/// Frees what the encoder wrote.
struct MemoryWriter : WebPMemoryWriter {
    MemoryWriter() { WebPMemoryWriterInit(this); }
    ~MemoryWriter() { WebPMemoryWriterClear(this); }
    MemoryWriter(const MemoryWriter&) = delete;
    MemoryWriter& operator=(const MemoryWriter&) = delete;
};

}  // namespace

Result<DecodedImage> decode_webp(std::string_view bytes) {
    const WebPData data = view_of(bytes);
    auto header = read_header(data);
    if (!header) return fail(std::move(header).error());
    DecodedImage decoded;
    decoded.image = Image{std::max(1, header->frames), header->height, header->width, header->alpha ? 4 : 3};
    const bool animated = WebPDemuxGetI(header->demuxer.get(), WEBP_FF_FORMAT_FLAGS) & ANIMATION_FLAG;
    auto done =
        animated ? decode_frames(data, *header, decoded.image) : decode_still(data, *header, decoded.image);
    if (!done) return fail(std::move(done).error());
    decoded.format = "webp";
    decoded.orientation = orientation_of(*header);
    return decoded;
}

std::string encode_webp_raster(const Raster& raster, int quality) {
    WebPConfig config;
    WebPPicture picture;
    if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) throw std::bad_alloc{};
    MemoryWriter writer;
    config.quality = static_cast<float>(std::clamp(quality, 1, 100));
    picture.width = raster.width;
    picture.height = raster.height;
    picture.writer = &WebPMemoryWrite;
    picture.custom_ptr = &writer;
    const auto import = raster.channels == 4 ? &WebPPictureImportRGBA : &WebPPictureImportRGB;
    const bool written = import(&picture, raster.samples.data(), static_cast<int>(raster.stride())) &&
                         WebPEncode(&config, &picture);
    WebPPictureFree(&picture);
    if (!written) throw std::bad_alloc{};
    return {reinterpret_cast<const char*>(writer.mem), writer.size};
}

}  // namespace divan::engine::codec
