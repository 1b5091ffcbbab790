#include "input_files.hpp"

#include <algorithm>

#include <divan/base/scratch_file.hpp>
#include <divan/base/text.hpp>
#include <divan/net/blocking_work.hpp>

namespace divan::durable {
namespace {

constexpr auto kUploadTime = std::chrono::minutes{30};
constexpr std::size_t kLongestExtension = 8;
const std::string kFolder = "divan";

/// Some loaders go by the extension. The owner's own, when it is harmless; else by the content.
std::string extension_of(const store::Asset& asset) {
    const auto dot = asset.name.rfind('.');
    if (dot != std::string::npos) {
        const std::string own = to_lower(asset.name.substr(dot + 1));
        const bool plain =
            !own.empty() && own.size() <= kLongestExtension &&
            std::ranges::all_of(own, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
        if (plain) return own;
    }
    const std::string& type = asset.blob.content_type;
    const auto slash = type.find('/');
    const std::string kind = slash == std::string::npos ? "" : type.substr(slash + 1);
    for (const char* known : {"png", "webp", "gif", "avif", "mp4", "webm", "wav", "flac", "ogg", "json"})
        if (kind == known) return known;
    return kind == "jpeg" ? "jpg" : "bin";
}

/// As far as its type goes.
bool may_be_scaled(const store::Asset& asset, const InputScaling& scaling) {
    const std::string& type = asset.blob.content_type;
    return scaling.max_side > 0 && scaling.scale &&
           (type == "image/png" || type == "image/jpeg" || type == "image/webp");
}

Error in_the_way(const Error& why) {
    Error error = why;
    if (error.code == Errc::in_doubt)
        error.code = Errc::connection_lost;  // sending a file twice does no harm
    return error;
}

}  // namespace

std::string server_name(const store::Asset& asset, const InputScaling& scaling) {
    const std::string mark =
        may_be_scaled(asset, scaling) ? "_max" + std::to_string(scaling.max_side) : std::string{};
    return asset.blob.hash + mark + "." + extension_of(asset);
}

std::map<store::AssetId, std::string> texts_for(const std::vector<store::Asset>& assets,
                                                const InputScaling& scaling) {
    std::map<store::AssetId, std::string> texts;
    for (const store::Asset& asset : assets)
        texts.emplace(asset.id, kFolder + "/" + server_name(asset, scaling));
    return texts;
}

asio::awaitable<Result<void>> InputFiles::send(Upload upload) {
    const std::string name = upload.name;
    auto stored = co_await upload_image(server_.connection(), std::move(upload), within(kUploadTime));
    if (!stored) co_return fail(in_the_way(stored.error()));
    if (stored->name != name || stored->subfolder != kFolder)
        co_return fail(
            Error{Errc::malformed_reply, "the server stored an input file under another name"}.with(
                "file", stored->reference()));
    server_.note_file(name);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> InputFiles::bring(store::Asset asset) {
    const std::string name = server_name(asset, scaling_);
    if (server_.has_file(name)) co_return Result<void>{};
    const ScratchFile copy{scratch_, ".input"};
    std::function<Result<void>()> work = [&assets = assets_, blob = asset.blob, to = copy.path()] {
        return assets.copy_now(blob, to);
    };
    auto copied = co_await net::blocking_result(std::move(work));
    if (!copied) co_return fail(Errc::cancelled, "the upload of an input was cancelled");
    if (!*copied) co_return fail(std::move(*copied).error());
    const ScratchFile smaller{scratch_, ".smaller"};
    bool scaled = false;
    if (may_be_scaled(asset, scaling_)) {
        auto done = co_await scaling_.scale(copy.path(), smaller.path());
        if (!done) co_return fail(std::move(done).error());
        scaled = *done;
    }
    std::filesystem::path sent = copy.path();
    if (scaled) sent = smaller.path();
    Upload upload{std::move(sent)};
    upload.name = name;
    upload.subfolder = kFolder;
    upload.overwrite = true;
    co_return co_await send(std::move(upload));
}

}  // namespace divan::durable
