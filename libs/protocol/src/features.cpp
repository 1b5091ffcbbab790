#include <divan/protocol/features.hpp>

#include <divan/json/write.hpp>

#include "reading.hpp"

namespace divan::protocol {

Features read_features(const json::Value& flags) {
    Features features;
    features.supports_preview_metadata = bool_at(flags, "supports_preview_metadata").value_or(false);
    features.max_upload_bytes = integer_at(flags, "max_upload_size");  // a float when set on the command line
    features.assets = bool_at(flags, "assets");
    features.raw = flags;
    return features;
}

Result<Features> parse_features(std::string_view body) {
    const auto document = read_object(body, "the reply to GET /features");
    if (!document) return fail(document.error());
    return read_features(*document);
}

std::string write_feature_announcement(const json::Object& extra) {
    json::Object flags, message;
    flags["supports_preview_metadata"] = true;
    for (const auto& flag : extra) flags[flag.key()] = flag.value();
    message["type"] = "feature_flags";
    message["data"] = std::move(flags);
    return json::write(std::move(message));
}

}  // namespace divan::protocol
