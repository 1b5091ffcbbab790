#include "sources/bring_source.hpp"

#include <divan/base/scratch_file.hpp>

#include "files/file_names.hpp"
#include "sources/data_url.hpp"
#include "sources/fetch_file.hpp"

namespace divan::gateway {
namespace {

/// "https://host/a/fox.png?size=2" as "fox.png".
std::string name_in(const std::string& url) {
    const std::string path = url.substr(0, url.find_first_of("?#"));
    const auto host = path.find("://");
    const auto slash = path.rfind('/');
    if (host == std::string::npos || slash == std::string::npos || slash < host + 3) return "download";
    const std::string name = clean_path(net::percent_decode(path.substr(slash + 1)));
    return name.empty() ? "download" : name;
}

/// A request that fetches, until the end of the scope.
class Fetching {
public:
    explicit Fetching(Site& site) : site_{site} { ++site_.fetching; }
    ~Fetching() { --site_.fetching; }
    Fetching(const Fetching&) = delete;
    Fetching& operator=(const Fetching&) = delete;

private:
    Site& site_;
};

asio::awaitable<Answer<>> fetch_into(Site& site, FileIntake& intake, std::string url, Deadline deadline) {
    const FetchConfig& config = site.config.media.fetch;
    if (site.fetching >= config.at_once)
        co_return refuse(
            Refusal{503, "busy", "too many files are being fetched"}.after(std::chrono::seconds{5}));
    const Fetching fetching{site};
    const ScratchFile file{site.config.dispatch.scratch, ".source"};
    const auto executor = co_await asio::this_coro::executor;
    auto fetched = co_await fetch_file(executor, config, std::move(url), file.path(), deadline);
    if (!fetched) co_return refuse(std::move(fetched).error());
    co_return co_await intake.take_file(file.path());
}

}  // namespace

asio::awaitable<Answer<KeptFile>> bring_source(Site& site, const Caller& caller, Source source, FileWish wish,
                                               Deadline deadline) {
    if (wish.path.empty()) wish.path = source.url.empty() ? "inline" : name_in(source.url);
    FileIntake intake{site, caller};
    auto opened = co_await intake.open();
    if (!opened) co_return refuse(std::move(opened).error());
    if (!source.url.empty()) {
        auto fetched = co_await fetch_into(site, intake, std::move(source.url), deadline);
        if (!fetched) co_return refuse(std::move(fetched).error());
    } else {
        const auto bytes = inline_bytes(source.data);
        if (!bytes) {
            Refusal refusal{422, "invalid_request", bytes.error().message};
            if (!bytes.error().hint.empty()) refusal.details["hint"] = bytes.error().hint;
            co_return refuse(std::move(refusal));
        }
        intake.take(*bytes);
        auto flushed = co_await intake.flush();
        if (!flushed) co_return refuse(std::move(flushed).error());
    }
    co_return co_await intake.keep(std::move(wish));
}

}  // namespace divan::gateway
