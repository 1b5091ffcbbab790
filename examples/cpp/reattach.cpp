// Reattaching: the first start of this program sends a workflow and ends; the second finds the prompt again,
// by the ids that the first one wrote down.
// usage: reattach SERVER WORKFLOW.json NOTES
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

/// The ids are ours, so they can be written down before anything is sent: no crash loses the prompt.
Result<> send(ConnectionConfig config, const char* file, const std::filesystem::path& notes) {
    const auto workflow = read_file(file).and_then(Workflow::parse);
    if (!workflow) return fail(workflow.error());
    RunRequest request{*workflow};
    request.prompt_id = protocol::PromptId{uuid4()};
    config.client_id = protocol::ClientId{uuid4()};  // whose socket gets the messages of the prompt
    const auto noted = write_file(notes, request.prompt_id.str() + "\n" + config.client_id.str() + "\n");
    if (!noted) return noted;

    std::promise<Result<>> sent;
    bool told = false;  // on the client's thread only
    RunEvents events;
    events.on_accepted = [&](const protocol::PromptId&) {
        if (!std::exchange(told, true)) sent.set_value({});
    };
    events.on_failed = [&](const Error& error) {
        if (!std::exchange(told, true)) sent.set_value(fail(error));
    };
    BlockingClient client{config};
    const auto run = client.start(std::move(request), events, 5min);
    if (!run) return fail(run.error());
    auto accepted = sent.get_future().get();
    if (accepted) std::cout << "sent " << run->prompt_id().str() << "\n";
    return accepted;  // and out: the server goes on without us
}

asio::awaitable<Result<RunResult>> follow(Connection& connection, AttachRequest request) {
    const Run run = attach_run(connection, std::move(request), RunEvents{}, within(5min));
    co_return co_await run.result();
}

Result<> find_again(ConnectionConfig config, const std::filesystem::path& notes) {
    std::ifstream in{notes};
    std::string prompt, client_id;
    in >> prompt >> client_id;
    config.client_id = protocol::ClientId{client_id};
    AttachRequest request{protocol::PromptId{prompt}};
    request.client_id = config.client_id;

    BlockingClient client{config};
    const auto result =
        client.call<RunResult>([&](Connection& connection) { return follow(connection, request); });
    if (!result) return fail(result.error());
    std::cout << "found " << result->prompt_id.str() << "\n";
    const auto files = client.save_outputs(*result, SaveOptions{"out"}, 5min);
    if (!files) return fail(files.error());
    for (const SavedFile& saved : *files) std::cout << saved.file.path.string() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 4 ? argv[1] : "");
    if (!config) return std::cerr << "usage: reattach SERVER WORKFLOW.json NOTES\n", 2;
    const bool sent_before = std::filesystem::exists(argv[3]);
    const auto done = sent_before ? find_again(*config, argv[3]) : send(*config, argv[2], argv[3]);
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
