#include <algorithm>

#include <divan/workflow/python_text.hpp>

#include "catalogue_read.hpp"

namespace divan {
namespace {

const json::Object kNoOptions;

bool flag(const json::Value& entry, std::string_view key) {
    const auto* member = json::find(entry, key);
    return member && json::to_bool(*member).value_or(false);
}

/// V1 classes never write these three as false, V3 classes always write all of them.
bool is_v3(const json::Value& entry) {
    return json::find(entry, "api_node") && json::find(entry, "deprecated") &&
           json::find(entry, "experimental");
}

std::string key_text(const json::Object::value_type& member) {
    return {member.key().data(), member.key().size()};
}

class EntryReader {
public:
    EntryReader(std::string_view class_type, const json::Value& entry, std::vector<SkippedEntry>& skipped)
        : entry_{entry}, skipped_{skipped} {
        info_.class_type = class_type;
    }

    std::optional<NodeInfo> read() {
        info_.raw = json::object_of(entry_);
        if (!info_.raw) return refuse("the entry is no object");
        const auto* input = info_.raw->if_contains("input");
        if (input && !json::object_of(*input)) return refuse("'input' is no object");
        names();
        if (input) {
            section(*input, "required", InputSection::required);
            section(*input, "optional", InputSection::optional);
        }
        outputs();
        return std::move(info_);
    }

private:
    std::nullopt_t refuse(std::string reason) {
        skip(std::move(reason));
        return std::nullopt;
    }

    void skip(std::string reason) { skipped_.push_back({info_.class_type, std::move(reason)}); }

    void names() {
        info_.display_name = json::text_or(entry_, "display_name", info_.class_type);
        info_.category = json::text_or(entry_, "category");
        info_.description = json::text_or(entry_, "description");
        info_.python_module = json::text_or(entry_, "python_module");
        info_.output_node = flag(entry_, "output_node");
        info_.deprecated = flag(entry_, "deprecated");
        info_.experimental = flag(entry_, "experimental");
        info_.api_node = flag(entry_, "api_node");
        info_.v3 = is_v3(entry_);
    }

    void section(const json::Value& input, std::string_view key, InputSection section) {
        const auto* found = json::find(input, key);
        if (!found) return;
        const auto* specs = json::object_of(*found);
        if (!specs) return skip("'input." + std::string{key} + "' is no object");
        for (const auto& member : *specs) one_input(key_text(member), member.value(), section);
    }

    void one_input(std::string name, const json::Value& spec, InputSection section) {
        if (info_.input(name)) return;  // ComfyUI looks into `required` first
        InputSpec input;
        input.name = std::move(name);
        input.section = section;
        input.options = &kNoOptions;
        const auto* parts = json::array_of(spec);
        if (parts && !parts->empty())
            input.type = &(*parts)[0];
        else if (json::is_text(spec))
            input.type = &spec;
        if (!input.type || !(json::is_text(*input.type) || json::array_of(*input.type)))
            return skip("input '" + input.name + "' has no type");
        if (parts && parts->size() > 1) {
            if (const auto* options = json::object_of((*parts)[1]))
                input.options = options;
            else
                skip("the options of input '" + input.name + "' are no object; taken as none");
        }
        info_.inputs.push_back(std::move(input));
    }

    const json::Array* list(std::string_view key) const {
        const auto* member = json::find(entry_, key);
        return member ? json::array_of(*member) : nullptr;
    }

    static std::string text_at(const json::Array* items, std::size_t index) {
        return items && index < items->size() && json::is_text((*items)[index])
                   ? std::string{*json::text_of((*items)[index])}
                   : std::string{};
    }

    void outputs() {
        const auto* types = list("output");
        if (!types) return;
        const auto *names = list("output_name"), *lists = list("output_is_list"),
                   *tooltips = list("output_tooltips");
        for (std::size_t i = 0; i < types->size(); ++i) {
            OutputSpec output;
            output.type = &(*types)[i];
            output.name = text_at(names, i);
            if (output.name.empty()) output.name = python_str(*output.type);
            output.is_list = lists && i < lists->size() && json::to_bool((*lists)[i]).value_or(false);
            output.tooltip = text_at(tooltips, i);
            info_.outputs.push_back(std::move(output));
        }
    }

    const json::Value& entry_;
    std::vector<SkippedEntry>& skipped_;
    NodeInfo info_;
};

}  // namespace

std::optional<NodeInfo> read_node_info(std::string_view class_type, const json::Value& entry,
                                       std::vector<SkippedEntry>& skipped) {
    return EntryReader{class_type, entry, skipped}.read();
}

}  // namespace divan
