#include <gtest/gtest.h>

#include "files/byte_range.hpp"

namespace divan::gateway {
namespace {

using Kind = WantedBytes::Kind;

WantedBytes part(std::uint64_t first, std::uint64_t last) {
    WantedBytes wanted;
    wanted.kind = Kind::part;
    wanted.first = first;
    wanted.last = last;
    return wanted;
}

TEST(V2Range, ReadsTheThreeFormsOfOneRange) {
    EXPECT_EQ(wanted_bytes("bytes=0-4", 10), part(0, 4));
    EXPECT_EQ(wanted_bytes("bytes=7-", 10), part(7, 9));
    EXPECT_EQ(wanted_bytes("bytes=-3", 10), part(7, 9));
    EXPECT_EQ(wanted_bytes("Bytes = 2-99 ", 10), part(2, 9)) << "the end is cut at the file's";
    EXPECT_EQ(wanted_bytes("bytes=-99", 10), part(0, 9));
}

TEST(V2Range, OtherUnitsMeanTheWholeFile) {
    for (const char* header : {"", "items=0-4", "0-4"}) EXPECT_EQ(wanted_bytes(header, 10).kind, Kind::whole);
}

TEST(V2Range, S39SeveralRangesAreTheWholeFileUnlessTheyOverlapOrAreMoreThanEight) {
    EXPECT_EQ(wanted_bytes("bytes=0-0,2-3", 10).kind, Kind::whole);
    EXPECT_EQ(wanted_bytes("bytes=0-0,50-60", 10), part(0, 0)) << "one of them is in the file";
    EXPECT_EQ(wanted_bytes("bytes=0-3,2-5", 10).kind, Kind::impossible);
    EXPECT_EQ(wanted_bytes("bytes=0-,-1", 10).kind, Kind::impossible);
    EXPECT_EQ(wanted_bytes("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14", 20).kind, Kind::whole);
    EXPECT_EQ(wanted_bytes("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16", 20).kind, Kind::impossible);
}

TEST(V2Range, S41WhatTheFileDoesNotHaveAndWhatIsNoRangeIsImpossible) {
    for (const char* header :
         {"bytes=", "bytes=-", "bytes=x-y", "bytes=5-2", "bytes=10-", "bytes=-0", "bytes=+1-2", "bytes=1-2x",
          "bytes=0x0-1", "bytes=99999999999999999999-", "bytes=,,"})
        EXPECT_EQ(wanted_bytes(header, 10).kind, Kind::impossible) << header;
    EXPECT_EQ(wanted_bytes("bytes=0-0", 0).kind, Kind::impossible);
    EXPECT_EQ(wanted_bytes("bytes=0-99999999999999999999", 10), part(0, 9));
}

}  // namespace
}  // namespace divan::gateway
