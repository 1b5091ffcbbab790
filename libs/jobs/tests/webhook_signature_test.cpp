#include <gtest/gtest.h>

#include <divan/base/base64.hpp>
#include <divan/jobs/webhook_signature.hpp>

namespace divan::durable {
namespace {

using namespace std::chrono_literals;

// The example of the specification's reference libraries.
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr const char* kBody = R"({"test": 2432232314})";
constexpr const char* kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr std::int64_t kTime = 1614265330;

Result<void> check(std::string_view signatures, Timestamp now = Timestamp{std::chrono::seconds{kTime}},
                   std::string_view body = kBody) {
    return verify_webhook({kSecret}, kId, std::to_string(kTime), signatures, body, now);
}

TEST(WebhookSignature, S45IsTheOneOfTheStandard) {
    EXPECT_EQ(sign_webhook(kSecret, kId, kTime, kBody), kSignature);
}

TEST(WebhookSignature, OneOfSeveralSuffices) {
    EXPECT_TRUE(check(kSignature));
    EXPECT_TRUE(check(std::string{"v1,AAAA v2,other "} + kSignature));
    EXPECT_FALSE(check("v1,AAAA"));
    EXPECT_FALSE(check(""));
}

TEST(WebhookSignature, S45ReplaysAndOtherBodiesAreRefused) {
    EXPECT_FALSE(check(kSignature, Timestamp{std::chrono::seconds{kTime} + 6min}));
    EXPECT_FALSE(check(kSignature, Timestamp{std::chrono::seconds{kTime} - 6min}));
    EXPECT_FALSE(check(kSignature, Timestamp{std::chrono::seconds{kTime}}, R"({"test": 2432232315})"));
    EXPECT_EQ(verify_webhook({kSecret}, kId, "soon", kSignature, kBody, Timestamp{}).error().code,
              Errc::invalid_argument);
}

TEST(WebhookSignature, S45ATwoSecretReceiverTakesBothDuringARotation) {
    const std::string fresh = new_webhook_secret();
    const Timestamp now{std::chrono::seconds{kTime}};
    EXPECT_TRUE(verify_webhook({fresh, kSecret}, kId, std::to_string(kTime), kSignature, kBody, now));
    EXPECT_FALSE(verify_webhook({fresh}, kId, std::to_string(kTime), kSignature, kBody, now));
}

TEST(WebhookSignature, S45FreshSecretsAre256RandomBits) {
    const std::string one = new_webhook_secret();
    EXPECT_NE(one, new_webhook_secret());
    ASSERT_TRUE(one.starts_with("whsec_"));
    EXPECT_EQ(from_base64(one.substr(6))->size(), 32u);
}

}  // namespace
}  // namespace divan::durable
