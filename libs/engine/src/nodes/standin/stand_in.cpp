#include "nodes/standin/stand_in.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include <fmt/format.h>

namespace divan::engine {

void StandInNotice::say(NodeHost& host) const {
    if (said_->exchange(true)) return;
    host.log(fmt::format("{}: this engine has no model weights; a stand-in works in place of the model",
                         class_name_));
}

NodeResult<> wait_for_load(NodeHost& host, const ModelCost& cost) {
    if (cost.load_seconds <= 0) return {};
    return host.wait(std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>{cost.load_seconds}));
}

NodeResult<> claim_vram(double needed_gb, double total_gb) {
    if (needed_gb <= total_gb) return {};
    return raise("torch.OutOfMemoryError",
                 fmt::format("Allocation on device 0 would exceed allowed memory. (out of memory)\n"
                             "Requested               : {:.2f} GiB\n"
                             "Device limit            : {:.2f} GiB",
                             needed_gb, total_gb));
}

double vram_of(const Model& model, const Conditioning& positive, const Conditioning& negative) {
    double sum = model.cost.vram_gb;
    for (const LoraUse& lora : model.loras) sum += lora.vram_gb;
    std::map<std::string, double> nets;  // one net is loaded once, however many hints use it
    for (const Conditioning* conditioning : {&positive, &negative})
        for (const PromptPart& part : conditioning->parts)
            for (const ControlHint& hint : part.controls)
                nets[hint.name] = std::max(nets[hint.name], hint.vram_gb);
    for (const auto& [name, gigabytes] : nets) sum += gigabytes;
    return sum;
}

}  // namespace divan::engine
