#include <gtest/gtest.h>

#include <divan/workflow/fingerprint.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

std::string print_of(std::string_view text) { return fingerprint(Workflow::parse(text).value()); }

// Python: sha256(json.dumps(graph, sort_keys=True, separators=(",", ":")))
TEST(Fingerprint, IsTheHashOfCompactJsonWithSortedKeys) {
    EXPECT_EQ(print_of(R"({"1": {"class_type": "A", "inputs": {"b": [1, "x"], "a": 1.5}}})"),
              "5bcb42754cc65aa4eb286a69736722c86754d740af616cf57457527aceb13db7");
}

TEST(Fingerprint, DoesNotSeeOrderTitlesAndSpellings) {
    EXPECT_EQ(
        print_of(R"({"1": {"class_type": "A", "inputs": {"a": 7, "b": 0.5}}, "2": {}})"),
        print_of(
            R"({"2": {"_meta": {"title": "t"}}, "1": {"inputs": {"b": 5e-1, "a": 7.0}, "class_type": "A"}})"));
}

TEST(Fingerprint, SeesEveryValue) {
    const auto base = print_of(R"({"1": {"inputs": {"a": 1}}})");
    for (const char* other : {R"({"1": {"inputs": {"a": 2}}})", R"({"1": {"inputs": {"a": "1"}}})",
                              R"({"1": {"inputs": {"a": true}}})", R"({"1": {"inputs": {"b": 1}}})",
                              R"({"2": {"inputs": {"a": 1}}})", R"({"1": {"inputs": {"a": [1]}}})",
                              R"({"1": {"inputs": {"a": 1, "_meta": 1}}})"})
        EXPECT_NE(print_of(other), base) << other;
}

TEST(Fingerprint, TellsNeighbouringLargeSeedsApart) {
    EXPECT_NE(print_of(R"({"1": {"seed": 18446744073709551615}})"),
              print_of(R"({"1": {"seed": 18446744073709551614}})"));
}

}  // namespace
}  // namespace divan
