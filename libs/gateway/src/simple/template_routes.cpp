#include "simple/off_the_loop.hpp"
#include "simple/templates.hpp"
#include "site.hpp"

namespace divan::gateway {
namespace {

/// What stands in a slot when a request says nothing of it.
json::Object defaults_of(const Site& site, const std::vector<std::string>& tokens) {
    json::Object defaults;
    for (const std::string& token : tokens) {
        if (token == "NEGATIVE_PROMPT" || token == "LORA_NAME") defaults[token] = "";
        if (token == "SEED") defaults[token] = -1;
        // Without a configured one it is the first that a server has: null.
        if (token == "CHECKPOINT_NAME")
            defaults[token] = site.config.default_checkpoint.empty()
                                  ? json::Value(nullptr)
                                  : json::Value(site.config.default_checkpoint);
    }
    return defaults;
}

json::Object view_of(const Site& site, const TemplateFacts& facts) {
    json::Object view;
    view["name"] = facts.name;
    view["shipped"] = facts.shipped;
    json::Array tokens;
    for (const std::string& token : facts.tokens) tokens.emplace_back(token);
    view["tokens"] = std::move(tokens);
    view["defaults"] = defaults_of(site, facts.tokens);
    if (!facts.problem.empty()) view["problem"] = facts.problem;
    return view;
}

asio::awaitable<Answer<>> list_templates(Site& site, Call& call) {
    const Templates templates{site.config.template_folder, site.config.backup_folder};
    std::function<Result<std::vector<TemplateFacts>>()> read = [templates] { return templates.list(); };
    auto list = co_await off_the_loop<std::vector<TemplateFacts>>(std::move(read));
    if (!list) {
        site.log.write(LogLevel::error, "gateway", "the folder of templates cannot be read",
                       {{"error", std::string_view{describe(list.error())}}});
        co_return refuse(list.error());
    }
    json::Array views;
    for (const TemplateFacts& facts : *list) views.emplace_back(view_of(site, facts));
    json::Object answer;
    answer["templates"] = std::move(views);
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> show_template(Site& site, Call& call) {
    const Templates templates{site.config.template_folder, site.config.backup_folder};
    std::function<Result<TemplateFacts>()> read = [templates, name = call.parameter("name")] {
        return templates.facts(name);
    };
    auto facts = co_await off_the_loop<TemplateFacts>(std::move(read));
    if (!facts && facts.error().code == Errc::unsafe_path)
        co_return refuse(404, "not_found", "there is no template of that name");
    if (!facts) co_return refuse(facts.error());
    co_return co_await call.reply(200, view_of(site, *facts));
}

}  // namespace

void add_template_routes(Router& router, Site& site) {
    router.add("GET", "/api/v2/divan/templates", Scope::read,
               [&site](Call& call) { return list_templates(site, call); });
    router.add("GET", "/api/v2/divan/templates/{name}", Scope::read,
               [&site](Call& call) { return show_template(site, call); });
}

}  // namespace divan::gateway
