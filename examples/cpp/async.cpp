// Runs a workflow as a coroutine on an event loop of your own, with a deadline for everything together.
// usage: async SERVER WORKFLOW.json
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/client/run.hpp>
#include <divan/client/save_outputs.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

asio::awaitable<Result<void>> draw(Connection& connection, Workflow workflow, Deadline deadline) {
    RunEvents events;
    events.on_node = [workflow](const NodeId& node) { std::cout << workflow.title(node) << "\n"; };
    RunRequest request{workflow};
    auto result = co_await run(connection, std::move(request), std::move(events), deadline);
    if (!result) co_return fail(result.error());
    SaveOptions options{"out"};
    auto files = co_await save_outputs(connection, *std::move(result), std::move(options), deadline);
    if (!files) co_return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << " " << saved.file.sha256 << "\n";
    co_return Result<void>{};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 3 ? argv[1] : "");
    const auto text = read_file(argc == 3 ? argv[2] : "");
    auto workflow = text ? Workflow::parse(*text) : Result<Workflow>{fail(text.error())};
    if (!config || !workflow) {
        std::cerr << "usage: async SERVER WORKFLOW.json\n" << (workflow ? "" : describe(workflow.error())) << "\n";
        return 2;
    }
    const auto set = workflow->set("#Positive prompt.text", "a small red boat on a wide green river");
    if (!set) std::cerr << "the prompt stays as it is: " << describe(set.error()) << "\n";

    asio::io_context io;
    Connection connection{io.get_executor(), *config};
    int status = 1;
    auto work = draw(connection, *workflow, within(5min));
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr, Result<void> done) {
        if (!done) std::cerr << describe(done.error()) << "\n";
        status = done ? 0 : 1;
        io.stop();
    });
    io.run();
    return status;
}
