#include <string>

#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/protocol/binary_message.hpp>

namespace divan::protocol {
namespace {

using namespace std::string_literals;

BinaryMessage parsed(const std::string& frame) {
    auto message = parse_binary_message(bytes_of(frame));
    EXPECT_TRUE(message) << describe(message.error());
    return message.value_or(BinaryMessage{});
}

std::string text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const std::string kJpeg = "\xFF\xD8\xFF\xE0 picture"s;
const std::string kMetadata =
    R"({"node_id": "a", "prompt_id": "ff77a57e", "display_node_id": "a", "parent_node_id": null, "real_node_id": "a", "image_type": "image/jpeg"})"s;

std::string with_metadata(const std::string& metadata, const std::string& image) {
    return "\0\0\0\4\0\0\0"s + static_cast<char>(metadata.size()) + metadata + image;
}

TEST(BinaryMessage, EventOneIsAPictureWithAFormat) {
    const std::string frame = "\0\0\0\1\0\0\0\1"s + kJpeg;
    const auto preview = std::get<PreviewImage>(parsed(frame));
    EXPECT_EQ(preview.format, ImageFormat::jpeg);
    EXPECT_EQ(text(preview.image), kJpeg);
}

TEST(BinaryMessage, TheBytesDecideOverTheFormatField) {
    const std::string frame = "\0\0\0\1\0\0\0\1\x89PNG\r\n"s;
    EXPECT_EQ(std::get<PreviewImage>(parsed(frame)).format, ImageFormat::png);
}

TEST(BinaryMessage, EventTwoIsTakenAsItCame) {
    const std::string frame = "\0\0\0\2abc"s;
    EXPECT_EQ(text(std::get<UnencodedPreview>(parsed(frame)).content), "abc");
}

TEST(BinaryMessage, EventThreeIsATextOfANode) {
    const std::string frame = "\0\0\0\3\0\0\0\2"s + "17Task in progress: 3 s";
    const auto progress = std::get<ProgressText>(parsed(frame));
    EXPECT_EQ(progress.node, NodeId{"17"});
    EXPECT_EQ(progress.text, "Task in progress: 3 s");
}

TEST(BinaryMessage, ATextWithoutALengthIsKeptWhole) {
    const std::string frame = "\0\0\0\3hello"s;
    const auto progress = std::get<ProgressText>(parsed(frame));
    EXPECT_TRUE(progress.node.empty());
    EXPECT_EQ(progress.text, "hello");
}

TEST(BinaryMessage, ATextWithAChannelNumberIsTheTextBehindIt) {
    const std::string frame = "\0\0\0\3\0\0\x03\xE8hello"s;
    const auto progress = std::get<ProgressText>(parsed(frame));
    EXPECT_EQ(progress.channel, 1000U);
    EXPECT_EQ(progress.text, "hello");
    EXPECT_EQ(write(parsed(frame)), frame);
}

TEST(BinaryMessage, UnreadableMetadataLeavesThePicture) {
    const std::string frame = with_metadata("nope", kJpeg);
    const auto preview = std::get<PreviewWithMetadata>(parsed(frame));
    EXPECT_EQ(text(preview.image), kJpeg);
    EXPECT_FALSE(preview.parse_error.empty());
    EXPECT_TRUE(preview.prompt.empty());
}

TEST(BinaryMessage, EventFourKeepsMembersThatItDoesNotKnow) {
    const auto preview =
        std::get<PreviewWithMetadata>(parsed(with_metadata(R"({"node_id": "3", "step": 7})", kJpeg)));
    EXPECT_EQ(json::to_int64(*json::find(preview.metadata, "step")), 7);
}

TEST(BinaryMessage, EventFourNamesPromptAndNode) {
    const std::string frame = with_metadata(kMetadata, kJpeg);
    const auto preview = std::get<PreviewWithMetadata>(parsed(frame));
    EXPECT_EQ(preview.prompt, PromptId{"ff77a57e"});
    EXPECT_EQ(preview.node, NodeId{"a"});
    EXPECT_FALSE(preview.parent_node.has_value());
    EXPECT_EQ(text(preview.image), kJpeg);
}

TEST(BinaryMessage, UnknownEventsAreHandedOn) {
    const std::string frame = "\0\0\1\1xyz"s;
    EXPECT_EQ(std::get<UnknownBinary>(parsed(frame)).event, 257U);
}

TEST(BinaryMessage, IsWrittenAsItWasRead) {
    const std::string frames[] = {"\0\0\0\1\0\0\0\1"s + kJpeg, "\0\0\0\2abc"s, "\0\0\0\3\0\0\0\2"s + "17text",
                                  with_metadata(kMetadata, kJpeg), "\0\0\0\x09zz"s};
    for (const std::string& frame : frames) EXPECT_EQ(write(parsed(frame)), frame);
}

TEST(BinaryMessage, ShortFramesAreMalformed) {
    const std::string frames[] = {""s,
                                  "\0\0\0"s,
                                  "\0\0\0\1"s,
                                  "\0\0\0\1\0\0"s,
                                  "\0\0\0\4"s,
                                  "\0\0\0\4\0\0\0\7{}"s,
                                  "\0\0\0\4\xFF\xFF\xFF\xFF{}"s};
    for (const std::string& frame : frames) {
        const auto message = parse_binary_message(bytes_of(frame));
        ASSERT_FALSE(message);
        EXPECT_EQ(message.error().code, Errc::malformed_reply);
    }
}

TEST(BinaryMessage, RandomFramesNeverCrash) {
    Rng rng{4};
    for (int round = 0; round < 100'000; ++round) {
        std::string frame(rng.upto(40), '\0');
        for (char& byte : frame) byte = static_cast<char>(rng.upto(3) ? rng.upto(6) : rng.upto(255));
        const auto message = parse_binary_message(bytes_of(frame));
        if (message) {
            EXPECT_FALSE(write(*message).empty());
        }
    }
}

}  // namespace
}  // namespace divan::protocol
