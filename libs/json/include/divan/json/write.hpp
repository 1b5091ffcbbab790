#pragma once

#include <string>

#include <divan/json/value.hpp>

namespace divan::json {

enum class Layout {
    compact,  ///< {"a":[1,2]}
    python,   ///< {"a": [1, 2]}, as ComfyUI writes
    pretty,   ///< two spaces a level, for people
};

/// What becomes of NaN and ±Infinity, which are no JSON.
enum class NonFinite {
    null,   ///< `null`: every reader takes it
    token,  ///< bare `NaN`, `Infinity`, `-Infinity`: only towards ComfyUI and its clients
};

struct WriteOptions {
    Layout layout = Layout::compact;
    bool ascii = false;  ///< everything beyond ASCII as `\uXXXX`, as ComfyUI writes
    NonFinite non_finite = NonFinite::null;

    WriteOptions() = default;
    WriteOptions(Layout how, bool only_ascii, NonFinite rest = NonFinite::null)
        : layout{how}, ascii{only_ascii}, non_finite{rest} {}
};

std::string write(const Value& value, const WriteOptions& options = {});

/// As ComfyUI's own `json.dumps` writes: ", " and ": ", ASCII only, bare NaN.
std::string write_python(const Value& value);

}  // namespace divan::json
