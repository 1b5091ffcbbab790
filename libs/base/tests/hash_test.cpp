#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>

#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>

namespace divan {
namespace {

/// The input of the official vectors: 0, 1, … 250, 0, 1, …
std::string counting(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i % 251);
    return text;
}

// BLAKE3's definition, word for word and as slow as it is: the truth that the fast code is compared with.
using Words = std::array<std::uint32_t, 16>;
constexpr std::uint32_t kStart[8] = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                     0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
constexpr int kPermutation[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

void mix(Words& v, std::size_t a, std::size_t b, std::size_t c, std::size_t d, std::uint32_t x,
         std::uint32_t y) {
    v[a] += v[b] + x, v[d] = std::rotr(v[d] ^ v[a], 16), v[c] += v[d], v[b] = std::rotr(v[b] ^ v[c], 12);
    v[a] += v[b] + y, v[d] = std::rotr(v[d] ^ v[a], 8), v[c] += v[d], v[b] = std::rotr(v[b] ^ v[c], 7);
}

using Value = std::array<std::uint32_t, 8>;
Value compress(const Value& in, Words m, std::uint64_t counter, std::size_t length, std::uint32_t flags) {
    Words v{};
    for (std::size_t i = 0; i < 8; ++i) v[i] = in[i];
    for (std::size_t i = 0; i < 4; ++i) v[8 + i] = kStart[i];
    v[12] = static_cast<std::uint32_t>(counter), v[13] = static_cast<std::uint32_t>(counter >> 32);
    v[14] = static_cast<std::uint32_t>(length), v[15] = flags;
    for (int round = 0; round < 7; ++round) {
        mix(v, 0, 4, 8, 12, m[0], m[1]), mix(v, 1, 5, 9, 13, m[2], m[3]);
        mix(v, 2, 6, 10, 14, m[4], m[5]), mix(v, 3, 7, 11, 15, m[6], m[7]);
        mix(v, 0, 5, 10, 15, m[8], m[9]), mix(v, 1, 6, 11, 12, m[10], m[11]);
        mix(v, 2, 7, 8, 13, m[12], m[13]), mix(v, 3, 4, 9, 14, m[14], m[15]);
        Words next;
        for (std::size_t i = 0; i < 16; ++i) next[i] = m[static_cast<std::size_t>(kPermutation[i])];
        m = next;
    }
    Value out;
    for (std::size_t i = 0; i < 8; ++i) out[i] = v[i] ^ v[i + 8];
    return out;
}

Words words_of(std::string_view block) {
    Words words{};
    for (std::size_t i = 0; i < block.size(); ++i)
        words[i / 4] |= std::uint32_t{static_cast<unsigned char>(block[i])} << 8 * (i % 4);
    return words;
}

Value subtree(std::string_view text, std::uint64_t first_chunk, std::uint32_t root) {
    Value value;
    std::copy(std::begin(kStart), std::end(kStart), value.begin());
    if (text.size() <= 1024) {
        for (std::size_t at = 0; at == 0 || at < text.size(); at += 64) {
            const bool last = at + 64 >= text.size();
            const auto block = text.substr(at, 64);
            const std::uint32_t flags = (at == 0 ? 1u : 0u) | (last ? 2u | root : 0u);
            value = compress(value, words_of(block), first_chunk, block.size(), flags);
        }
        return value;
    }
    const std::size_t left = std::bit_floor((text.size() - 1) / 1024) * 1024;
    const Value a = subtree(text.substr(0, left), first_chunk, 0);
    const Value b = subtree(text.substr(left), first_chunk + left / 1024, 0);
    Words both{};
    for (std::size_t i = 0; i < 8; ++i) both[i] = a[i], both[8 + i] = b[i];
    return compress(value, both, 0, 64, 4u | root);
}

std::string by_definition(std::string_view text) {
    std::string hex;
    for (const std::uint32_t word : subtree(text, 0, 8))
        for (int shift = 0; shift < 32; shift += 8) {
            constexpr char kDigits[] = "0123456789abcdef";
            hex += kDigits[word >> shift >> 4 & 15];
            hex += kDigits[word >> shift & 15];
        }
    return hex;
}

TEST(Blake3, MatchesTheOfficialVectors) {
    // BLAKE3-team/BLAKE3, test_vectors/test_vectors.json: the first 32 bytes of "hash".
    const std::pair<std::size_t, std::string_view> vectors[] = {
        {0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"},
        {1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"},
        {1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11"},
        {1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"},
        {1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"},
        {2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"},
        {2049, "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030"},
        {3072, "b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2"},
        {3073, "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3"},
        {4096, "015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969"},
        {4097, "9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995"},
        {5120, "9cadc15fed8b5d854562b26a9536d9707cadeda9b143978f319ab34230535833"},
        {5121, "628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff"},
        {6144, "3e2e5b74e048f3add6d21faab3f83aa44d3b2278afb83b80b3c35164ebeca205"},
        {6145, "f1323a8631446cc50536a9f705ee5cb619424d46887f3c376c695b70e0f0507f"},
        {7168, "61da957ec2499a95d6b8023e2b0e604ec7f6b50e80a9678b89d2628e99ada77a"},
        {7169, "a003fc7a51754a9b3c7fae0367ab3d782dccf28855a03d435f8cfe74605e7817"},
        {8192, "aae792484c8efe4f19e2ca7d371d8c467ffb10748d8a5a1ae579948f718a2a63"},
        {8193, "bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b"},
        {16384, "f875d6646de28985646f34ee13be9a576fd515f76b5b0a26bb324735041ddde4"},
        {31744, "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47"},
        {102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"}};
    for (const auto& [size, digest] : vectors) {
        EXPECT_EQ(blake3_hex(counting(size)), digest) << size;
        EXPECT_EQ(by_definition(counting(size)), digest) << "the slow form, " << size;
    }
}

TEST(Blake3, EqualsItsDefinitionHoweverTheBytesArrive) {
    Rng rng{20'260'301};
    for (int story = 0; story < 60; ++story) {
        std::string text(rng.upto(story % 2 ? 3'000 : 40'000), ' ');
        for (char& c : text) c = static_cast<char>(rng.next());
        Blake3 hash;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t piece = 1 + rng.upto(story % 3 == 0 ? 70 : 12'000);
            hash.update(std::string_view{text}.substr(at, piece));
            at += piece;
        }
        ASSERT_EQ(hash.hex(), by_definition(text)) << "story " << story << ", " << text.size() << " bytes";
    }
}

TEST(Blake3, CanBeReadInTheMiddleAndGoOn) {
    Blake3 hash;
    hash.update(counting(20'000));
    EXPECT_EQ(hash.hex(), blake3_hex(counting(20'000)));
    const Blake3 copy = hash;
    hash.update("more");
    EXPECT_EQ(hash.hex(), blake3_hex(counting(20'000) + "more"));
    EXPECT_EQ(copy.hex(), blake3_hex(counting(20'000)));
}

TEST(EqualInConstantTime, ComparesEveryByte) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time(std::string(64, 'a'), std::string(64, 'a')));
    EXPECT_FALSE(equal_in_constant_time("abcd", "abcX"));
    EXPECT_FALSE(equal_in_constant_time("abcd", "Xbcd"));
    EXPECT_FALSE(equal_in_constant_time("abcd", "abc"));
}

TEST(HmacSha256, MatchesTheVectorOfRfc4231) {
    EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace divan
