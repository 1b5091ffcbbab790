#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include <divan/base/base64.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/log.hpp>
#include <divan/base/nearest.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

namespace divan {
namespace {

const std::vector<std::string> kClasses{"KSampler", "KSamplerAdvanced", "SaveImage", "LoadImage"};

TEST(Nearest, FindsAMisspeltName) {
    EXPECT_EQ(nearest("ksampler", kClasses).front(), "KSampler");
    EXPECT_EQ(nearest("SaveImgae", kClasses).front(), "SaveImage");
    EXPECT_EQ(did_you_mean("LoadImages", kClasses), "did you mean 'LoadImage'?");
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
    EXPECT_TRUE(nearest("TotallyDifferentThing", kClasses).empty());
    EXPECT_EQ(did_you_mean("", kClasses), "");
}

TEST(Printable, EscapesControlsAndBrokenUtf8AndCutsLongTexts) {
    EXPECT_EQ(printable("plain é 漢\n"), "plain é 漢\n");
    EXPECT_EQ(printable("a\x1b\x7f\xff"), "a\\x1b\\x7f\\xff");
    EXPECT_EQ(printable("\xc2\x9b"
                        "1m"),
              "\\xc2\\x9b1m")
        << "a C1 control starts an escape sequence on some terminals";
    EXPECT_EQ(printable(std::string(100, 'a'), 20), std::string(17, 'a') + "…");
}

TEST(Base64, MatchesTheVectorsOfRfc4648) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    for (const std::string bytes : {"", "f", "fo", "foobar"}) EXPECT_EQ(from_base64(base64(bytes)), bytes);
    for (const std::string damaged : {"Zg", "Zg=", "Z===", "Zg==Zg==", " Zg==", "Zm9v\n", "Zm9%", "===="})
        EXPECT_EQ(from_base64(damaged), std::nullopt) << damaged;
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndStrayBytes) {
    for (const std::string_view text :
         {"\xc0\xaf", "\xe0\x89\x8e", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80", "\xe6\xbc"})
        EXPECT_EQ(utf8_length(text, 0), 0u) << printable(text);
    EXPECT_EQ(utf8_length("漢", 0), 3u);
    EXPECT_EQ(utf8_length("😀", 0), 4u);
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
    EXPECT_EQ(join(split("a,b", ','), "+"), "a+b");
}

TEST(Uuid4, HasTheCanonicalFormThatNewServersWant) {
    const std::string id = uuid4();
    ASSERT_EQ(id.size(), 36u);
    EXPECT_EQ(id[14], '4');
    EXPECT_NE(std::string{"89ab"}.find(id[19]), std::string::npos);
    EXPECT_EQ(id, to_lower(id));
    EXPECT_NE(id, uuid4());
}

TEST(Uuid4, S8NoBitOfItCanBeGuessedFromOthers) {
    constexpr int kIds = 4'096;
    std::vector<std::string> ids;
    for (int i = 0; i < kIds; ++i) ids.push_back(uuid4());
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    for (std::size_t digit = 0; digit < 36; ++digit) {
        if (digit == 8 || digit == 13 || digit == 14 || digit == 18 || digit == 19 || digit == 23) continue;
        for (int bit = 1; bit <= 8; bit *= 2) {
            const auto set = std::ranges::count_if(ids, [&](const std::string& id) {
                return (std::stoi(id.substr(digit, 1), nullptr, 16) & bit) != 0;
            });
            EXPECT_NEAR(static_cast<double>(set), kIds / 2, 320) << digit << " " << bit;  // ten deviations
        }
    }
    int rising = 0;
    for (std::size_t i = 1; i < ids.size(); ++i) rising += ids[i - 1] < ids[i] ? 1 : 0;
    EXPECT_NEAR(rising, kIds / 2, 320) << "they are in no order";
}

TEST(Random, StaysWithinTheLimit) {
    for (int i = 0; i < 1000; ++i) EXPECT_LE(random_upto(5), 5u);
    EXPECT_EQ(random_upto(0), 0u);
}

TEST(Rng, RepeatsItselfForTheSameSeed) {
    Rng a{42}, b{42};
    for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
    EXPECT_NE(Rng{1}.next(), Rng{2}.next());
}

TEST(Sha256, MatchesThePublishedVector) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 pieces;
    pieces.update("a");
    pieces.update("bc");
    EXPECT_EQ(pieces.hex(), sha256_hex("abc"));
}

TEST(Logger, WritesMessageAndFieldsAndQuotesWhatNeedsIt) {
    std::ostringstream out;
    const Logger log{LogLevel::info, out};
    log.write(LogLevel::warn, "fleet", "server ejected",
              {{"server", "gpu-03"}, {"failures", 5}, {"why", "a \"b\"\n"}});
    log.write(LogLevel::debug, "fleet", "not shown");
    const std::string line = out.str();
    EXPECT_NE(line.find(" WARN fleet: server ejected server=gpu-03 failures=5 why=\"a \\\"b\\\"\\n\"\n"),
              std::string::npos)
        << line;
    EXPECT_EQ(line.find("not shown"), std::string::npos);
}

TEST(Logger, IsSilentWithoutASink) { Logger{}.write(LogLevel::error, "area", "nobody hears this"); }

TEST(LogLevel, NamesTheChoicesWhenItIsUnknown) {
    EXPECT_EQ(parse_log_level("WARNING"), LogLevel::warn);
    EXPECT_FALSE(parse_log_level("loud"));
}

}  // namespace
}  // namespace divan
