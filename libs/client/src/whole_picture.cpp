#include "whole_picture.hpp"

#include <zlib.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <string_view>

#include <divan/base/text.hpp>

namespace divan {
namespace {

using namespace std::string_view_literals;

tl::unexpected<Error> damaged(const std::string& what) {
    return fail(Errc::result_missing, "the file is damaged: " + what,
                "the server may still have been writing it");
}

bool read(std::ifstream& in, char* bytes, std::size_t size) {
    in.read(bytes, static_cast<std::streamsize>(size));
    return in.gcount() == static_cast<std::streamsize>(size);
}

std::uint32_t big_endian(const char* bytes) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// One chunk after the other: length, type, content, checksum over type and content.
Result<void> check_png(std::ifstream& in) {
    std::array<char, 64 * 1024> buffer;
    in.seekg(8);
    for (;;) {
        if (!read(in, buffer.data(), 8)) return damaged("it ends before its last chunk");
        const std::string type{buffer.data() + 4, 4};
        std::uint64_t left = big_endian(buffer.data());
        uLong sum = ::crc32(0, reinterpret_cast<const Bytef*>(buffer.data() + 4), 4);
        while (left > 0) {
            const auto piece = std::min<std::uint64_t>(left, buffer.size());
            if (!read(in, buffer.data(), piece)) return damaged("it ends inside a chunk");
            sum = ::crc32(sum, reinterpret_cast<const Bytef*>(buffer.data()), static_cast<uInt>(piece));
            left -= piece;
        }
        if (!read(in, buffer.data(), 4)) return damaged("it ends inside a chunk");
        if (big_endian(buffer.data()) != sum) return damaged("a checksum is wrong");
        if (type == "IEND") return {};
    }
}

Result<void> check_jpeg(std::ifstream& in, std::uintmax_t size) {
    // Cameras and editors leave zeros and more behind the end marker, but not much.
    const auto tail = std::min<std::uintmax_t>(size, 4096);
    std::string end(static_cast<std::size_t>(tail), '\0');
    in.seekg(static_cast<std::streamoff>(size - tail));
    if (!read(in, end.data(), end.size()) || end.find("\xff\xd9"sv) == std::string::npos)
        return damaged("its end marker is missing");
    return {};
}

Result<void> check_webp(const std::array<char, 16>& head, std::uintmax_t size) {
    std::uint64_t length = 0;
    for (int i = 7; i >= 4; --i)
        length = length << 8 | static_cast<unsigned char>(head[static_cast<std::size_t>(i)]);
    if (length + 8 > size) return damaged("it is shorter than its header says");
    return {};
}

}  // namespace

Result<void> check_whole_picture(const std::filesystem::path& file, const std::string& name) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream in{file, std::ios::binary};
    if (error || !in) return fail(Errc::io_failed, "the downloaded file cannot be read again");
    std::array<char, 16> head{};
    in.read(head.data(), head.size());
    in.clear();
    const std::string_view start{head.data(), head.size()};
    const std::string extension = to_lower(std::filesystem::path{name}.extension().string());
    if (start.starts_with("\x89PNG\r\n\x1a\n"sv)) return check_png(in);
    if (start.starts_with("\xff\xd8"sv)) return check_jpeg(in, size);
    if (start.starts_with("RIFF"sv) && start.substr(8, 4) == "WEBP") return check_webp(head, size);
    if (extension == ".png" || extension == ".jpg" || extension == ".jpeg" || extension == ".webp")
        return damaged("it does not begin like a " + extension.substr(1) + " file");
    return {};
}

}  // namespace divan
