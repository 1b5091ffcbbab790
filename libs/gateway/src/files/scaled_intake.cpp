#include <fstream>

#include <divan/base/picture_size.hpp>

#include "files/file_intake.hpp"
#include "pictures/worked_picture.hpp"
#include "simple/off_the_loop.hpp"

// Files that lie on our disk already, and pictures that become smaller on their way in.
namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = 512 * 1024;

}  // namespace

asio::awaitable<Answer<>> FileIntake::take_file(std::filesystem::path file) {
    const auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    for (;;) {
        std::function<Result<std::string>()> read = [in]() -> Result<std::string> {
            std::string piece(kPiece, '\0');
            in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
            piece.resize(static_cast<std::size_t>(in->gcount()));
            if (in->bad()) return fail(Errc::io_failed, "a file on its way cannot be read");
            return piece;
        };
        auto piece = co_await off_the_loop<std::string>(std::move(read));
        if (!piece) co_return refuse(piece.error());
        if (piece->empty()) co_return Answer<>{};
        take(*piece);
        auto flushed = co_await flush();
        if (!flushed) co_return refuse(std::move(flushed).error());
    }
}

asio::awaitable<Answer<bool>> FileIntake::is_larger(store::Blob blob, int side) {
    const bool known = blob.content_type == "image/png" || blob.content_type == "image/jpeg" ||
                       blob.content_type == "image/webp";
    if (!known || media_.frames() > 1) co_return false;
    auto reader = co_await site_.assets.open(std::move(blob));
    if (!reader) co_return refuse(reader.error());
    auto head = co_await (*reader)->read(0, std::size_t{1} << 20);
    if (!head) co_return refuse(head.error());
    const auto size = read_picture_size(*head);
    co_return size&& std::max(size->width, size->height) > static_cast<std::uint32_t>(side);
}

/// The smaller one in its place; nothing when it is small enough. The one that came is nobody's then, and
/// goes with the next cleaning.
asio::awaitable<Answer<std::optional<KeptFile>>> FileIntake::scale(FileWish wish, store::Blob blob) {
    constexpr int kGoodQuality = 92;
    auto larger = co_await is_larger(blob, wish.max_side);
    if (!larger) co_return refuse(std::move(larger).error());
    if (!*larger) co_return std::optional<KeptFile>{};
    PictureRequest request;
    request.width = request.height = wish.max_side;
    request.quality = kGoodQuality;
    auto worked = co_await work_on(site_, std::move(blob), std::move(request));
    if (!worked) co_return refuse(std::move(worked).error());
    FileIntake smaller{*this, Beside{}};
    auto opened = co_await smaller.open();
    if (!opened) co_return refuse(std::move(opened).error());
    auto taken = co_await smaller.take_file(worked->file->path());
    if (!taken) co_return refuse(std::move(taken).error());
    wish.max_side = 0;
    wish.expected_hash.reset();
    auto kept = co_await smaller.keep(std::move(wish));
    if (!kept) co_return refuse(std::move(kept).error());
    kept->scaled = worked->report;
    co_return std::optional<KeptFile>{std::move(*kept)};
}

}  // namespace divan::gateway
