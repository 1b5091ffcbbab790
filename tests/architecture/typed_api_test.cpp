#include <gtest/gtest.h>

#include <regex>

#include "source_files.hpp"

namespace divan::architecture {
namespace {

/// What takes or gives a bare JSON value, and so leaves the caller without a type.
const std::regex kUntyped{R"(\bjson::(Value|Object|Array)\b|\bstd::any\b|\bvoid\s*\*)"};
/// A member that keeps what a newer server adds is the way out that each type has, not an untyped interface.
const std::regex kKeptMembers{R"(\b(raw|extra|others?|unknown|members)\w*\b.*;)"};
const std::regex kFunction{R"(^\s*(?!//|return|if|for|while|#|using|friend)[\w:<>,&*\[\] ]+\s[\w~]+\(.*)"};
const std::regex kMember{R"(^\s+[\w:<>,& ]+\s\w+(\{.*\}| = .*)?;)"};

TEST(PublicApi, IsTyped) {
    std::size_t declarations = 0;
    std::vector<std::string> untyped;
    for (const std::string layer : {"client", "protocol", "net", "fleet"})
        for (const SourceLine& line : source_lines("libs/" + layer + "/include")) {
            if (!std::regex_search(line.text, kFunction) && !std::regex_search(line.text, kMember)) continue;
            ++declarations;
            if (std::regex_search(line.text, kUntyped) && !std::regex_search(line.text, kKeptMembers))
                untyped.push_back(place(line) + ": " + line.text);
        }
    ASSERT_GT(declarations, 500u);
    const double share =
        100.0 * static_cast<double>(declarations - untyped.size()) / static_cast<double>(declarations);
    RecordProperty("typed_percent", std::to_string(share));
    std::string list;
    for (const auto& one : untyped) list += one + "\n";
    EXPECT_GE(share, 95.0) << "of " << declarations << " declarations, these are untyped:\n" << list;
}

}  // namespace
}  // namespace divan::architecture
