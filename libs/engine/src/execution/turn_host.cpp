#include "execution/turn_host.hpp"

#include <algorithm>
#include <chrono>

namespace divan::engine {
namespace {

tl::unexpected<NodeFailure> interruption() {
    NodeFailure failure;
    failure.type = "comfy.model_management.InterruptProcessingException";
    failure.interrupted = true;
    return tl::unexpected<NodeFailure>{std::move(failure)};
}

/// A clip of the first batch element: a preview shows nothing else, and a batch may be large.
Image first_element(const Image& image) {
    Image first{image.batch > 0 ? 1 : 0, image.height, image.width, image.channels};
    std::copy_n(image.values.begin(), first.values.size(), first.values.begin());
    return first;
}

}  // namespace

NodeResult<> TurnHost::before_call() {
    if (run_.env_.parts.queue.stopped()) {
        run_.fate_ = PromptFate::abandoned;
        return interruption();
    }
    if (run_.env_.parts.queue.interrupt.exchange(false)) return interruption();
    return {};
}

NodeResult<> TurnHost::strike(int step) {
    ExecutionFaults* faults = run_.env_.parts.faults;
    if (!faults) return {};
    const auto action = faults->at(id_, run_.graph_.class_of(id_), step);
    switch (action.kind) {
        case ExecutionFaults::Kind::none:
            return {};
        case ExecutionFaults::Kind::hang:
            return hang();
        case ExecutionFaults::Kind::raise:
            return raise("RuntimeError", action.message);
        case ExecutionFaults::Kind::out_of_memory:
            return raise("torch.OutOfMemoryError",
                         action.message.empty() ? "Allocation on device " : action.message);
        case ExecutionFaults::Kind::exit_process:
        case ExecutionFaults::Kind::restart_empty:
            return end_process(action.kind);
    }
    return {};
}

NodeResult<> TurnHost::hang() {
    while (true)
        if (run_.env_.parts.queue.wait_for_interrupt(std::chrono::hours{1})) return before_call();
}

NodeResult<> TurnHost::end_process(ExecutionFaults::Kind kind) {
    const bool gone = kind == ExecutionFaults::Kind::exit_process;
    run_.fate_ = gone ? PromptFate::process_gone : PromptFate::abandoned;
    if (run_.env_.parts.on_fatal) run_.env_.parts.on_fatal(kind);
    return interruption();
}

NodeResult<> TurnHost::progress(double value, double max, const Image* preview) {
    if (auto free = before_call(); !free) return free;
    if (auto unharmed = strike(++step_); !unharmed) return unharmed;
    run_.progress_.update(id_, value, max);
    // ComfyUI sends event 4 before `progress` and event 1 after it; which of them a client gets is known to
    // the server layer only. So a preview always leaves here first, and that layer holds back the ones that
    // become event 1.
    if (preview && previews_wanted()) send_preview(*preview);
    json::Object data{{"value", step_number(value)}, {"max", step_number(max)}};
    data.emplace("prompt_id", run_.announcer_.prompt_id());
    data.emplace("node", id_);
    run_.announcer_.to_client_or_all("progress", std::move(data));
    return {};
}

void TurnHost::send_preview(const Image& preview) {
    run_.announcer_.preview(run_.progress_.metadata_of(id_),
                            std::make_shared<const Image>(first_element(preview)));
}

bool TurnHost::previews_wanted() const { return run_.env_.config.previews; }

NodeResult<> TurnHost::wait(std::chrono::nanoseconds span) {
    run_.env_.parts.queue.wait_for_interrupt(span);
    return before_call();
}

void TurnHost::progress_text(std::string_view text) { run_.announcer_.progress_text(id_, text); }

const Folders& TurnHost::folders() const { return run_.env_.parts.folders; }

const json::Object& TurnHost::prompt() const { return run_.graph_.prompt(); }

const json::Value& TurnHost::extra_pnginfo() const {
    static const json::Value kNone;
    const json::Value* info = json::find(run_.item_.extra_data, "extra_pnginfo");
    return info ? *info : kNone;
}

void TurnHost::log(std::string_view line) {
    if (run_.env_.parts.log) run_.env_.parts.log(line);
}

}  // namespace divan::engine
