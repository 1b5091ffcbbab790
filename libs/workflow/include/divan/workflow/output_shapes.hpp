#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <divan/workflow/workflow.hpp>

namespace divan {

/// Which keys the UI output of a node class has, so that a program knows where to look in a result: "images",
/// "audio", "3d", "text" … A value: start from the known ones and add those of your own nodes, for all
/// workflows or for one. A hint, not a promise: what a node really shows is in its output.
class OutputShapes {
public:
    /// ComfyUI 0.3.64's own nodes (nodes.py, comfy_extras), VHS_VideoCombine, and KSampler with "samples", as
    /// comfyui-node has it; ComfyUI shows nothing for a KSampler.
    OutputShapes();

    void set(std::string class_type, std::vector<std::string> keys);
    /// Nullptr for a class that is not known. An unknown class whose name begins with "SaveImage" or
    /// "PreviewImage" has "images".
    const std::vector<std::string>* find(std::string_view class_type) const;

private:
    std::map<std::string, std::vector<std::string>, std::less<>> keys_;
    std::vector<std::string> images_{"images"};
};

/// The known ones, made once.
const OutputShapes& known_output_shapes();

/// A collected output with what it should hold.
struct ExpectedOutput {
    DeclaredOutput output;
    std::string class_type;
    std::vector<std::string> keys;  ///< empty: nothing, or not known

    bool operator==(const ExpectedOutput&) const = default;
};

/// For the outputs that `collected_outputs` names.
std::vector<ExpectedOutput> expected_outputs(const Workflow& workflow,
                                             const std::vector<DeclaredOutput>& outputs,
                                             const OutputShapes& shapes = known_output_shapes());

}  // namespace divan
