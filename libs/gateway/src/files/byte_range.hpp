#pragma once

#include <cstdint>
#include <string_view>

namespace divan::gateway {

/// What a Range header asks of a file of `size` bytes.
struct WantedBytes {
    enum class Kind {
        whole,       ///< no range, another unit than bytes, or several ranges: a whole answer is allowed
        part,        ///< `first` … `last`, both included
        impossible,  ///< 416
    };
    Kind kind = Kind::whole;
    std::uint64_t first = 0, last = 0;

    WantedBytes() = default;
    std::uint64_t count() const { return last - first + 1; }  ///< of a part
    bool operator==(const WantedBytes&) const = default;
};

/// RFC 9110, 14.1.2, stricter where it leaves a choice: more than 8 ranges, ranges that overlap and what is
/// no list of ranges are impossible, not ignored. Of several ranges that the file has, all of it is given; of
/// which it has one, that one.
WantedBytes wanted_bytes(std::string_view range_header, std::uint64_t size);

}  // namespace divan::gateway
