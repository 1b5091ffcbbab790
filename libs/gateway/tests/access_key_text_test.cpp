#include <gtest/gtest.h>

#include <set>

#include <sys/stat.h>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/gateway/keys.hpp>

#include "access/key_text.hpp"

namespace divan::gateway {
namespace {

TEST(KeyTexts, AreReadBackAsTheyWereMade) {
    const KeyText key = new_key_text();
    const std::string text = to_text(key);
    EXPECT_TRUE(text.starts_with("divan_" + key.id + "_" + key.secret + "_")) << text;
    EXPECT_EQ(parse_key_text(text), key);
}

TEST(KeyTexts, S2HaveAnIdOfSixtyAndASecretOfAHundredAndSixtyBits) {
    std::set<std::string> ids, secrets;
    std::set<char> letters;
    for (int i = 0; i < 500; ++i) {
        const KeyText key = new_key_text();
        EXPECT_EQ(key.id.size(), 12u);
        EXPECT_EQ(key.secret.size(), 32u);
        ids.insert(key.id), secrets.insert(key.secret);
        letters.insert(key.secret.begin(), key.secret.end());
    }
    EXPECT_EQ(ids.size(), 500u);
    EXPECT_EQ(secrets.size(), 500u);
    EXPECT_EQ(letters.size(), 32u);
}

TEST(KeyTexts, ATypingErrorIsNoKey) {
    const std::string text = to_text(new_key_text());
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string wrong = text;
        wrong[at] = text[at] == '7' ? '8' : '7';
        EXPECT_FALSE(parse_key_text(wrong)) << at;
    }
    for (const std::string& wrong : {text + "0", text.substr(1), std::string{}, " " + text, text + "\n"})
        EXPECT_FALSE(parse_key_text(wrong)) << wrong;
}

TEST(KeyTexts, DamagedBytesAreNoKeyOrTheKeyItself) {
    Rng rng{11};
    const std::string text = to_text(new_key_text());
    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = text;
        for (auto left = rng.upto(4); left > 0; --left)
            damaged[rng.upto(damaged.size() - 1)] = static_cast<char>(rng.next());
        if (rng.upto(3) == 0) damaged.resize(rng.upto(damaged.size()));
        const auto key = parse_key_text(damaged);
        if (key) ASSERT_EQ(to_text(*key), damaged);
    }
}

TEST(KeyTexts, AreNotShownInLogs) {
    const KeyText key = new_key_text();
    const std::string text = to_text(key);
    const std::string shown = without_keys("/a/" + text + "/b/" + text + "?x");
    EXPECT_EQ(shown.find(key.secret), std::string::npos) << shown;
    EXPECT_EQ(shown, "/a/divan_" + key.id + "_…/b/divan_" + key.id + "_…?x");
    EXPECT_EQ(without_keys("/api/v2/divan/keys"), "/api/v2/divan/keys");
    EXPECT_EQ(without_keys("divan_"), "divan_");
    // A key that is cut off, or has a letter too many, keeps its secret as well.
    EXPECT_EQ(without_keys(text.substr(0, 40)).find(key.secret.substr(0, 10)), std::string::npos);
    EXPECT_EQ(without_keys("divan_x" + text.substr(6)).find(key.secret), std::string::npos);
}

TEST(KeyTexts, S2TheDigestNeedsThePepper) {
    const KeyText key = new_key_text();
    EXPECT_NE(digest_of("pepper", key), digest_of("salt", key));
    EXPECT_EQ(digest_of("pepper", key).size(), 64u);
}

TEST(Pepper, IsMadeOnceForItsOwnerAlone) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "deep" / "pepper.key";
    const auto first = load_pepper(file);
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_EQ(first->size(), 64u);
    EXPECT_EQ(load_pepper(file), first);
    EXPECT_EQ(static_cast<int>(std::filesystem::status(file).permissions()), 0600);
    EXPECT_NE(load_pepper(folder.path() / "other.key"), first);
    int files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{file.parent_path()})
        ++files;
    EXPECT_EQ(files, 1);
}

TEST(Pepper, IsRefusedWhenOthersReadItOrItIsNone) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "pepper.key";
    ASSERT_TRUE(load_pepper(file));
    ::chmod(file.c_str(), 0644);
    EXPECT_EQ(load_pepper(file).error().code, Errc::invalid_argument);
    ASSERT_TRUE(write_file(file, "short\n"));
    ::chmod(file.c_str(), 0600);
    EXPECT_EQ(load_pepper(file).error().code, Errc::invalid_argument);
    EXPECT_EQ(load_pepper("/proc/no/pepper.key").error().code, Errc::io_failed);
}

}  // namespace
}  // namespace divan::gateway
