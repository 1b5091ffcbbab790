
#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/net/multipart.hpp>

#include <divan/engine/image_codec.hpp>
#include "server/annotated_name.hpp"
#include "server/site.hpp"

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

using Parts = std::vector<net::ReceivedPart>;

const net::ReceivedPart* part(const Parts& parts, std::string_view name) {
    for (const auto& candidate : parts)
        if (candidate.name == name) return &candidate;
    return nullptr;
}

std::string text_of(const Parts& parts, std::string_view name, std::string_view otherwise) {
    const auto* found = part(parts, name);
    return found ? found->content : std::string{otherwise};
}

/// Where an upload goes.
struct Target {
    fs::path folder;
    std::string name;       ///< as answered
    std::string subfolder;  ///< as sent
    fs::path file() const { return folder / name; }
};

bool same_content(const fs::path& file, const std::string& content) {
    const auto stored = read_file(file);
    return stored && *stored == content;
}

/// "a (1).png" and so on until the name is free. True when a file with this very content stands there
/// already.
bool find_free_name(Target& target, const std::string& content) {
    const fs::path given{target.name};
    const std::string stem = (given.parent_path() / given.stem()).string(),
                      ending = given.extension().string();
    std::error_code ignored;
    for (int count = 1; fs::exists(target.file(), ignored); ++count) {
        if (same_content(target.file(), content)) return true;
        target.name = fmt::format("{} ({}){}", stem, count, ending);
    }
    return false;
}

using Save = std::function<Result<void>(const fs::path& file, const net::ReceivedPart& image)>;

/// The shared half of both uploads (ComfyUI 0.3.64, server.py `image_upload`).
Answer store(const Site& site, const Request& request, const Parts& parts, const Save& save) {
    const auto* image = part(parts, "image");
    if (!image || (!image->is_file && image->content.empty())) return empty_answer(400);
    // ComfyUI takes a text field, and a file without a name (which its form parser makes a text), for a
    // crash.
    if (!image->is_file || image->file_name.empty()) return server_error(request);
    const std::string type = text_of(parts, "type", "input");
    const auto base = folder_of_type(site.folders, type);
    if (!base) return server_error(request);
    Target target{{}, image->file_name, text_of(parts, "subfolder", "")};
    const auto folder = inside(*base, target.subfolder);
    if (!folder || !inside(*base, *folder / target.name) || target.name.find('\0') != std::string::npos)
        return empty_answer(400);
    target.folder = *folder;
    std::error_code error;
    fs::create_directories(target.folder, error);
    const std::string overwrite = text_of(parts, "overwrite", "");
    const bool replace = overwrite == "true" || overwrite == "1";
    const bool there = !replace && find_free_name(target, image->content);
    if (!there && !save(target.file(), *image)) return server_error(request);
    return json_answer(json::Object{{"name", target.name}, {"subfolder", target.subfolder}, {"type", type}});
}

Result<void> save_bytes(const fs::path& file, const net::ReceivedPart& image) {
    if (!fs::is_directory(file.parent_path())) return fail(Errc::io_failed, "the folder does not exist");
    return write_file(file, image.content);
}

/// The picture that a mask is for; nothing when the reference leads nowhere: ComfyUI then answers 200 and
/// stores nothing.
std::optional<fs::path> referenced(const Site& site, const json::Value& reference) {
    const AnnotatedName name = annotated_name(json::text_or(reference, "filename"));
    if (!name.acceptable()) return std::nullopt;
    const auto base =
        folder_of_type(site.folders, name.type.value_or(json::text_or(reference, "type", "output")));
    const auto folder = base ? inside(*base, json::text_or(reference, "subfolder")) : std::nullopt;
    if (!folder || !fs::is_regular_file(*folder / name.name)) return std::nullopt;
    return *folder / name.name;
}

Image with_alpha_of(const Image& picture, const Image& mask) {
    Image out{1, picture.height, picture.width, 4, 1};
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            for (int c = 0; c < 3; ++c) out.at(0, y, x, c) = picture.at(0, y, x, c);
            if (mask.channels == 4) out.at(0, y, x, 3) = mask.at(0, y, x, 3);
        }
    return out;
}

/// Errors: where ComfyUI raises (no JSON reference, no pictures, sizes that differ).
Result<void> save_mask(const Site& site, const Parts& parts, const fs::path& file,
                       const net::ReceivedPart& image) {
    const auto reference = json::parse(text_of(parts, "original_ref", ""));
    if (!reference) return fail(reference.error());
    if (!json::find(*reference, "filename"))
        return fail(Errc::invalid_argument, "original_ref names no file");
    const auto original = referenced(site, *reference);
    if (!original) return {};
    const auto bytes = read_file(*original);
    if (!bytes) return fail(bytes.error());
    const auto picture = decode_image(*bytes), mask = decode_image(image.content);
    if (!picture || !mask) return fail(Errc::invalid_argument, "no picture");
    if (picture->image.width != mask->image.width || picture->image.height != mask->image.height)
        return fail(Errc::invalid_argument, "the sizes of picture and mask differ");
    return write_file(file, encode_png(with_alpha_of(picture->image, mask->image), 0, picture->text_chunks));
}

/// Nothing for a body that is no form: ComfyUI then finds no `image` part.
Parts form(const Request& request) {
    const std::string boundary = net::multipart_boundary(request.headers.find("Content-Type").value_or(""));
    auto parts = boundary.empty() ? Result<Parts>{Parts{}} : net::read_multipart(request.body, boundary);
    return parts ? std::move(*parts) : Parts{};
}

Answer upload_image(const Site& site, const Request& request) {
    return store(site, request, form(request), save_bytes);
}

Answer upload_mask(const Site& site, const Request& request) {
    const Parts parts = form(request);
    return store(site, request, parts, [&](const fs::path& file, const net::ReceivedPart& image) {
        return save_mask(site, parts, file, image);
    });
}

}  // namespace

void add_upload_routes(Router& router, Site& site) {
    router.add("POST", "/upload/image",
               [&site](const Request& request) { return upload_image(site, request); });
    router.add("POST", "/upload/mask",
               [&site](const Request& request) { return upload_mask(site, request); });
}

}  // namespace divan::engine
