// Asks a server what it offers, stores a workflow among the user's files, and chooses a model by parameter.
// usage: namespaces SERVER WORKFLOW.json
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/client/capabilities.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/client/jobs.hpp>
#include <divan/client/model_switch.hpp>
#include <divan/client/userdata.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

asio::awaitable<Result<void>> look_around(Connection& connection, Workflow workflow, Deadline deadline) {
    Capabilities capabilities{connection};
    auto report = co_await capabilities.report(deadline);
    if (!report) co_return fail(report.error());
    for (const NamespaceSupport& one : *report)
        std::cout << name(one.space) << ": " << name(one.support) << "\n";

    jobs::ListRequest newest;
    newest.limit = 10;
    auto page = co_await jobs::list(connection, std::move(newest), deadline);
    if (!page && page.error().code == Errc::not_supported)
        std::cout << "no jobs API: it needs " << page.error().fact("needs") << "\n";

    auto files = co_await checkpoints(connection, deadline);
    if (!files) co_return fail(files.error());
    ModelChoice choice{"checkpoints", files->front()};
    auto switched = co_await switch_model(connection, workflow, choice, deadline);
    if (!switched) co_return fail(switched.error());

    userdata::StoreOptions keep;
    keep.overwrite = false;
    auto stored =
        co_await userdata::store(connection, "workflows/mine.json", switched->to_json(), keep, deadline);
    if (!stored) co_return fail(stored.error());
    std::cout << "stored " << stored->path << " with " << choice.file << "\n";
    co_return Result<void>{};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 3 ? argv[1] : "");
    const auto text = read_file(argc == 3 ? argv[2] : "");
    const auto workflow = text ? Workflow::parse(*text) : Result<Workflow>{fail(text.error())};
    if (!config || !workflow) {
        std::cerr << "usage: namespaces SERVER WORKFLOW.json\n";
        return 2;
    }
    asio::io_context io;
    Connection connection{io.get_executor(), *config};
    int status = 1;
    auto work = look_around(connection, *workflow, within(1min));
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr, Result<void> done) {
        if (!done) std::cerr << describe(done.error()) << "\n";
        status = done ? 0 : 1;
        io.stop();
    });
    io.run();
    return status;
}
