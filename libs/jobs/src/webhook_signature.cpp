#include <divan/jobs/webhook_signature.hpp>

#include <charconv>

#include <fmt/format.h>

#include <divan/base/base64.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

namespace divan::durable {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::string_view kVersion = "v1,";

std::string key_of(std::string_view secret) {
    if (!secret.starts_with(kPrefix)) return std::string{secret};
    const auto key = from_base64(secret.substr(kPrefix.size()));
    return key ? *key : std::string{secret};
}

std::string bytes_of_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

}  // namespace

std::string sign_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp,
                         std::string_view body) {
    const std::string signed_text = fmt::format("{}.{}.{}", id, timestamp, body);
    return std::string{kVersion} + base64(bytes_of_hex(hmac_sha256_hex(key_of(secret), signed_text)));
}

Result<void> verify_webhook(const std::vector<std::string>& secrets, std::string_view id,
                            std::string_view timestamp, std::string_view signatures, std::string_view body,
                            Timestamp now, std::chrono::seconds tolerance) {
    std::int64_t seconds = 0;
    const auto read = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
    if (read.ec != std::errc{} || read.ptr != timestamp.data() + timestamp.size())
        return fail(Errc::invalid_argument, "the webhook's timestamp is no number");
    const auto present = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const auto allowed = tolerance.count();
    if (seconds < present - allowed || seconds > present + allowed)
        return fail(Errc::unauthorized, "the webhook was signed too long ago, or in the future",
                    "compare the clocks of both machines");
    bool fits = false;
    for (const std::string& secret : secrets) {
        const std::string expected = sign_webhook(secret, id, seconds, body);
        for (const std::string& one : split(signatures, ' '))
            fits = equal_in_constant_time(one, expected) || fits;
    }
    if (fits) return {};
    return fail(Errc::unauthorized, "no signature of the webhook fits");
}

std::string new_webhook_secret() {
    std::string key;
    for (int i = 0; i < 4; ++i) {
        std::uint64_t word = random_upto(UINT64_MAX);
        for (int byte = 0; byte < 8; ++byte, word >>= 8) key += static_cast<char>(word & 0xff);
    }
    return std::string{kPrefix} + base64(key);
}

}  // namespace divan::durable
