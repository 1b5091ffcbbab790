#pragma once

#include <chrono>
#include <cstddef>
#include <cstring>
#include <string>

#include <divan/capi/divan.h>
#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/base/log.hpp>

namespace divan::capi {

/// A text that must be there, in UTF-8. Errors: `invalid_argument`, with the argument's name.
Result<std::string> text_argument(const char* text, const char* name);
/// A text that may be NULL, which is the empty one.
Result<std::string> optional_text(const char* text, const char* name);
/// A path that must be there; any bytes but NUL.
Result<std::string> path_argument(const char* path, const char* name);

/// A span in milliseconds as a limit: `DIVAN_FOREVER` is a century. Errors: `invalid_argument` below that.
Result<std::chrono::milliseconds> span_argument(std::int64_t milliseconds, const char* name);
/// The same where 0 means the default.
Result<std::chrono::milliseconds> span_or(std::int64_t milliseconds, std::chrono::milliseconds usual,
                                          const char* name);
Deadline deadline_after(std::chrono::milliseconds span);

/// Memory that `divan_free` frees, with a NUL behind it. Throws std::bad_alloc.
char* copy_for_caller(std::string_view bytes);

/// The log levels of C, 0 for the usual one. Errors: `invalid_argument`.
Result<LogLevel> log_level_argument(std::int32_t level);
/// Calls `function`, marking the thread meanwhile; an empty sink for NULL.
Logger::Sink log_sink(divan_log_fn function, void* user);

/// Reads a struct that an older or newer program made: what it lacks is 0, and what we do not know must be 0.
/// Errors: `invalid_argument`.
template <class Options>
Result<Options> read_options(const Options* given) {
    Options options{};
    if (!given) return options;
    std::size_t size = 0;
    std::memcpy(&size, given, sizeof size);
    if (size < sizeof size)
        return fail(Errc::invalid_argument, "struct_size of the options is not set",
                    "take the struct from its divan_…_defaults() function");
    const auto* bytes = reinterpret_cast<const unsigned char*>(given);
    for (std::size_t at = sizeof(Options); at < size; ++at)
        if (bytes[at] != 0)
            return fail(Errc::invalid_argument, "the options set something that this version does not know",
                        "the program was built for a newer libdivan: see divan_version()");
    std::memcpy(&options, given, std::min(size, sizeof options));
    return options;
}

/// Fills a struct of the caller's, as far as the caller knows it. Errors: `invalid_argument`.
template <class Struct>
Result<> write_struct(Struct* to, Struct values) {
    std::size_t size = 0;
    if (to) std::memcpy(&size, to, sizeof size);
    if (size < sizeof size)
        return fail(Errc::invalid_argument,
                    to ? "struct_size of the struct to fill is not set" : "the struct to fill is NULL",
                    "take the struct from its divan_…_new() function");
    values.struct_size = size;
    std::memcpy(to, &values, std::min(size, sizeof values));
    return {};
}

}  // namespace divan::capi
