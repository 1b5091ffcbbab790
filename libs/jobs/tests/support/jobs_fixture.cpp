#include "jobs_fixture.hpp"

#include <fstream>

#include <fmt/format.h>

#include <divan/json/parse.hpp>
#include <divan/net/http_client.hpp>
#include <divan/store/assets.hpp>

#include "quick_times.hpp"

namespace divan::durable {
JobsTest::JobsTest() {
    config.times = test::quick_times();
    config.scratch = folder.path() / "scratch";
}

JobsTest::~JobsTest() { crash(); }

std::unique_ptr<engine::Engine> JobsTest::make_engine(std::uint16_t port) {
    engine::EngineConfig settings;
    settings.port = port;
    settings.fault_control = true;
    settings.test_nodes = true;
    settings.comfyui_version = comfyui_version;
    settings.on_exit_fault = [] {};
    if (!models.empty()) {
        settings.models_file = folder.path() / fmt::format("models-{}.toml", engines.size());
        std::ofstream{settings.models_file} << models;
    }
    auto made = std::make_unique<engine::Engine>(std::move(settings), silent);
    auto started = made->start();
    if (!started) throw std::runtime_error(describe(started.error()));
    return made;
}

void JobsTest::add_engine() {
    engines.push_back(make_engine(0));
    ConnectionConfig connection = parse_server_address(engines.back()->url()).value();
    connection.reconnect.base = 20ms;
    connection.reconnect.cap = 100ms;
    connection.submit_timeout = 2s;
    ServerConfig server{ServerId{fmt::format("gpu-{}", engines.size())}, std::move(connection)};
    server.health.stable_after = 0ms;
    server.health.ejection = 300ms;
    config.servers.push_back(std::move(server));
}

void JobsTest::restart_engine(std::size_t which) {
    const std::uint16_t port = engines[which]->port();
    engines[which]->stop();
    engines[which].reset();
    engines[which] = make_engine(port);
}

void JobsTest::faults(const std::string& toml, std::size_t which) {
    net::HttpClient client{io.get_executor(),
                           net::HttpClientConfig{net::parse_url(engines[which]->url()).value()}};
    net::HttpRequest request{"POST", "/divan/faults", toml, "application/toml"};
    const auto reply = ask(client.exchange(std::move(request), within(10s)));
    if (!reply || reply->status != 200) throw std::runtime_error("the fault plan was refused");
}

std::uint64_t JobsTest::runs() const {
    std::uint64_t sum = 0;
    for (const auto& one : engines)
        if (one) sum += one->prompts_run();
    return sum;
}

void JobsTest::open() {
    auto opened = store::open_sqlite_store(io.get_executor(), folder.path() / "jobs.db");
    if (!opened) throw std::runtime_error(describe(opened.error()));
    store = std::move(*opened);
    store::DiskAssetOptions options{folder.path() / "files"};
    options.floor_bytes = 0;
    options.floor_share = 0;
    assets = std::move(store::open_disk_assets(options).value());
}

void JobsTest::start() {
    if (!store) open();
    dispatcher = std::make_unique<Dispatcher>(io.get_executor(), *store, *assets, config, silent);
    get(dispatcher->start());
}

void JobsTest::crash() {
    dispatcher.reset();
    test::settle(io, 50ms);
    if (store) store->close();
    test::settle(io, 50ms);
    store.reset();
    assets.reset();
}

bool JobsTest::stop(std::chrono::milliseconds patience) {
    const bool in_time = test::run_on(io, dispatcher->stop(within(patience)));
    dispatcher.reset();
    return in_time;
}

JobId JobsTest::submit(SubmitRequest request) {
    std::vector<SubmitRequest> jobs;
    jobs.push_back(std::move(request));
    return get(durable::submit(*store, std::move(jobs), Submitter{owner})).jobs.front();
}

bool JobsTest::until_phase(const JobId& id, store::Phase phase) {
    const auto deadline = std::chrono::steady_clock::now() + test::kPatience;
    while (std::chrono::steady_clock::now() < deadline) {
        if (job(id).phase == phase) return true;
        test::settle(io, 10ms);
    }
    return false;
}

store::Job JobsTest::end_of(const JobId& id) {
    const auto deadline = std::chrono::steady_clock::now() + test::kPatience;
    for (;;) {
        store::Job now = job(id);
        if (store::is_final(now.phase)) return now;
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the job does not end; it is " + std::string{store::name(now.phase)});
        test::settle(io, 10ms);
    }
}

std::vector<std::string> JobsTest::events(const JobId& id) {
    std::vector<std::string> kinds;
    for (const store::Event& event : get(store::events_after(*store, id, 0))) kinds.push_back(event.kind);
    return kinds;
}

std::string JobsTest::bytes_of(const store::Output& output) {
    store::Blob blob;
    blob.hash = output.hash;
    blob.size = output.size;
    auto reader = get(assets->open(blob));
    return get(reader->read(0, static_cast<std::size_t>(output.size)));
}

store::AssetId JobsTest::upload(const std::string& bytes, const std::string& name) {
    auto writer = get(assets->create());
    get(writer->write(bytes));
    const store::Blob blob = get(writer->finish());
    get(store::keep(*store, *writer, blob));
    return get(store::add_asset(*store, store::NewAsset{owner, blob.hash, name})).asset.id;
}

json::Value JobsTest::json_of(const std::string& text) { return json::parse(text).value(); }

std::string red_fox(int color, const std::string& prefix) {
    return fmt::format(
        R"({{"1": {{"class_type": "EmptyImage", "inputs": {{"width": 16, "height": 16, "batch_size": 1, "color": {}}}}},
            "9": {{"class_type": "SaveImage", "inputs": {{"images": ["1", 0], "filename_prefix": "{}"}}}}}})",
        color, prefix);
}

std::string sleeping_fox(double seconds, int steps) {
    return fmt::format(
        R"({{"1": {{"class_type": "TrapSleep", "inputs": {{"seconds": {}, "steps": {}, "preview": true, "seed": 1}}}},
            "9": {{"class_type": "SaveImage", "inputs": {{"images": ["1", 0], "filename_prefix": "fox"}}}}}})",
        seconds, steps);
}

}  // namespace divan::durable
