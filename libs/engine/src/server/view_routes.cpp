#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>

#include <divan/engine/image_codec.hpp>
#include "server/annotated_name.hpp"
#include "server/file_answer.hpp"
#include "server/safetensors.hpp"
#include "server/site.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

constexpr int kDefaultQuality = 90, kBestQuality = 100;
constexpr int kPillowPngLevel = 6;

/// "webp;80", "jpeg", "50".
struct PreviewWish {
    bool jpeg = false;
    int quality = kDefaultQuality;
};

PreviewWish read_wish(const Request& request) {
    const auto words = split(request.asked_or("preview", ""), ';');
    PreviewWish wish;
    wish.jpeg = words.front() == "jpeg" && request.asked_or("channel", "").find('a') == std::string::npos;
    const std::string& last = words.back();
    const bool digits =
        !last.empty() && std::ranges::all_of(last, [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!digits) return wish;
    const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), wish.quality);
    if (error != std::errc{}) wish.quality = kBestQuality + 1;
    return wish;
}

Image without_alpha(const Image& image) {
    Image out{1, image.height, image.width, 3};
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            for (int c = 0; c < 3; ++c) out.at(0, y, x, c) = image.at(0, y, x, c);
    return out;
}

/// Black, with the alpha of the picture, or opaque where it has none.
Image only_alpha(const Image& image) {
    Image out{1, image.height, image.width, 4};
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            out.at(0, y, x, 3) = image.channels == 4 ? image.at(0, y, x, 3) : 1.0F;
    return out;
}

void name_it(Answer& answer, const std::string& file_name) {
    answer.reply.headers.set("Content-Disposition", fmt::format("filename=\"{}\"", file_name));
}

Answer preview(const Image& image, const PreviewWish& wish, const Request& request) {
    // Pillow refuses a WebP quality beyond 100; JPEG takes any and stops at 100 (here at 95, the codec's
    // best).
    if (!wish.jpeg && wish.quality > kBestQuality) return server_error(request);
    if (wish.jpeg)
        return bytes_answer(encode_jpeg(without_alpha(image), 0, std::clamp(wish.quality, 1, 95)),
                            "image/jpeg");
    const bool flat = request.asked_or("channel", "") == "rgb" && image.channels == 4;
    return bytes_answer(encode_webp(flat ? without_alpha(image) : image, 0, std::max(wish.quality, 1)),
                        "image/webp");
}

Answer decoded_view(const fs::path& file, const Request& request) {
    const auto bytes = read_file(file);
    const auto picture = bytes ? decode_image(*bytes) : Result<DecodedImage>{fail(bytes.error())};
    if (!picture) return server_error(request);
    if (request.asked("preview")) return preview(picture->image, read_wish(request), request);
    const bool colours = request.asked_or("channel", "rgba") == "rgb";
    const Image shown = colours ? without_alpha(picture->image) : only_alpha(picture->image);
    return bytes_answer(encode_png(shown, 0, {}, kPillowPngLevel), "image/png");
}

/// Types that a browser would run come as a download.
std::string safe_type(const std::string& file_name) {
    const std::string type = media_type(file_name);
    const bool runs = type == "text/html" || type == "application/xhtml+xml" || type == "text/javascript" ||
                      type == "text/css";
    return runs ? "application/octet-stream" : type;
}

Answer view(const Site& site, const Request& request) {
    const auto asked = request.asked("filename");
    if (!asked) return empty_answer(404);
    const AnnotatedName name = annotated_name(*asked);
    if (!name.acceptable()) return empty_answer(400);
    const auto base = folder_of_type(site.folders, name.type.value_or(request.asked_or("type", "output")));
    if (!base) return empty_answer(400);
    const auto folder = inside(*base, request.asked_or("subfolder", ""));
    if (!folder) return empty_answer(403);
    const std::string file_name = fs::path{name.name}.filename().string();
    const fs::path file = *folder / file_name;
    std::error_code ignored;
    if (file_name.empty() || !fs::is_regular_file(file, ignored)) return empty_answer(404);
    const std::string channel = request.asked_or("channel", "rgba");
    const bool plain = !request.asked("preview") && channel != "rgb" && channel != "a";
    Answer answer = plain ? file_answer(file, request, safe_type(file_name)) : decoded_view(file, request);
    if (answer.reply.status < 400 || answer.reply.status == 416) name_it(answer, file_name);
    return answer;
}

Answer view_metadata(const Site& site, const Request& request) {
    const std::string name = request.asked_or("filename", "");
    if (!name.ends_with(".safetensors")) return empty_answer(404);
    const auto folder = inside(site.models, request.parameter("folder"));
    const auto file = folder ? inside(*folder, name) : std::nullopt;
    const auto metadata = file ? safetensors_metadata(*file) : std::nullopt;
    return metadata ? json_answer(*metadata) : empty_answer(404);
}

}  // namespace

void add_view_routes(Router& router, Site& site) {
    router.add("GET", "/view", [&site](const Request& request) { return view(site, request); });
    router.add("GET", "/view_metadata/{folder}",
               [&site](const Request& request) { return view_metadata(site, request); });
}

}  // namespace divan::engine
