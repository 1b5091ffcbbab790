#include "simple/templates.hpp"

#include <algorithm>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/workflow/template_folder.hpp>

namespace divan::gateway {

Result<std::vector<std::string>> Templates::names() const {
    std::vector<std::string> names;
    if (!folder_.empty()) {
        auto own = TemplateFolder{folder_}.names();
        if (!own) return own;
        names = std::move(*own);
    }
    if (std::ranges::find(names, kShippedTemplate) == names.end()) names.emplace_back(kShippedTemplate);
    std::ranges::sort(names);
    return names;
}

/// Errors: for a name that is nothing at all.
Result<bool> Templates::is_shipped(const std::string& name) const {
    if (!folder_.empty()) {
        auto file = TemplateFolder{folder_}.file(name);
        if (file) return false;
        if (file.error().code != Errc::invalid_argument) return fail(std::move(file).error());
    }
    if (name == kShippedTemplate) return true;
    auto known = names();
    if (!known) return fail(std::move(known).error());
    const std::string near = did_you_mean(name, *known);
    return fail(Errc::not_found, "there is no template '" + printable(name, 200) + "'",
                near.empty() ? "the templates are: " + join(*known, ", ") : near);
}

Result<TemplateFacts> Templates::facts(const std::string& name) const {
    auto shipped = is_shipped(name);
    if (!shipped) return fail(std::move(shipped).error());
    auto form = *shipped ? TokenTemplate::parse(shipped_template()) : TemplateFolder{folder_}.load(name);
    if (!form) return fail(std::move(form).error());
    TemplateFacts facts;
    facts.name = name;
    facts.shipped = *shipped;
    facts.tokens = form->tokens();
    return facts;
}

Result<std::vector<TemplateFacts>> Templates::list() const {
    auto known = names();
    if (!known) return fail(std::move(known).error());
    std::vector<TemplateFacts> list;
    for (const std::string& name : *known) {
        auto one = facts(name);
        if (!one) {
            TemplateFacts broken;
            broken.name = name;
            broken.problem = one.error().message;
            one = std::move(broken);
        }
        list.push_back(std::move(*one));
    }
    return list;
}

Result<TokenTemplate> Templates::take(const std::string& name) const {
    auto shipped = is_shipped(name);
    if (!shipped) return fail(std::move(shipped).error());
    if (*shipped) return TokenTemplate::parse(shipped_template());
    const TemplateFolder folder{folder_};
    auto file = folder.file(name);
    if (!file) return fail(std::move(file).error());
    if (!backups_.empty())
        if (auto kept = back_up_workflow(*file, backups_); !kept) return fail(std::move(kept).error());
    return folder.load(name);
}

}  // namespace divan::gateway
