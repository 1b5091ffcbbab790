// A project outside the tree: an engine in this process, one workflow, one picture.
#include <filesystem>
#include <iostream>

#include <divan/client/blocking.hpp>
#include <divan/engine/engine.hpp>

int main() {
    using namespace divan;
    const Logger silent;
    engine::Engine engine{engine::EngineConfig{}, silent};
    if (const auto started = engine.start(); !started) return std::cerr << describe(started.error()) << "\n", 1;
    const auto workflow = Workflow::parse(R"({
        "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 255}},
        "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "consumer"}}})");
    BlockingClient client{parse_server_address(engine.url()).value()};
    const auto result = client.run(RunRequest{workflow.value()}, RunEvents{}, std::chrono::minutes{1});
    if (!result) return std::cerr << describe(result.error()) << "\n", 1;
    const auto folder = std::filesystem::temp_directory_path() / "divan-consumer";
    const auto files = client.save_outputs(*result, SaveOptions{folder}, std::chrono::minutes{1});
    if (!files || files->size() != 1) return std::cerr << "no picture\n", 1;
    std::filesystem::remove_all(folder);
    std::cout << "find_package(divan) works\n";
}
