#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/members.hpp"
#include "files/file_names.hpp"
#include "sources/bring_source.hpp"
#include "v2/asset_view.hpp"
#include "v2/upload_form.hpp"

// POST /api/v2/divan/assets: a file in, as a form, by its URL, or inside of the request.
namespace divan::gateway {
namespace {

const std::string kRoute = "POST /api/v2/divan/assets";
constexpr int kLongestSide = 32'768;

json::Array size_of(int width, int height) { return json::Array{json::Value(width), json::Value(height)}; }

json::Value scaled_view(const std::optional<PictureReport>& report) {
    if (!report) return json::Value(nullptr);
    json::Object scaled;
    scaled["from"] = size_of(report->source_width, report->source_height);
    scaled["to"] = size_of(report->width, report->height);
    return json::Value(std::move(scaled));
}

bool is_form(const Call& call) {
    return !net::multipart_boundary(call.header("Content-Type").value_or("")).empty();
}

Answer<std::vector<std::string>> tags_in(Members& members) {
    std::vector<std::string> tags;
    const json::Array* list = members.array("tags");
    if (!list) return tags;
    for (const json::Value& tag : *list) tags.emplace_back(json::text_of(tag).value_or(""));
    if (auto sound = check_tags(tags); !sound) return refuse(std::move(sound).error());
    return tags;
}

/// `{"url" | "data", "file_path", "tags", "expires_in", "max_side"}`.
Answer<std::pair<Source, FileWish>> read_wish(const json::Object& body, const Caller& caller) {
    Members members{body};
    Source source;
    FileWish wish;
    members.text("url", source.url, 2'048);
    members.text("data", source.data, caller.limits.body_bytes);
    members.text("file_path", wish.path, 4'096);
    members.number("max_side", wish.max_side, 1, kLongestSide);
    if (source.url.empty() == source.data.empty()) members.wrong("url", "or 'data' is needed, and not both");
    auto tags = tags_in(members);
    if (!tags) return refuse(std::move(tags).error());
    wish.tags = std::move(*tags);
    wish.path = clean_path(wish.path);
    if (const json::Value* seconds = members.value("expires_in")) {
        auto life = retention_of(json::to_int64(*seconds).value_or(-1));
        if (!life) return refuse(std::move(life).error());
        wish.keep_for = *life;
    }
    if (auto sound = members.finish(); !sound) return refuse(std::move(sound).error());
    return std::pair{std::move(source), std::move(wish)};
}

asio::awaitable<Answer<KeptFile>> take_form(Site& site, Call& call, std::optional<std::string> key) {
    FileIntake intake{site, call.caller};
    auto opened = co_await intake.open();
    if (!opened) co_return refuse(std::move(opened).error());
    UploadForm form{call, intake, call.caller.limits.upload_bytes, UploadForm::Parts::with_ours};
    auto wish = co_await form.read();
    if (!wish) co_return refuse(std::move(wish).error());
    wish->idempotency_key = std::move(key);
    wish->route = kRoute;
    wish->may_repeat = true;
    co_return co_await intake.keep(std::move(*wish));
}

asio::awaitable<Answer<KeptFile>> take_json(Site& site, Call& call, std::optional<std::string> key) {
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto read = read_wish(*body, call.caller);
    if (!read) co_return refuse(std::move(read).error());
    FileWish wish = std::move(read->second);
    wish.idempotency_key = std::move(key);
    wish.route = kRoute;
    wish.may_repeat = true;
    const Deadline deadline = within(site.config.media.fetch.time);
    co_return co_await bring_source(site, call.caller, std::move(read->first), std::move(wish), deadline);
}

asio::awaitable<Answer<>> take(Site& site, Call& call) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    auto key = idempotency_key(call);
    if (!key) co_return refuse(std::move(key).error());
    const auto taking = is_form(call) ? &take_form : &take_json;
    auto file = co_await taking(site, call, std::move(*key));
    if (!file) co_return refuse(std::move(file).error());
    json::Object view = v2_asset(file->asset, site, call.origin());
    view["created_new"] = file->new_bytes;
    view["scaled"] = scaled_view(file->scaled);
    co_return co_await call.reply(file->new_bytes ? 201 : 200, std::move(view));
}

}  // namespace

void add_asset_source_routes(Router& router, Site& site) {
    router.add("POST", "/api/v2/divan/assets", Scope::submit,
               [&site](Call& call) { return take(site, call); });
}

}  // namespace divan::gateway
