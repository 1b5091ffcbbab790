#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/protocol/node_text.hpp>

namespace divan::protocol {
namespace {

using Kind = NodeText::Kind;

TEST(NodeText, AProgressTellsItsSeconds) {
    const NodeText read = read_node_text("Task in progress: 12s");
    EXPECT_EQ(read.kind, Kind::progress);
    EXPECT_EQ(read.seconds, 12);
    EXPECT_FALSE(read.remaining_seconds);
}

TEST(NodeText, AProgressWithAnEstimateTellsWhatRemains) {
    const NodeText read = read_node_text("Task in progress: 1.5s (~28.5s remaining)");
    EXPECT_EQ(read.seconds, 1.5);
    EXPECT_EQ(read.remaining_seconds, 28.5);
}

TEST(NodeText, WhatStandsBeforeThePhraseIsNoPartOfTheCleanText) {
    EXPECT_EQ(read_node_text("Price: 0.04$\nTask in progress: 3s").clean, "Task in progress: 3s");
    EXPECT_EQ(read_node_text("LUMA task in PROGRESS: 3 s").clean, "task in PROGRESS: 3 s");
    EXPECT_EQ(read_node_text("LUMA task in PROGRESS: 3 s").seconds, 3);
}

TEST(NodeText, AResultTellsItsAddress) {
    const NodeText read = read_node_text("Result URL: https://a.example/x.png?sig=1");
    EXPECT_EQ(read.kind, Kind::result);
    EXPECT_EQ(read.urls, std::vector<std::string>{"https://a.example/x.png?sig=1"});
}

TEST(NodeText, SeveralAddressesAreAllTaken) {
    const NodeText read = read_node_text("Result URL: https://a/1\nhttp://a/2\nBackup URL: https://b/1");
    EXPECT_EQ(read.urls, (std::vector<std::string>{"https://a/1", "http://a/2", "https://b/1"}));
}

TEST(NodeText, OtherAddressesThanWebAddressesAreNoResult) {
    for (const std::string_view text :
         {"Result URL:", "Result URL: ftp://a/1", "Result URL: https://", "Result URL: javascript:x"}) {
        EXPECT_EQ(read_node_text(text).kind, Kind::message) << text;
        EXPECT_TRUE(read_node_text(text).urls.empty()) << text;
    }
}

TEST(NodeText, AProgressWithoutANumberIsAMessage) {
    for (const std::string_view text :
         {"Task in progress:", "Task in progress: soon", "Task in progress: 1.2.3s",
          "Task in progress: 5 minutes", "Task in progress: -3s"})
        EXPECT_EQ(read_node_text(text).kind, Kind::message) << text;
}

TEST(NodeText, EveryOtherTextIsAMessage) {
    const NodeText read = read_node_text("width: 64, height: 64\n batch size: 1");
    EXPECT_EQ(read.kind, Kind::message);
    EXPECT_EQ(read.clean, "width: 64, height: 64\n batch size: 1");
}

TEST(NodeText, DamagedTextsNeverCrash) {
    const std::string whole = "x Task in progress: 12.5s (~30s remaining) Result URL: https://a/1";
    Rng rng{11};
    for (int round = 0; round < 20'000; ++round) {
        std::string text = whole.substr(rng.upto(20), rng.upto(whole.size()));
        for (std::uint64_t hit = rng.upto(4); hit > 0 && !text.empty(); --hit)
            text[rng.upto(text.size() - 1)] = static_cast<char>(rng.upto(255));
        const NodeText read = read_node_text(text);
        EXPECT_EQ(read.kind == Kind::progress, read.seconds.has_value());
        EXPECT_TRUE(text.ends_with(read.clean));
    }
}

}  // namespace
}  // namespace divan::protocol
