#include "simple/shelf_delivery.hpp"

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>

#include "simple/off_the_loop.hpp"
#include "simple/shelving.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

using Work = std::function<Result<void>()>;

std::string extension_of(const std::string& name) {
    const std::string extension = std::filesystem::path{name}.extension().string();
    return extension.size() > 1 ? extension.substr(1) : "bin";
}

OutputPattern::Values values_for(const store::Job& job, const SimpleOrder& order, const store::Output& output,
                                 std::size_t index) {
    OutputPattern::Values values;
    values["chapter"] = std::to_string(order.chapter);
    values["page"] = std::to_string(order.page);
    values["template"] = order.template_name;
    values["seed"] = order.seed ? std::to_string(*order.seed) : "none";
    values["job"] = job.id.str();
    values["date"] = to_rfc3339(job.created_at).substr(0, 10);
    values["ext"] = extension_of(output.name);
    values["name"] = std::filesystem::path{output.name}.stem().string();
    values["node"] = output.node;
    values["index"] = std::to_string(index);
    return values;
}

asio::awaitable<Result<void>> bring(store::AssetStore& assets, std::shared_ptr<Shelving> shelving,
                                    store::Output output) {
    store::Blob blob;
    blob.hash = output.hash;
    blob.size = output.size;
    blob.content_type = output.content_type;
    auto reader = co_await assets.open(std::move(blob));
    if (!reader) co_return fail(std::move(reader).error());
    Work begin = [shelving, number = output.number] { return shelving->begin(number); };
    if (auto begun = co_await off_the_loop<void>(std::move(begin)); !begun) co_return begun;
    for (std::int64_t at = 0; at < output.size;) {
        auto piece = co_await (*reader)->read(at, kPiece);
        if (!piece) co_return fail(std::move(piece).error());
        at += static_cast<std::int64_t>(piece->size());
        Work write = [shelving, bytes = std::move(*piece)] { return shelving->write(bytes); };
        if (auto written = co_await off_the_loop<void>(std::move(write)); !written) co_return written;
    }
    Work complete = [shelving] { return shelving->complete(); };
    co_return co_await off_the_loop<void>(std::move(complete));
}

asio::awaitable<Result<void>> bring_if_missing(store::AssetStore& assets, std::shared_ptr<Shelving> shelving,
                                               store::Output output) {
    std::function<Result<bool>()> look = [shelving, number = output.number]() -> Result<bool> {
        return shelving->has(number);
    };
    auto has = co_await off_the_loop<bool>(std::move(look));
    if (!has) co_return fail(std::move(has).error());
    if (*has) co_return Result<void>{};
    co_return co_await bring(assets, std::move(shelving), std::move(output));
}

/// Its bytes are not there any more, or not the ones they were: trying again does not help.
bool is_lost(const Error& error) {
    return error.code == Errc::not_found || error.code == Errc::store_damaged;
}

}  // namespace

std::vector<store::Output> files_of(const std::vector<store::Output>& outputs) {
    std::vector<store::Output> files;
    for (const store::Output& output : outputs) {
        const auto details = json::parse(output.details);
        if (details && json::find(*details, "type") != nullptr) files.push_back(output);
    }
    return files;
}

asio::awaitable<Result<bool>> deliver(store::Store& store, store::AssetStore& assets,
                                      std::shared_ptr<const ShelfFolder> shelf, store::Job job,
                                      SimpleOrder order) {
    auto outputs = co_await store::outputs_of(store, job.id);
    if (!outputs) co_return fail(std::move(outputs).error());
    std::function<Result<std::shared_ptr<Shelving>>()> open = [shelf, id = job.id] {
        return Shelving::open(shelf, id);
    };
    auto opened = co_await off_the_loop<std::shared_ptr<Shelving>>(std::move(open));
    if (!opened) co_return fail(std::move(opened).error());
    const std::shared_ptr<Shelving> shelving = *opened;
    if (!shelving) co_return false;
    if (shelving->done()) co_return true;
    const std::vector<store::Output> files = files_of(*outputs);
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto brought = co_await bring_if_missing(assets, shelving, files[i]);
        if (!brought && is_lost(brought.error())) {
            Work give_up = [shelving, why = describe(brought.error())] { return shelving->give_up(why); };
            if (auto noted = co_await off_the_loop<void>(std::move(give_up)); !noted)
                co_return fail(std::move(noted).error());
            continue;
        }
        if (!brought) co_return fail(std::move(brought).error());
        Work put = [shelving, number = files[i].number, values = values_for(job, order, files[i], i + 1)] {
            return shelving->put(number, values);
        };
        if (auto named = co_await off_the_loop<void>(std::move(put)); !named)
            co_return fail(std::move(named).error());
    }
    Work finish = [shelving] { return shelving->finish(); };
    if (auto finished = co_await off_the_loop<void>(std::move(finish)); !finished)
        co_return fail(std::move(finished).error());
    co_return true;
}

}  // namespace divan::gateway
