#include <gtest/gtest.h>

#include <filesystem>

#include <divan/base/files.hpp>

#include "../fuzz/client_replies.hpp"

namespace divan::protocol {
namespace {

/// The fuzz target's seeds: one whole reply of each kind.
std::vector<std::string> seeds() {
    std::vector<std::string> all;
    const std::filesystem::path folder{DIVAN_SOURCE_DIR "/libs/protocol/fuzz/corpus/client_replies"};
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        all.push_back(read_file(entry.path()).value());
    return all;
}

TEST(ClientReplies, EachSeedIsAReplyThatOneParserTakes) {
    ASSERT_GE(seeds().size(), 15U);
    for (const std::string& seed : seeds()) EXPECT_GE(read_as_every_reply(seed), 1) << seed;
}

// The fuzz target tries every place; here each seed is tried in a few dozen.
TEST(ClientReplies, ThatAreCutAreErrors) {
    for (const std::string& seed : seeds())
        for (std::size_t length = 0; length < seed.size(); length += 1 + seed.size() / 24) {
            const int taken = read_as_every_reply(std::string_view{seed}.substr(0, length));
            if (seed.front() == '{' || seed.front() == '[') EXPECT_EQ(taken, 0) << seed.substr(0, length);
        }
}

TEST(ClientReplies, WithDamagedBytesNeverCrash) {
    constexpr std::string_view kBytes{"\"9[}\xff\0", 6};
    std::size_t next = 0;
    for (const std::string& seed : seeds())
        for (std::size_t at = 0; at < seed.size(); at += 1 + seed.size() / 24) {
            std::string damaged = seed;
            damaged[at] = kBytes[next++ % kBytes.size()];
            EXPECT_LE(read_as_every_reply(damaged), 26) << damaged;
        }
}

}  // namespace
}  // namespace divan::protocol
