#include <cstdlib>

#include "files/metadata_plan.hpp"

/// The first byte chooses the format. What is kept lies inside of the file, in order, and what was left out
/// once is not found again.
namespace {

using namespace divan::gateway;

bool walk(std::string_view type, std::string_view file, std::string& out) {
    MetadataPlan plan{type, file.size()};
    while (const auto wanted = plan.wanted())
        if (!plan.take(file.substr(wanted->offset, wanted->bytes))) return false;
    std::uint64_t last = 0;
    for (const FilePiece& piece : std::move(plan).pieces()) {
        if (piece.kind == FilePiece::Kind::text) out += piece.text;
        if (piece.kind == FilePiece::Kind::zeros) out.append(piece.size, '\0');
        if (piece.kind != FilePiece::Kind::bytes) continue;
        if (piece.offset < last || piece.size > file.size() - piece.offset) std::abort();
        last = piece.offset + piece.size;
        out += file.substr(piece.offset, piece.size);
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr std::string_view kTypes[] = {"image/png", "image/webp", "image/jpeg", "video/mp4"};
    const std::string_view file{reinterpret_cast<const char*>(data) + 1, size - 1},
        type = kTypes[data[0] % 4];
    std::string once, twice;
    if (!walk(type, file, once)) return 0;
    if (once.size() > file.size() || !walk(type, once, twice) || once != twice) std::abort();
    return 0;
}
