#include "access/key_text.hpp"

#include <algorithm>
#include <charconv>

#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::string_view kPrefix = "divan_";
constexpr std::size_t kIdLength = 12, kSecretLength = 32, kChecksumLength = 6;

std::string draw(std::size_t length) {
    std::string text;
    while (text.size() < length) text += kAlphabet[random_upto(kAlphabet.size() - 1)];
    return text;
}

bool is_part(std::string_view text, std::size_t length) {
    return text.size() == length && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

/// 30 bits of the SHA-256 of everything before it.
std::string checksum_of(std::string_view body) {
    const std::string digest = sha256_hex(body);
    std::uint32_t bits = 0;
    std::from_chars(digest.data(), digest.data() + 8, bits, 16);
    std::string text;
    for (; text.size() < kChecksumLength; bits >>= 5) text += kAlphabet[bits & 31U];
    return text;
}

std::string body_of(const KeyText& key) { return std::string{kPrefix} + key.id + "_" + key.secret; }

}  // namespace

KeyText new_key_text() {
    KeyText key;
    key.id = draw(kIdLength);
    key.secret = draw(kSecretLength);
    return key;
}

std::string to_text(const KeyText& key) {
    const std::string body = body_of(key);
    return body + "_" + checksum_of(body);
}

std::optional<KeyText> parse_key_text(std::string_view text) {
    constexpr std::size_t kLength = kPrefix.size() + kIdLength + 1 + kSecretLength + 1 + kChecksumLength;
    if (text.size() != kLength || !text.starts_with(kPrefix)) return std::nullopt;
    const auto parts = split(text.substr(kPrefix.size()), '_');
    if (parts.size() != 3 || !is_part(parts[0], kIdLength) || !is_part(parts[1], kSecretLength))
        return std::nullopt;
    KeyText key;
    key.id = parts[0];
    key.secret = parts[1];
    if (parts[2] != checksum_of(body_of(key))) return std::nullopt;
    return key;
}

std::string without_keys(std::string_view text) {
    std::string shown;
    for (;;) {
        const auto start = text.find(kPrefix);
        shown += text.substr(0, start);
        if (start == std::string_view::npos) return shown;
        text.remove_prefix(start + kPrefix.size());
        const auto end =
            std::min(text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz"), text.size());
        shown.append(kPrefix).append(text.substr(0, std::min(end, kIdLength)));
        text.remove_prefix(end);
        if (!text.starts_with('_')) continue;
        shown += "_…";
        text.remove_prefix(
            std::min(text.find_first_not_of("_0123456789abcdefghijklmnopqrstuvwxyz"), text.size()));
    }
}

std::string digest_of(std::string_view pepper, const KeyText& key) {
    return hmac_sha256_hex(pepper, body_of(key));
}

}  // namespace divan::gateway
