#include <gtest/gtest.h>

#include <divan/base/error.hpp>

namespace divan {
namespace {

TEST(Error, PrintsCodeNameMessageFactsAndHint) {
    const Error error =
        Error{Errc::prompt_rejected, "node 3 misses input 'model'", "connect a checkpoint loader"}.with(
            "server", "gpu-03:8188");
    EXPECT_EQ(describe(error),
              "error 202 prompt_rejected: node 3 misses input 'model' (server=gpu-03:8188) — hint: connect a "
              "checkpoint loader");
}

TEST(Error, EscapesWhatAServerSays) {
    const Error error{Errc::execution_failed, "a node failed", "", "boom\x1b[31m red"};
    const std::string text = describe(error);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_NE(text.find("\\x1b[31m"), std::string::npos);
}

TEST(Error, FindsAFactByName) {
    const Error error = Error{Errc::timeout, "late"}.with("node", "7").with("class", "KSampler");
    EXPECT_EQ(error.fact("class"), "KSampler");
    EXPECT_EQ(error.fact("absent"), "");
}

}  // namespace
}  // namespace divan
