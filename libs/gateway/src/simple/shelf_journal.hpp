#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace divan::gateway {

/// What became of the files of one job.
struct Shelved {
    bool done = false;                 ///< nothing more will come
    std::map<int, std::string> paths;  ///< number of the output → where it was aimed last, below the folder
    std::optional<std::string> lost;   ///< why a file will never come

    Shelved() = default;
    bool operator==(const Shelved&) const = default;
};

/// A journal is lines, each written and flushed before the step that it announces. What a crash left of the
/// last one, and everything after damage, does not count: the step was not made.
struct JournalReading {
    Shelved shelved;
    std::size_t sound_bytes = 0;  ///< up to the end of the last line that counts

    JournalReading() = default;
};
JournalReading read_journal(std::string_view text);

/// `{"output":0,"path":"ch-03/…"}` and a line feed.
std::string aim_line(int output, std::string_view path);
/// `{"lost":"…"}` and a line feed.
std::string lost_line(std::string_view why);

}  // namespace divan::gateway
