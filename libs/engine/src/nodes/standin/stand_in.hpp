#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "execution/node.hpp"
#include "nodes/model_costs.hpp"
#include "nodes/objects.hpp"

namespace divan::engine {

/// Says once per engine and class that a node only stands in for a model.
class StandInNotice {
public:
    explicit StandInNotice(std::string class_name) : class_name_{std::move(class_name)} {}
    void say(NodeHost& host) const;

private:
    std::string class_name_;
    std::shared_ptr<std::atomic<bool>> said_ = std::make_shared<std::atomic<bool>>(false);
};

/// Waits as long as loading the file takes. Errors: the interruption.
NodeResult<> wait_for_load(NodeHost& host, const ModelCost& cost);

/// torch.OutOfMemoryError when model, LoRAs and control nets need more than the card has. What is not in use
/// is unloaded in ComfyUI, so only what works at the same time counts.
NodeResult<> claim_vram(double needed_gb, double total_gb);
double vram_of(const Model& model, const Conditioning& positive, const Conditioning& negative);

}  // namespace divan::engine
