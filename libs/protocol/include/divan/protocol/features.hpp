#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan::protocol {

/// GET /features, and the server's answer to our `feature_flags` message.
/// Source: ComfyUI 0.3.64, comfy_api/feature_flags.py. Servers before 0.3.45 have neither.
struct Features {
    bool supports_preview_metadata = false;
    std::optional<std::int64_t> max_upload_bytes;
    std::optional<bool> assets;  ///< the assets routes are on; nothing on servers before 2026
    json::Value raw;             ///< every flag, known or not

    Features() = default;
    bool operator==(const Features&) const = default;
};

Features read_features(const json::Value& flags);
/// Errors: `malformed_reply`.
Result<Features> parse_features(std::string_view body);

/// The message that announces what we can take; it must be the first text frame of a connection that is a
/// JSON object. `extra` is merged over `{"supports_preview_metadata": true}`.
std::string write_feature_announcement(const json::Object& extra = {});

}  // namespace divan::protocol
