// One fault at a time, over twenty seeds: `divan run` ends with the right exit code, within its deadline, and
// never reports success without complete files. Run it alone to see the table:
// build/dev/tests/fault_table_tests
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <sstream>
#include <thread>

#include <divan/base/files.hpp>
#include <divan/engine/engine.hpp>
#include <divan/engine/image_codec.hpp>

#include "program.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr int kSeeds = 20;

constexpr std::string_view kWorkflow = R"({
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5-pruned-emaonly-fp16.safetensors"}},
  "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 128, "height": 64, "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lake", "clip": ["4", 1]}},
  "3": {"class_type": "KSampler", "inputs": {"seed": -1, "steps": 4, "cfg": 7.0, "sampler_name": "euler", "scheduler": "normal",
        "denoise": 1.0, "model": ["4", 0], "positive": ["6", 0], "negative": ["6", 0], "latent_image": ["5", 0]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "fault"}}
})";

struct Case {
    std::string name;
    std::string fault;        ///< TOML; "NTH" becomes a number that depends on the seed
    std::vector<int> wanted;  ///< exit codes that are right
    std::string timeout = "40s";
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

struct Outcome {
    int exit_code = -1;
    bool files_complete = false;
    std::string err;
    std::chrono::milliseconds took{0};
};

/// Every saved file is a whole picture of the right size, and there is one.
bool complete(const fs::path& folder) {
    int pictures = 0;
    if (!fs::exists(folder)) return false;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) continue;
        const auto bytes = read_file(entry.path());
        const auto image =
            bytes ? engine::decode_image(*bytes) : Result<engine::DecodedImage>{fail(bytes.error())};
        if (!image || image->image.width != 128 || image->image.height != 64) return false;
        ++pictures;
    }
    return pictures == 1;
}

std::string with_seed(std::string fault, int seed) {
    for (auto at = fault.find("NTH"); at != std::string::npos; at = fault.find("NTH"))
        fault.replace(at, 3, std::to_string(1 + seed % 4));
    return "seed = " + std::to_string(seed + 1) + "\n[[fault]]\n" + fault;
}

Outcome run_once(const Case& one, int seed) {
    const TemporaryFolder folder{"divan-faults"};
    EXPECT_TRUE(write_file(folder.path() / "plan.toml", with_seed(one.fault, seed)));
    EXPECT_TRUE(write_file(folder.path() / "workflow.json", kWorkflow));
    const Logger silent;
    engine::EngineConfig config;
    config.faults_file = folder.path() / "plan.toml";
    engine::Engine engine{config, silent};
    const auto started = engine.start();
    EXPECT_TRUE(started) << describe(started.error());

    std::istringstream in;
    std::ostringstream out, err;
    app::Program program{app::Shell{in, out, err, {}}};
    const auto begin = std::chrono::steady_clock::now();
    const auto code =
        program.run({"run", (folder.path() / "workflow.json").string(), "--server", engine.url(), "-o",
                     (folder.path() / "out").string(), "--timeout", one.timeout});
    Outcome outcome;
    outcome.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    outcome.exit_code = static_cast<int>(code);
    outcome.files_complete = complete(folder.path() / "out");
    outcome.err = err.str();
    return outcome;
}

/// The seeds of one fault at once: mostly they wait.
std::vector<Outcome> run_all(const Case& one) {
    std::vector<Outcome> outcomes(kSeeds);
    std::atomic<int> next{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 10; ++i)
        threads.emplace_back([&] {
            for (int seed = next++; seed < kSeeds; seed = next++)
                outcomes[static_cast<std::size_t>(seed)] = run_once(one, seed);
        });
    threads.clear();
    return outcomes;
}

class FaultTable : public testing::TestWithParam<Case> {};

TEST_P(FaultTable, EndsRightWithEachFault) {
    const Case& one = GetParam();
    const auto outcomes = run_all(one);
    std::map<int, int> codes;
    std::chrono::milliseconds longest{0};
    for (const Outcome& outcome : outcomes) {
        ++codes[outcome.exit_code];
        longest = std::max(longest, outcome.took);
        EXPECT_NE(std::find(one.wanted.begin(), one.wanted.end(), outcome.exit_code), one.wanted.end())
            << one.name << " ended " << outcome.exit_code << "\n"
            << outcome.err;
        EXPECT_TRUE(outcome.exit_code != 0 || outcome.files_complete)
            << one.name << ": success without complete files";
        EXPECT_LT(outcome.took, 90s) << one.name << " went on past its deadline";
    }
    std::cout << "| " << one.name << " |";
    for (const auto& [code, times] : codes) std::cout << " exit " << code << " × " << times;
    std::cout << " | " << longest.count() << " ms |\n";
}

std::vector<Case> message_cases() {
    std::vector<Case> cases;
    for (const std::string type : {"status", "execution_start", "execution_cached", "executing", "progress",
                                   "progress_state", "executed", "execution_success", "preview", "*"})
        for (const std::string effect :
             {"lose", "double", "delay", "reorder", "corrupt", "truncate", "wrong_id", "old_id", "cut"})
            cases.push_back(
                {type + " " + effect, "message = \"" + type + "\"\ndo = \"" + effect + "\"\nnth = NTH", {0}});
    return cases;
}

std::vector<Case> route_cases() {
    const auto route = [](const std::string& where, const std::string& effect, const std::string& more,
                          std::vector<int> wanted) {
        std::string fault = "route = \"" + where + "\"\ndo = \"" + effect + "\"";
        if (!more.empty()) fault += "\n" + more;
        return Case{where + " " + effect + (more.empty() ? "" : " (" + more + ")"), fault, std::move(wanted)};
    };
    std::vector<Case> cases;
    for (const std::string effect :
         {"accept_then_status", "accept_then_reset", "corrupt", "truncate", "wrong_id", "old_id", "delay"})
        cases.push_back(route("POST /prompt", effect, "", {0}));
    for (const std::string effect : {"status", "reset"})
        cases.push_back(route("POST /prompt", effect, "times = 1", {0}));
    cases.push_back(route("POST /prompt", "status", "", {5}));
    cases.push_back(route("POST /prompt", "hang", "for = \"500ms\"", {5}));
    for (const std::string where : {"GET /history/*", "GET /queue"}) {
        for (const std::string effect : {"status", "reset", "corrupt", "truncate", "delay"})
            cases.push_back(route(where, effect, "times = 2", {0}));
        cases.push_back(route(where, "slow", "bytes_per_second = 4096", {0}));
    }
    cases.push_back(route("GET /history/*", "late", "for = \"1s\"", {0}));
    for (const std::string effect : {"status", "reset", "cut", "wrong_length", "corrupt", "truncate"}) {
        cases.push_back(route("GET /view", effect, "times = 1", {0}));
        cases.push_back(route("GET /view", effect, "", {8}));
    }
    cases.push_back(route("GET /view", "slow", "bytes_per_second = 8192", {0}));
    cases.push_back(route("GET /view", "delay", "", {0}));
    return cases;
}

std::vector<Case> other_cases() {
    return {
        {"node raise", "node = \"KSampler\"\ndo = \"raise\"", {4}},
        {"node raise at a step", "node = \"KSampler\"\ndo = \"raise\"\nstep = NTH", {4}},
        {"node out_of_memory", "node = \"VAEDecode\"\ndo = \"out_of_memory\"", {4}},
        {"node nan", "node = \"SaveImage\"\ndo = \"nan\"", {0}},
        {"node hang", "node = \"KSampler\"\ndo = \"hang\"\nstep = NTH", {6}, "4s"},
        {"connect deaf", "connect = true\ndo = \"deaf\"\ntimes = 1", {0}},
        {"connect status", "connect = true\ndo = \"status\"", {0}},
        {"connect reset", "connect = true\ndo = \"reset\"", {0}},
        {"connect delay", "connect = true\ndo = \"delay\"", {0}},
        {"restart_empty at a message",
         "message = \"execution_start\"\ndo = \"restart_empty\"\ntimes = 1",
         {4}},
        {"restart_empty in a node",
         "node = \"KSampler\"\ndo = \"restart_empty\"\nstep = NTH\ntimes = 1",
         {4}},
    };
}

std::string case_name(const testing::TestParamInfo<Case>& info) {
    std::string name;
    for (const char c : info.param.name) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    return name + "_" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(Messages, FaultTable, testing::ValuesIn(message_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Routes, FaultTable, testing::ValuesIn(route_cases()), case_name);
INSTANTIATE_TEST_SUITE_P(Others, FaultTable, testing::ValuesIn(other_cases()), case_name);

}  // namespace
}  // namespace divan
