#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <divan/engine/make_picture.hpp>

/// One picture, made in a process of its own: what reads foreign pixels can do no harm there. The gateway
/// starts it for each picture (`divan picture`), with nothing but three open files and an empty environment.
namespace divan::engine {

struct WorkerLimits {
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;  ///< address space
    int cpu_seconds = 20;
    std::uint64_t file_bytes = std::uint64_t{1} << 30;  ///< read, and written

    WorkerLimits() = default;
};

/// Gives up what a decoder does not need, for good: memory and processor time beyond the limits, core dumps,
/// new privileges, and every system call but those that compute and use files that are open (no file can be
/// opened, no socket made, no program started). Under sanitizers, which need more, only the processor time
/// is bounded. Errors: `not_supported` where the kernel or the processor does not know it.
Result<void> confine_process(const WorkerLimits& limits);

/// Reads standard input to its end, and writes the picture to standard output. What became of it stands in
/// one line of JSON on standard error: `{"format", "width", "height", "source_width", "source_height",
/// "one_colour"}`, or `{"error", "hint", "reason"}` with `reason` one of "picture", "wish", "memory",
/// "worker". Returns the exit status: 0, else 1.
int run_picture_worker(const PictureWish& wish, const WorkerLimits& limits);

/// The same by the arguments of a command line: `--width N --height N --format F --quality N --memory-mib N
/// --cpu-seconds N`, each as wanted. 2 for others.
int run_picture_worker(const std::vector<std::string>& arguments);

}  // namespace divan::engine
