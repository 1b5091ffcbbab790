#pragma once

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>

#include "child_process.hpp"

namespace divan {

using namespace std::chrono_literals;
using testing_support::ChildProcess;

/// The commands of a gateway against a `divan serve` of its own.
class GatewayCommandsTest : public testing::Test {
protected:
    void serve(std::vector<std::string> more = {"--engines", "2"}) {
        std::vector<std::string> command{DIVAN_BINARY, "serve",    "--port",      "0",
                                         "--data",     at("data"), "--test-nodes"};
        command.insert(command.end(), more.begin(), more.end());
        gateway_ = std::make_unique<ChildProcess>(command);
        const std::string line = gateway_->read_line(30s);
        const auto begin = line.find("http://");
        ASSERT_NE(begin, std::string::npos) << gateway_->errors();
        url_ = line.substr(begin);
    }
    std::string at(const std::string& name) const { return (folder_.path() / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_.path() / name} << text;
        return at(name);
    }
    std::string workflow(int color = 255) const {
        return write(
            "workflow.json",
            R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": )" +
                std::to_string(color) +
                R"(}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "fox"}}})");
    }

    struct Told {
        int code = -1;
        std::string out, err;
        json::Value json() const { return json::parse(out).value(); }
    };
    std::vector<std::string> command(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), DIVAN_BINARY);
        arguments.insert(arguments.end(), {"--gateway", url_});
        return arguments;
    }
    static Told end_of(ChildProcess& program) {
        Told told;
        for (std::string line = program.read_line(60s); !line.empty(); line = program.read_line(60s))
            told.out += line + "\n";
        told.code = program.wait(60s).value_or(-1);
        told.err = program.errors();
        return told;
    }
    Told run(std::vector<std::string> arguments) const {
        ChildProcess program{command(std::move(arguments))};
        return end_of(program);
    }
    static json::Array list(const json::Value& document, const char* member) {
        const json::Value* found = json::find(document, member);
        const json::Array* array = found ? json::array_of(*found) : nullptr;
        return array ? *array : json::Array{};
    }
    static std::int64_t number(const json::Value& document, const char* member) {
        const json::Value* found = json::find(document, member);
        return found ? json::to_int64(*found).value_or(-1) : -1;
    }
    std::vector<std::string> jobs(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"jobs", "ls", "--json"});
        std::vector<std::string> ids;
        const json::Value document = run(std::move(more)).json();
        for (const json::Value& job : list(document, "jobs")) ids.push_back(json::text_or(job, "id"));
        return ids;
    }
    std::string content(const std::string& name) const {
        return read_file(folder_.path() / name).value_or("");
    }

    const TemporaryFolder folder_;
    std::unique_ptr<ChildProcess> gateway_;
    std::string url_ = "http://127.0.0.1:9";
};

}  // namespace divan
