#pragma once

#include <divan/engine/image_codec.hpp>

#include "support/v2_fixture.hpp"

namespace divan::gateway {

#ifdef DIVAN_INSTRUMENTED
inline constexpr bool kInstrumented = true;  ///< workers then have no bound of memory
#else
inline constexpr bool kInstrumented = false;
#endif

/// With pictures that are worked on, by the program that the build made for it.
class MediaTest : public V2Test {
protected:
    MediaTest() {
        config.media.pictures.program = DIVAN_PICTURE_WORKER;
        config.media.pictures.arguments.clear();
    }
    /// Of one colour, with what ComfyUI writes into its own.
    static std::string png(int width, int height, int channels = 3, float fill = 0.5F) {
        return engine::encode_png(engine::Image{1, height, width, channels, fill}, 0,
                                  {{"prompt", R"({"3": "a secret"})"}, {"workflow", "{}"}});
    }
    static std::string picture(const std::string& asset, const std::string& query = {}) {
        return "/api/v2/divan/assets/" + asset + "/picture" + query;
    }
    static engine::Image image_in(const std::string& bytes) {
        auto decoded = engine::decode_image(bytes);
        if (!decoded) throw std::runtime_error(describe(decoded.error()));
        return std::move(decoded->image);
    }
    static std::string header(const Reply& reply, const std::string& name) {
        const auto value = reply.headers.find(name);
        return value ? std::string{*value} : std::string{};
    }
    /// Files that were left in the folder for files on their way.
    std::size_t left_over() {
        test::settle(io, 50ms);  // the answer is here before the request is forgotten
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator{config.data_folder / "scratch"})
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }
};

}  // namespace divan::gateway
