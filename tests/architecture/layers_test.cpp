#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "source_files.hpp"

namespace divan::architecture {
namespace {

// docs/architecture.md explains the list; CMakeLists.txt builds it in this order.
constexpr std::array<std::string_view, 12> kLayers{"base",  "json",   "workflow", "protocol",
                                                   "net",   "client", "engine",   "capi",
                                                   "fleet", "store",  "jobs",     "gateway"};

std::optional<std::size_t> place_of(std::string_view layer) {
    const auto found = std::find(kLayers.begin(), kLayers.end(), layer);
    if (found == kLayers.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kLayers.begin());
}

/// What an #include names, without quotes and brackets; empty for other lines.
std::string included(const std::string& line) {
    if (!line.starts_with("#include ")) return {};
    const auto open = line.find_first_of("<\"");
    const auto close = line.find_first_of(">\"", open + 1);
    if (open == std::string::npos || close == std::string::npos) return {};
    return line.substr(open + 1, close - open - 1);
}

std::string layer_of_file(const std::string& file) {
    const auto start = std::string_view{"libs/"}.size();
    return file.substr(start, file.find('/', start) - start);
}

TEST(Architecture, ALayerIncludesOnlyLowerLayers) {
    int checked = 0;
    for (const SourceLine& line : source_lines("libs")) {
        const std::string header = included(line.text);
        if (!header.starts_with("divan/")) continue;
        const std::string target = header.substr(6, header.find('/', 6) - 6);
        const auto own = place_of(layer_of_file(line.file)), other = place_of(target);
        ASSERT_TRUE(own && other) << place(line) << ": '" << target << "' is no layer of the list";
        EXPECT_LE(*other, *own) << place(line) << ": <" << header << "> is above layer '"
                                << layer_of_file(line.file) << "'";
        ++checked;
    }
    EXPECT_GT(checked, 50) << "the test found too few includes to mean anything";
}

struct Home {
    std::string_view header, folder, why;
};
constexpr Home kHomes[] = {
    {"boost/beast", "libs/net/src", "other layers use divan/net"},
    {"boost/asio/ssl", "libs/net/src", "TLS is hidden behind divan/net"},
    {"boost/url", "libs/net/src", "use divan/net/url.hpp"},
    {"boost/json/parse", "", "its numbers are inexact: use divan/json/parse.hpp"},
    {"boost/json/serialize", "", "use divan/json/write.hpp"},
    {"png.h", "libs/engine/src/nodes", "use image_codec.hpp"},
    {"jpeglib.h", "libs/engine/src/nodes", "use image_codec.hpp"},
    {"webp/", "libs/engine/src/nodes", "use image_codec.hpp"},
    {"sqlite3.h", "libs/store/src/sqlite", "use the statements of sqlite/database.hpp"},
    {"libpq-fe.h", "libs/store/src/postgres", "use the statements of sql/connection.hpp"},
    {"toml++", "libs/engine/src", "configuration files are read in one place"},
};

TEST(Architecture, ThirdPartyHeadersStayInTheirFolder) {
    for (const SourceLine& line : source_lines("libs")) {
        const std::string header = included(line.text);
        if (line.file.find("/tests/") != std::string::npos) continue;
        for (const Home& home : kHomes)
            EXPECT_TRUE(!header.starts_with(home.header) ||
                        (!home.folder.empty() && line.file.starts_with(home.folder)))
                << place(line) << ": <" << header << "> does not belong here: " << home.why;
    }
}

TEST(Architecture, OnlyTheJsonLayerAsksBoostForKinds) {
    constexpr std::string_view kForbidden[] = {".is_string(",  ".if_string(", ".as_string(",
                                               ".get_string(", ".is_int64(",  ".as_int64(",
                                               ".is_double(",  ".as_double(", ".is_number("};
    for (const std::string folder : {"libs", "apps", "tests", "examples"})
        for (const SourceLine& line : source_lines(folder)) {
            if (line.file.starts_with("libs/json/") || line.file.starts_with("tests/architecture/")) continue;
            for (const auto call : kForbidden)
                EXPECT_EQ(line.text.find(call), std::string::npos)
                    << place(line)
                    << ": a number with a kept spelling looks like a string here; use divan/json/value.hpp";
        }
}

TEST(Architecture, NoClassIsNamedManagerHelperOrUtils) {
    for (const std::string folder : {"libs", "apps"})
        for (const SourceLine& line : source_lines(folder))
            for (const std::string_view word : {"Manager", "Helper", "Utils"})
                if (line.text.starts_with("class ") || line.text.starts_with("struct "))
                    EXPECT_EQ(line.text.find(word), std::string::npos)
                        << place(line) << ": it is usually two types that have not been found yet";
}

}  // namespace
}  // namespace divan::architecture
