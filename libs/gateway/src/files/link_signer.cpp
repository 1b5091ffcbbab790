#include "files/link_signer.hpp"

#include <charconv>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/text.hpp>

#include "files/secret_file.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kShortestSecret = 32;

std::string seconds_of(Timestamp time) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(time).time_since_epoch().count();
    return std::to_string(seconds);
}

}  // namespace

std::string LinkSigner::signature(const store::AssetId& asset, std::string_view expires) const {
    return hmac_sha256_hex(secret_, fmt::format("asset content\n{}\n{}", asset.str(), expires));
}

std::string LinkSigner::link(const store::AssetId& asset, Timestamp expires) const {
    const std::string until = seconds_of(expires);
    return fmt::format("/api/v2/assets/{}/content?expires={}&signature={}", asset.str(), until,
                       signature(asset, until));
}

bool LinkSigner::is_valid(const store::AssetId& asset, std::string_view expires, std::string_view given,
                          Timestamp now) const {
    if (secret_.empty()) return false;
    const bool genuine = equal_in_constant_time(signature(asset, expires), given);
    std::int64_t until = 0;
    const auto [end, error] = std::from_chars(expires.data(), expires.data() + expires.size(), until);
    if (!genuine || error != std::errc{} || end != expires.data() + expires.size()) return false;
    return now < Timestamp{std::chrono::seconds{until}};
}

Result<std::string> link_secret(const std::filesystem::path& file) {
    std::error_code unknown;
    if (!std::filesystem::exists(file, unknown))
        if (auto made = make_secret_file(file, "the secret of links"); !made)
            return fail(std::move(made).error());
    auto content = read_file(file);
    if (!content) return content;
    std::string secret{trim(*content)};
    if (secret.size() < kShortestSecret)
        return fail(Error{Errc::invalid_argument, "the secret of links is too short",
                          "remove the file, or write 32 random bytes as hexadecimal digits into it"}
                        .with("file", file.string()));
    return secret;
}

}  // namespace divan::gateway
