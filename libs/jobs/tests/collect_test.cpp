#include "collect.hpp"

#include <gtest/gtest.h>

namespace divan::durable {
namespace {

protocol::OutputFile file(std::string name, std::string type = "output") {
    protocol::OutputFile one;
    one.filename = std::move(name);
    one.type = std::move(type);
    return one;
}

CollectRequest request(std::vector<std::pair<std::string, std::vector<protocol::OutputFile>>> shown) {
    CollectRequest made;
    made.sent = Workflow::parse(R"({"9": {"class_type": "SaveImage", "inputs": {}},
                                   "12:5": {"class_type": "PreviewImage", "inputs": {}}})")
                    .value();
    for (auto& [node, files] : shown) {
        protocol::NodeOutputs outputs;
        outputs.node = NodeId{node};
        outputs.files = std::move(files);
        made.result.outputs.push_back(std::move(outputs));
    }
    return made;
}

std::vector<std::string> names(const CollectRequest& made) {
    std::vector<std::string> found;
    for (const protocol::OutputFile& one : result_files(made)) found.push_back(one.filename);
    return found;
}

using Names = std::vector<std::string>;

TEST(ResultFiles, ArePreviewsOnlyWhereNothingWasSaved) {
    EXPECT_EQ(names(request({{"9", {file("a.png")}}, {"12:5", {file("t.png", "temp")}}})), Names{"a.png"});
    EXPECT_EQ(names(request({{"12:5", {file("t.png", "temp")}}})), Names{"t.png"});
}

TEST(ResultFiles, OfNodesThatWereNotSentAreLeftOut) {
    EXPECT_EQ(names(request({{"77", {file("other.png")}}, {"9", {file("a.png")}}})), Names{"a.png"});
    EXPECT_EQ(names(request({{"9.0.0.3", {file("inner.png")}}})), Names{"inner.png"})
        << "a node of an expansion";
}

TEST(ResultFiles, WhatAJobTookInIsNoResult) {
    EXPECT_TRUE(names(request({{"9", {file("in.png", "input")}}})).empty());
}

}  // namespace
}  // namespace divan::durable
