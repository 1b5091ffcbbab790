#pragma once

#include <string>
#include <string_view>

/// Which way up a JPEG is: the one thing of its EXIF that it cannot be shown without.
namespace divan::gateway {

/// Reads the data of an APP1 segment. 2 to 8 where the picture must be turned or mirrored; 1 where it must
/// not, where nothing is said, and where what is said is damaged.
int exif_orientation(std::string_view segment_data);

/// A whole APP1 segment that says that alone.
std::string orientation_segment(int orientation);

}  // namespace divan::gateway
