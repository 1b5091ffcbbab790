#pragma once

#include <string>
#include <string_view>

#include "execution/prompt_run.hpp"

namespace divan::engine {

/// What a node may ask of the engine during one turn.
class TurnHost final : public NodeHost {
public:
    TurnHost(PromptRun& run, std::string id, InstanceMemory& memory)
        : run_{run}, id_{std::move(id)}, memory_{memory} {}

    /// The test before each call: an interruption, or the end of the engine.
    NodeResult<> before_call();
    /// Lets the fault plan strike. `hang` waits until the prompt is interrupted or the engine stops;
    /// `exit_process` and `restart_empty` end the prompt without a trace, after `Parts::on_fatal` was called.
    NodeResult<> strike(int step);

    NodeResult<> progress(double value, double max, const Image* preview) override;
    bool previews_wanted() const override;
    NodeResult<> wait(std::chrono::nanoseconds span) override;
    void progress_text(std::string_view text) override;
    const Folders& folders() const override;
    const std::string& unique_id() const override { return id_; }
    const json::Object& prompt() const override;
    const json::Value& extra_pnginfo() const override;
    InstanceMemory& instance_memory() override { return memory_; }
    void log(std::string_view line) override;

private:
    NodeResult<> hang();
    NodeResult<> end_process(ExecutionFaults::Kind kind);
    void send_preview(const Image& preview);

    PromptRun& run_;
    std::string id_;
    InstanceMemory& memory_;
    int step_ = 0;
};

}  // namespace divan::engine
