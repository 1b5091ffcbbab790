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

TEST(ClientReplies, ThatAreCutAnywhereAreErrors) {
    for (const std::string& seed : seeds())
        for (std::size_t length = 0; length < seed.size(); ++length) {
            // What is cut inside the outermost bracket is no JSON; the rest must only not crash.
            const int taken = read_as_every_reply(std::string_view{seed}.substr(0, length));
            if (seed.find_last_of("]}") >= length && (seed[0] == '{' || seed[0] == '['))
                EXPECT_EQ(taken, 0) << seed;
        }
}

TEST(ClientReplies, WithDamagedBytesNeverCrash) {
    for (const std::string& seed : seeds())
        for (std::size_t at = 0; at < seed.size(); ++at)
            for (const char byte : {'"', '9', '\xff'}) {
                std::string damaged = seed;
                damaged[at] = byte;
                read_as_every_reply(damaged);
            }
}

}  // namespace
}  // namespace divan::protocol
