#pragma once

#include <map>
#include <string>

#include <divan/json/value.hpp>
#include <divan/workflow/validate.hpp>

#include "execution/node.hpp"

namespace divan::engine {

/// What the classes of one prompt allow, read now: file lists are up to date, as ComfyUI asks each class anew
/// for every prompt. `registry` and `folders` outlive it.
class PromptCatalogue {
public:
    PromptCatalogue(const json::Value& request_body, const NodeRegistry& registry, const Folders& folders);

    PromptVerdict judge(const json::Value& request_body) const;

private:
    void add(const NodeClass& node, const Folders& folders, json::Object& info);

    NodeCatalogue catalogue_;
    std::map<std::string, CustomValidation, std::less<>> custom_;
};

}  // namespace divan::engine
