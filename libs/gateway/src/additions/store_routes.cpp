#include <algorithm>

#include <divan/store/backup.hpp>

#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/members.hpp"

// /api/v2/divan/store: backups and checks of a store that works, which in SQLite only its own gateway can
// make.
namespace divan::gateway {
namespace {

constexpr std::size_t kLongestName = 100;

/// One backup or check at a time.
struct Busy {
    explicit Busy(bool& flag) : flag_{flag} { flag_ = true; }
    ~Busy() { flag_ = false; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

private:
    bool& flag_;
};

Refusal busy() {
    return Refusal{409, "conflict", "a backup or a check is on its way already"}.after(
        std::chrono::seconds{10});
}

/// A folder of ours: callers name it, and do not say where it is.
bool is_plain_name(std::string_view name) {
    const auto plain = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.'; };
    return !name.starts_with('.') && std::ranges::all_of(name, plain);
}

asio::awaitable<Answer<>> back_up(Site& site, Call& call, std::shared_ptr<bool> working) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    Members members{*body};
    std::string name;
    members.text("name", name, kLongestName);
    if (name.empty() || !is_plain_name(name)) members.wrong("name", "must be a word of A-Z a-z 0-9 - _ .");
    if (auto sound = members.finish(); !sound) co_return refuse(std::move(sound).error());
    if (*working) co_return refuse(busy());
    const Busy now{*working};
    const std::filesystem::path folder = site.config.data_folder / "backups" / name;
    auto report = co_await store::back_up(site.store, &site.assets, folder);
    if (!report) {
        site.log.write(LogLevel::error, "gateway", "a backup failed",
                       {{"folder", folder.string()}, {"error", std::string_view{describe(report.error())}}});
        co_return refuse(report.error());
    }
    site.log.write(LogLevel::info, "gateway", "a backup was made",
                   {{"folder", folder.string()}, {"rows", std::to_string(report->rows)}});
    json::Object answer;
    answer["folder"] = std::filesystem::absolute(folder).string();
    answer["rows"] = report->rows;
    answer["files"] = report->files;
    answer["bytes"] = report->bytes;
    answer["missing_files"] = report->missing_files;
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> check(Site& site, Call& call, std::shared_ptr<bool> working) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    if (*working) co_return refuse(busy());
    const Busy now{*working};
    auto problems = co_await store::check(site.store, &site.assets);
    if (!problems) co_return refuse(problems.error());
    json::Array list;
    for (const store::Problem& problem : *problems) {
        json::Object one;
        one["what"] = problem.what;
        one["where"] = problem.where;
        list.emplace_back(std::move(one));
    }
    json::Object answer;
    answer["problems"] = std::move(list);
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_store_routes(Router& router, Site& site) {
    const auto working = std::make_shared<bool>(false);
    router.add("POST", "/api/v2/divan/store/backup", Scope::operate,
               [&site, working](Call& call) { return back_up(site, call, working); });
    router.add("POST", "/api/v2/divan/store/check", Scope::operate,
               [&site, working](Call& call) { return check(site, call, working); });
}

}  // namespace divan::gateway
