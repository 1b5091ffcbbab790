#include "files/link_signer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kShortestSecret = 32;

std::string seconds_of(Timestamp time) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(time).time_since_epoch().count();
    return std::to_string(seconds);
}

std::string fresh_secret() {
    std::string secret;
    for (int word = 0; word < 4; ++word) secret += fmt::format("{:016x}", random_upto(UINT64_MAX));
    return secret;
}

/// Whole or not at all, and only where there is none.
Result<void> make_secret(const std::filesystem::path& file) {
    const std::string part = file.string() + "." + uuid4().substr(0, 8) + ".part";
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const std::string content = fresh_secret() + "\n";
    bool made = descriptor >= 0 &&
                ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    made = made && ::fsync(descriptor) == 0 && (::link(part.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int reason = errno;
    if (descriptor >= 0) ::close(descriptor);
    ::unlink(part.c_str());
    if (made) return {};
    return fail(
        Error{Errc::io_failed, std::string{"making the secret of links failed: "} + std::strerror(reason)}
            .with("file", file.string()));
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
        if (auto made = make_secret(file); !made) return fail(std::move(made).error());
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
