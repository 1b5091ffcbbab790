// Reads and writes a 10 MB node catalogue (the form of ComfyUI's /object_info) beside RapidJSON and simdjson.
// RapidJSON runs with the flags that give the same answers: full-precision doubles and NaN.
#include <benchmark/benchmark.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include <boost/json/monotonic_resource.hpp>

#include <divan/base/random.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace {

using divan::json::Array;
using divan::json::Object;

Object combo_input(divan::Rng& rng) {
    Array choices;
    for (auto left = 1 + rng.upto(150); left > 0; --left)
        choices.push_back(
            boost::json::string("models/checkpoint_v" + std::to_string(rng.upto(100'000)) + ".safetensors"));
    return {{"tooltip",
             "The name of the file to load; it must lie in the folder that belongs to this kind of model."},
            {"options", std::move(choices)}};
}

Object number_input(divan::Rng& rng) {
    return {{"default", static_cast<double>(rng.upto(1000)) / 100},
            {"min", 0.0},
            {"max", 100.0},
            {"step", 0.1},
            {"round", 0.01},
            {"tooltip", "How strongly the prompt is followed: higher values stay closer to the text."}};
}

Object seed_input() {
    return {{"default", 0}, {"min", 0}, {"max", UINT64_MAX}, {"control_after_generate", true}};
}

Object node_class(int index, divan::Rng& rng) {
    Object required;
    required["seed"] = Array{"INT", seed_input()};
    for (int i = 0; i < 6; ++i) required["value_" + std::to_string(i)] = Array{"FLOAT", number_input(rng)};
    required["file"] = Array{"COMBO", combo_input(rng)};
    return {{"input", Object{{"required", std::move(required)}}},
            {"output", Array{"IMAGE", "MASK"}},
            {"output_is_list", Array{false, false}},
            {"name", "SyntheticNode" + std::to_string(index)},
            {"description", "Made for a measurement.\nIt has text of the usual length, and an umlaut: ä."},
            {"category", "bench/synthetic"},
            {"output_node", false}};
}

const std::string& catalogue() {
    static const std::string text = [] {
        divan::Rng rng{20};
        Object all;
        std::size_t bytes = 0;
        for (int i = 0; bytes < 10'000'000; ++i) {
            Object node = node_class(i, rng);
            bytes += divan::json::write_python(node).size();
            all["SyntheticNode" + std::to_string(i)] = std::move(node);
        }
        return divan::json::write_python(all);
    }();
    return text;
}

constexpr unsigned kRapidFlags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseNanAndInfFlag;

void throughput(benchmark::State& state) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(catalogue().size()));
}

void read_divan_arena(benchmark::State& state) {
    for (auto _ : state) {
        boost::json::monotonic_resource arena;
        benchmark::DoNotOptimize(divan::json::parse(catalogue(), {}, &arena));
    }
    throughput(state);
}
BENCHMARK(read_divan_arena)->Unit(benchmark::kMillisecond);

void read_divan_heap(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(divan::json::parse(catalogue()));
    throughput(state);
}
BENCHMARK(read_divan_heap)->Unit(benchmark::kMillisecond);

void read_rapidjson(benchmark::State& state) {
    for (auto _ : state) {
        rapidjson::Document document;
        document.Parse<kRapidFlags>(catalogue().data(), catalogue().size());
        if (document.HasParseError()) state.SkipWithError("RapidJSON refused the document");
        benchmark::DoNotOptimize(document);
    }
    throughput(state);
}
BENCHMARK(read_rapidjson)->Unit(benchmark::kMillisecond);

void read_simdjson(benchmark::State& state) {
    const simdjson::padded_string padded{catalogue()};
    simdjson::dom::parser parser;
    for (auto _ : state) benchmark::DoNotOptimize(parser.parse(padded).error());
    throughput(state);
}
BENCHMARK(read_simdjson)->Unit(benchmark::kMillisecond);

void write_divan(benchmark::State& state) {
    const auto value = divan::json::parse(catalogue()).value();
    for (auto _ : state) benchmark::DoNotOptimize(divan::json::write(value));
    throughput(state);
}
BENCHMARK(write_divan)->Unit(benchmark::kMillisecond);

void write_rapidjson(benchmark::State& state) {
    rapidjson::Document document;
    document.Parse<kRapidFlags>(catalogue().data(), catalogue().size());
    for (auto _ : state) {
        rapidjson::StringBuffer buffer;
        rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
        document.Accept(writer);
        benchmark::DoNotOptimize(buffer.GetString());
    }
    throughput(state);
}
BENCHMARK(write_rapidjson)->Unit(benchmark::kMillisecond);

void write_simdjson(benchmark::State& state) {
    const simdjson::padded_string padded{catalogue()};
    simdjson::dom::parser parser;
    const simdjson::dom::element root = parser.parse(padded);
    for (auto _ : state) benchmark::DoNotOptimize(simdjson::minify(root));
    throughput(state);
}
BENCHMARK(write_simdjson)->Unit(benchmark::kMillisecond);

}  // namespace
