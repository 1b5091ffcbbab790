#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <divan/base/files.hpp>

#include "execution/node.hpp"
#include "nodes/builtin_nodes.hpp"

/// Only for the tests of the nodes: a host and a bench to run single nodes on.
namespace divan::engine::node_test {

/// A host that writes down what a node asks for, with folders of its own.
class RecordingHost final : public NodeHost {
public:
    struct Step {
        double value, max;
        std::optional<Image> preview;
    };

    NodeResult<> progress(double value, double max, const Image* preview = nullptr) override {
        steps.push_back({value, max, preview ? std::optional{*preview} : std::nullopt});
        if (interrupt_at == static_cast<int>(steps.size())) return interrupted();
        return {};
    }
    bool previews_wanted() const override { return previews; }
    NodeResult<> wait(std::chrono::nanoseconds span) override {
        waited += span;
        return {};
    }
    void progress_text(std::string_view text) override { texts.emplace_back(text); }
    const Folders& folders() const override { return folders_; }
    const std::string& unique_id() const override { return id; }
    const json::Object& prompt() const override { return prompt_; }
    const json::Value& extra_pnginfo() const override { return extra; }
    std::map<std::string, std::string>& instance_memory() override { return memory; }
    void log(std::string_view line) override { lines.emplace_back(line); }

    std::vector<Step> steps;
    std::vector<std::string> texts, lines;
    std::chrono::nanoseconds waited{};
    std::map<std::string, std::string> memory;
    json::Value extra;
    json::Object prompt_;
    std::string id = "7";
    bool previews = false;
    int interrupt_at = 0;  ///< at which progress report; 0: never

private:
    static tl::unexpected<NodeFailure> interrupted() {
        NodeFailure failure{"InterruptProcessingException", ""};
        failure.interrupted = true;
        return tl::unexpected{std::move(failure)};
    }
    Folders make_folders() const {
        Folders made;
        made.input = home_.path() / "input";
        made.output = home_.path() / "output";
        made.temp = home_.path() / "temp";
        made.user = home_.path() / "user";
        for (const auto& folder : {made.input, made.output, made.temp, made.user})
            std::filesystem::create_directories(folder);
        return made;
    }

    TemporaryFolder home_{"divan-nodes"};
    Folders folders_ = make_folders();
};

/// All classes, run one by one.
class NodeBench {
public:
    explicit NodeBench(const ModelCosts& costs = ModelCosts::builtin()) {
        add_builtin_nodes(registry, costs);
        add_test_nodes(registry);
    }

    using Given = std::vector<std::pair<std::string, Datum>>;

    NodeResult<NodeOutputs> try_run(const std::string& class_name, const Given& given) {
        NodeInputs inputs;
        for (const auto& [name, datum] : given) inputs.set(name, datum);
        return registry.find(class_name)->run(inputs, host);
    }
    /// The outputs of a call that must succeed.
    NodeOutputs run(const std::string& class_name, const Given& given) {
        auto outputs = try_run(class_name, given);
        if (!outputs)
            throw std::runtime_error(class_name + ": " + outputs.error().type + ": " +
                                     outputs.error().message);
        return *std::move(outputs);
    }
    /// Its first slot.
    Datum first(const std::string& class_name, const Given& given) {
        return run(class_name, given).slots.at(0).at(0);
    }

    NodeRegistry registry;
    RecordingHost host;
};

inline Datum number(double value) { return Datum{json::Value(value)}; }
inline Datum whole(std::int64_t value) { return Datum{json::Value(value)}; }
inline Datum text(std::string_view value) { return Datum{json::Value(value)}; }
inline Datum truth(bool value) { return Datum{json::Value(value)}; }

}  // namespace divan::engine::node_test
