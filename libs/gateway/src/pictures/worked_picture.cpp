#include "pictures/worked_picture.hpp"

#include "simple/off_the_loop.hpp"

namespace divan::gateway {
namespace {

bool can_be_read(const std::string& type) {
    return type == "image/png" || type == "image/jpeg" || type == "image/webp";
}

Result<std::uint64_t> size_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) return fail(Errc::io_failed, "a picture that was made is not there: " + error.message());
    return size;
}

}  // namespace

Refusal refusal_of_picture(const Error& error) {
    if (error.code == Errc::not_supported) return Refusal{501, "not_supported", error.message};
    if (error.code == Errc::queue_full)
        return Refusal{503, "busy", error.message}.after(std::chrono::seconds{2});
    if (error.code != Errc::invalid_argument) return refusal_of(error);
    const std::string reason{error.fact("reason")};
    Refusal refusal{422, reason == "wish" ? "invalid_request" : "unsupported_media", error.message};
    if (!error.hint.empty()) refusal.details["hint"] = error.hint;
    refusal.details["reason"] = reason;
    return refusal;
}

asio::awaitable<Answer<WorkedPicture>> work_on(Site& site, store::Blob blob, PictureRequest wish) {
    if (!can_be_read(blob.content_type))
        co_return refuse(
            Refusal{422, "unsupported_media", "the file is no picture that can be worked on here"}
                .with("content_type", json::Value(blob.content_type))
                .with("hint", "png, jpeg and webp can"));
    const std::filesystem::path& folder = site.config.dispatch.scratch;
    const ScratchFile source{folder, ".picture"};
    WorkedPicture worked;
    worked.file = std::make_unique<ScratchFile>(folder, ".worked");
    std::function<Result<void>()> copy = [&assets = site.assets, blob, to = source.path()] {
        return assets.copy_now(blob, to);
    };
    auto copied = co_await off_the_loop<void>(std::move(copy));
    if (!copied) co_return refuse(copied.error());
    auto report = co_await site.pictures.make(source.path(), worked.file->path(), std::move(wish));
    if (!report) co_return refuse(refusal_of_picture(report.error()));
    worked.report = std::move(*report);
    auto size = size_of(worked.file->path());
    if (!size) co_return refuse(size.error());
    worked.bytes = *size;
    co_return worked;
}

}  // namespace divan::gateway
