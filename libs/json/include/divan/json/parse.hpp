#pragma once

#include <cstddef>
#include <string_view>

#include <boost/json/storage_ptr.hpp>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan::json {

struct ParseOptions {
    std::size_t max_bytes = std::size_t{256} << 20;
    std::size_t max_values = 20'000'000;  ///< keys are not counted
    std::size_t max_depth = 512;
    /// Takes `NaN`, `Infinity` and `-Infinity`, which ComfyUI really sends (0.3.64: Python's json module).
    bool non_finite = true;

    ParseOptions() = default;
};

/// Reads one document; only white space may follow it. A key that stands twice: the last one wins, as in
/// Python. Lone surrogates (`\udcff`, from undecodable file names) are kept and written back as they came.
/// `storage`: a `boost::json::monotonic_resource` makes large read-only documents twice as fast.
/// Errors: `malformed_json`, with the facts `line`, `column` (both from 1, in bytes) and `path`
/// ("$.nodes[3].type").
Result<Value> parse(std::string_view text, const ParseOptions& options = {},
                    boost::json::storage_ptr storage = {});

}  // namespace divan::json
