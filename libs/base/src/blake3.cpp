#include <bit>
#include <cstring>
#include <utility>

#include <divan/base/hash.hpp>

// The algorithm is that of the paper "BLAKE3: one function, fast everywhere" (O'Connor, Aumasson, Neves,
// Wilcox-O'Hearn), section 2. Chunks of 1,024 bytes are independent, so lane i of a vector works on chunk i.
namespace divan {
namespace {

using Chain = std::array<std::uint32_t, 8>;

constexpr std::size_t kBlock = 64;
constexpr std::size_t kChunkBytes = 1024;
constexpr Chain kStart{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                       0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
enum Flag : std::uint32_t { chunk_start = 1, chunk_end = 2, parent = 4, root = 8 };

// Which message word each step of each of the seven rounds takes.
constexpr auto kSchedule = [] {
    constexpr std::uint8_t kPermutation[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
    std::array<std::array<std::uint8_t, 16>, 7> rounds{};
    for (std::uint8_t i = 0; i < 16; ++i) rounds[0][i] = i;
    for (std::size_t round = 1; round < 7; ++round)
        for (std::size_t i = 0; i < 16; ++i) rounds[round][i] = rounds[round - 1][kPermutation[i]];
    return rounds;
}();

constexpr struct {
    std::uint8_t a, b, c, d;
} kMixes[8] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14}, {3, 7, 11, 15},
               {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13},  {3, 4, 9, 14}};

template <class Word>
[[gnu::always_inline]] inline void turn_right(Word& word, int bits) {
    word = (word >> bits) | (word << (32 - bits));
}

// Words are plain integers, or vectors of them. Everything goes by reference: vectors that are wider than the
// target's registers have no agreed way to be passed. All indices are constants: the state stays in
// registers.
template <std::size_t round, std::size_t step, class Word>
[[gnu::always_inline]] inline void mix_step(Word (&v)[16], const Word (&message)[16]) {
    constexpr auto kMix = kMixes[step];
    Word &a = v[kMix.a], &b = v[kMix.b], &c = v[kMix.c], &d = v[kMix.d];
    a = a + b + message[kSchedule[round][2 * step]];
    d = d ^ a, turn_right(d, 16);
    c = c + d, b = b ^ c, turn_right(b, 12);
    a = a + b + message[kSchedule[round][2 * step + 1]];
    d = d ^ a, turn_right(d, 8);
    c = c + d, b = b ^ c, turn_right(b, 7);
}

template <class Word, std::size_t... steps>
[[gnu::always_inline]] inline void all_steps(Word (&v)[16], const Word (&message)[16],
                                             std::index_sequence<steps...>) {
    (mix_step<steps / 8, steps % 8>(v, message), ...);
}

template <class Word>
[[gnu::always_inline]] inline void seven_rounds(Word (&v)[16], const Word (&message)[16]) {
    all_steps(v, message, std::make_index_sequence<7 * 8>{});
}

std::uint32_t word_at(const std::byte* bytes) {
    std::uint32_t word;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap32(word);
    return word;
}

/// One block waiting for its compression, so that the caller can still say that it is the root.
struct Node {
    Chain input;
    std::uint32_t message[16];
    std::uint64_t counter;
    std::uint32_t length, flags;

    Chain compress(std::uint32_t more_flags = 0) const {
        std::uint32_t v[16];
        std::memcpy(v, input.data(), 32);
        std::memcpy(v + 8, kStart.data(), 16);
        v[12] = static_cast<std::uint32_t>(counter), v[13] = static_cast<std::uint32_t>(counter >> 32);
        v[14] = length, v[15] = flags | more_flags;
        seven_rounds(v, message);
        Chain chain;
        for (std::size_t i = 0; i < 8; ++i) chain[i] = v[i] ^ v[i + 8];
        return chain;
    }
};

/// The last block of a chunk of up to 1,024 bytes.
Node chunk_node(const std::byte* bytes, std::size_t size, std::uint64_t counter) {
    Node node{kStart, {}, counter, kBlock, chunk_start};
    for (;;) {
        const std::size_t length = std::min(size, kBlock);
        std::byte block[kBlock] = {};
        if (length > 0) std::memcpy(block, bytes, length);
        for (std::size_t i = 0; i < 16; ++i) node.message[i] = word_at(block + 4 * i);
        if (size <= kBlock) {
            node.length = static_cast<std::uint32_t>(length);
            node.flags |= chunk_end;
            return node;
        }
        node.input = node.compress();
        node.flags = 0;
        bytes += kBlock, size -= kBlock;
    }
}

Node parent_node(const Chain& left, const Chain& right) {
    Node node{kStart, {}, 0, kBlock, parent};
    std::memcpy(node.message, left.data(), 32);
    std::memcpy(node.message + 8, right.data(), 32);
    return node;
}

using FourLanes = std::uint32_t __attribute__((vector_size(16)));
using EightLanes = std::uint32_t __attribute__((vector_size(32)));

/// As many whole chunks as there are lanes.
template <class Vector>
[[gnu::always_inline]] inline void hash_chunks(const std::byte* bytes, std::uint64_t counter, Chain* chains) {
    constexpr std::size_t kLanes = sizeof(Vector) / 4;
    alignas(64) std::uint32_t words[16][kLanes];
    Vector chain[8], v[16] = {}, message[16], low, high;
    for (std::size_t i = 0; i < 8; ++i) chain[i] = Vector{} + kStart[i];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        low[lane] = static_cast<std::uint32_t>(counter + lane);
        high[lane] = static_cast<std::uint32_t>((counter + lane) >> 32);
    }
    for (std::size_t block = 0; block < kChunkBytes; block += kBlock) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            for (std::size_t i = 0; i < 16; ++i)
                words[i][lane] = word_at(bytes + lane * kChunkBytes + block + 4 * i);
        std::memcpy(message, words, sizeof message);
        for (std::size_t i = 0; i < 8; ++i) v[i] = chain[i];
        for (std::size_t i = 0; i < 4; ++i) v[8 + i] = Vector{} + kStart[i];
        const std::uint32_t flags =
            (block == 0 ? chunk_start : 0u) | (block + kBlock == kChunkBytes ? chunk_end : 0u);
        v[12] = low, v[13] = high;
        v[14] = Vector{} + static_cast<std::uint32_t>(kBlock), v[15] = Vector{} + flags;
        seven_rounds(v, message);
        for (std::size_t i = 0; i < 8; ++i) chain[i] = v[i] ^ v[i + 8];
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        for (std::size_t i = 0; i < 8; ++i) chains[lane][i] = chain[i][lane];
}

using ChunkHasher = void (*)(const std::byte*, std::uint64_t, Chain*);
struct Wide {
    std::size_t lanes;
    ChunkHasher hash;
};
constexpr std::size_t kMostLanes = 8;

void hash_four(const std::byte* bytes, std::uint64_t counter, Chain* chains) {
    hash_chunks<FourLanes>(bytes, counter, chains);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void hash_eight(const std::byte* bytes, std::uint64_t counter, Chain* chains) {
    hash_chunks<EightLanes>(bytes, counter, chains);
}
Wide widest() { return __builtin_cpu_supports("avx2") ? Wide{8, hash_eight} : Wide{4, hash_four}; }
#else
Wide widest() { return Wide{4, hash_four}; }
#endif

}  // namespace

void Blake3::push(Chain chain) {
    // As many subtrees are complete as the number of chunks has zeros at its end.
    for (std::uint64_t whole = ++chunks_; (whole & 1) == 0; whole >>= 1)
        chain = parent_node(stack_[--depth_], chain).compress();
    stack_[depth_++] = chain;
}

void Blake3::update(std::span<const std::byte> bytes) {
    static const Wide wide = widest();
    while (!bytes.empty()) {
        if (filled_ == kChunk) {
            push(chunk_node(chunk_.data(), kChunk, chunks_).compress());
            filled_ = 0;
        }
        // Strictly more than that: the last chunk may be the root, and waits in the buffer.
        while (filled_ == 0 && bytes.size() > wide.lanes * kChunk) {
            Chain chains[kMostLanes];
            wide.hash(bytes.data(), chunks_, chains);
            for (std::size_t lane = 0; lane < wide.lanes; ++lane) push(chains[lane]);
            bytes = bytes.subspan(wide.lanes * kChunk);
        }
        const std::size_t taken = std::min(bytes.size(), kChunk - filled_);
        std::memcpy(chunk_.data() + filled_, bytes.data(), taken);
        filled_ += taken;
        bytes = bytes.subspan(taken);
    }
}

void Blake3::update(std::string_view text) { update(std::as_bytes(std::span{text})); }

std::string Blake3::hex() const {
    Node node = chunk_node(chunk_.data(), filled_, chunks_);
    for (std::size_t left = depth_; left > 0; --left) node = parent_node(stack_[left - 1], node.compress());
    const Chain digest = node.compress(root);
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : digest)
        for (int shift = 0; shift < 32; shift += 8) {
            const std::uint32_t byte = word >> shift & 0xFF;
            text += kDigits[byte >> 4];
            text += kDigits[byte & 15];
        }
    return text;
}

std::string blake3_hex(std::string_view text) {
    Blake3 hash;
    hash.update(text);
    return hash.hex();
}

}  // namespace divan
