#pragma once

#include <string>

#include <divan/json/value.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/validate.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::test {

/// A document of tests/data.
json::Value data_file(const std::string& name);

/// Some classes of a real ComfyUI 0.3.64, and the Trap* classes of its recordings.
const NodeCatalogue& catalogue();

/// Text to picture: 4 loader, 5 latent, 6 "Positive prompt", 7 "Negative prompt", 3 sampler, 8 decoder, 9
/// SaveImage.
Workflow red_fox();

/// EmptyImage 1 → ImageInvert 2 → … → SaveImage "out", `inverts` of them in the middle.
Workflow long_chain(int inverts);

json::Value from_text(std::string_view text);

/// VALIDATE_INPUTS as the recorded server had them: LoadImage (no file exists) and TrapValidate (refuses n =
/// 7).
const CustomValidation* recorded_validations(std::string_view class_type);

}  // namespace divan::test
