#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace divan::gateway {

/// "divan_<id>_<secret>_<checksum>". The alphabet has 32 characters (no i, l, o and u, which are easily taken
/// for others): an id of 12 has 60 random bits, a secret of 32 has 160. The checksum tells a typing error
/// from a wrong key, and lets scanners for leaked secrets know one of ours.
struct KeyText {
    std::string id, secret;

    KeyText() = default;
    bool operator==(const KeyText&) const = default;
};

/// Drawn from the operating system's generator.
KeyText new_key_text();
std::string to_text(const KeyText& key);
/// Nothing for everything that `to_text` does not make.
std::optional<KeyText> parse_key_text(std::string_view text);

/// The same text, with "…" for all but the ids of whatever looks like one of our keys: for logs.
std::string without_keys(std::string_view text);

/// What the store keeps of a key: HMAC-SHA-256 with the pepper, 64 hexadecimal digits.
std::string digest_of(std::string_view pepper, const KeyText& key);

}  // namespace divan::gateway
