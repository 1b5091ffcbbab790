#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace divan {

/// SHA-256, fed piece by piece.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);
    /// The digest as 64 lower-case hexadecimal digits; the object is spent afterwards.
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

std::string sha256_hex(std::string_view text);

/// HMAC with SHA-256, as 64 lower-case hexadecimal digits.
std::string hmac_sha256_hex(std::string_view key, std::string_view text);

/// Equal texts. Takes as long for a wrong first character as for a wrong last one, so nobody learns a secret
/// by measuring; their lengths are no secret.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// BLAKE3 in its plain mode with 32 bytes of output, fed piece by piece; several chunks are hashed side by
/// side where the processor can. A value: a copy goes on from the same place.
class Blake3 {
public:
    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);
    /// The digest as 64 lower-case hexadecimal digits of what was fed so far; more may follow.
    std::string hex() const;

private:
    using Chain = std::array<std::uint32_t, 8>;
    static constexpr std::size_t kChunk = 1024;
    static constexpr std::size_t kDeepest = 54;  // of a tree over 2^64 bytes

    void push(Chain chain);

    std::array<std::byte, kChunk>
        chunk_{};  // the last one: it is only hashed when more follows, or at the end
    std::size_t filled_ = 0;
    std::uint64_t chunks_ = 0;             // those before it
    std::array<Chain, kDeepest> stack_{};  // roots of whole subtrees, the largest first
    std::size_t depth_ = 0;
};

std::string blake3_hex(std::string_view text);

}  // namespace divan
