#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <divan/workflow/token_template.hpp>

#include "http/refusal.hpp"

namespace divan::gateway {

/// The body of `POST /jobs`.
struct SimpleRequest {
    std::optional<std::string> prompt_text, negative_prompt, lora_name, checkpoint_name;
    std::optional<std::string> source_image;  ///< a URL, a data URL, or the id of an asset
    std::optional<std::uint64_t> seed;        ///< nothing: a random one
    int chapter = 1, page = 1;                ///< 1 to 999,999
    std::string template_name = "txt2img-lora";
    TokenValues values;                         ///< of other slots
    json::Object client;                        ///< the caller's own, given back as it is; at most 16 KiB
    std::chrono::milliseconds timeout{90'000};  ///< from the submission to the end; at most 48 hours

    SimpleRequest() = default;
};

/// Refusals: 400 `invalid_request` with every problem under `details.problems`: {member, message, hint}.
Answer<SimpleRequest> read_simple_request(const json::Object& body);

/// What the caller wants in the slots of the template, and what stands in where it wants nothing: an empty
/// negative prompt, no LoRA, `seed`, and `checkpoint` where there is one.
struct SlotValues {
    TokenValues wanted, otherwise;

    SlotValues() = default;
};
SlotValues slot_values(const SimpleRequest& request, std::uint64_t seed,
                       const std::optional<std::string>& checkpoint);

}  // namespace divan::gateway
