#pragma once

#include <string>
#include <string_view>

#include <divan/json/value.hpp>

namespace divan::engine {

/// What the fault plan wants to happen inside the executor (docs/engine.md, "Faults").
/// `hang` lasts until the prompt is interrupted or the engine stops. `raise` and `out_of_memory` end as node
/// errors with `message` (types RuntimeError and torch.OutOfMemoryError). `exit_process` and `restart_empty`
/// end the prompt without any message. Threads: called by the worker.
class ExecutionFaults {
public:
    enum class Kind { none, hang, raise, out_of_memory, exit_process, restart_empty };
    struct Action {
        Kind kind = Kind::none;
        std::string message;
    };

    virtual ~ExecutionFaults() = default;
    /// Asked before a node runs (`step` 0) and at each of its progress reports (`step` from 1).
    virtual Action at(std::string_view node_id, std::string_view class_type, int step) = 0;
    /// May change the UI output of a node (NaN and Infinity in it, and alike).
    virtual void alter_ui(std::string_view node_id, std::string_view class_type, json::Object& ui) = 0;
};

}  // namespace divan::engine
