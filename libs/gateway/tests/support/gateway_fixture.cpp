#include "gateway_fixture.hpp"

#include <fmt/format.h>

#include <divan/json/parse.hpp>

#include "quick_times.hpp"

namespace divan::gateway {
GatewayTest::GatewayTest() {
    config.dispatch.times = test::quick_times();
    config.listen.port = 0;
    config.data_folder = folder.path() / "data";
    config.output_folder = folder.path() / "output";
}

GatewayTest::~GatewayTest() { crash(); }

void GatewayTest::add_engine() {
    engine::EngineConfig settings;
    settings.test_nodes = true;
    settings.on_exit_fault = [] {};
    engines.push_back(std::make_unique<engine::Engine>(std::move(settings), silent));
    if (auto started = engines.back()->start(); !started) throw std::runtime_error(describe(started.error()));
    ConnectionConfig connection = parse_server_address(engines.back()->url()).value();
    durable::ServerConfig server{ServerId{fmt::format("gpu-{}", engines.size())}, std::move(connection)};
    server.health.stable_after = 0ms;
    config.dispatch.servers.push_back(std::move(server));
}

void GatewayTest::start() {
    gateway = std::make_unique<Gateway>(io.get_executor(), config, silent);
    value_of(gateway->start());
}

void GatewayTest::crash() {
    if (!gateway) return;
    gateway->abandon();
    test::settle(io, 100ms);
    gateway.reset();
}

GatewayTest::Reply GatewayTest::ask(net::HttpRequest request) {
    for (const auto& [name, value] : headers.fields())
        if (!request.headers.contains(name)) request.headers.set(name, value);
    net::HttpClientConfig there{net::parse_url(gateway->url()).value()};
    there.ca_file = ca_file;
    net::HttpClient client{io.get_executor(), std::move(there)};
    auto answer = value_of(client.exchange(std::move(request), within(test::kPatience)));
    Reply reply;
    reply.status = answer.status;
    reply.headers = std::move(answer.headers);
    reply.body = std::move(answer.body);
    return reply;
}

GatewayTest::Reply GatewayTest::post(const std::string& target, const std::string& json_body) {
    return ask(net::HttpRequest{"POST", target, json_body, "application/json"});
}

json::Value GatewayTest::end_of(const std::string& job) {
    const auto deadline = std::chrono::steady_clock::now() + test::kPatience;
    for (;;) {
        json::Value view = get("/api/v2/jobs/" + job).json();
        const std::string status = json::text_or(view, "status");
        if (status != "queued" && status != "running") return view;
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the job does not end; it is " + status);
        test::settle(io, 20ms);
    }
}

json::Value GatewayTest::Reply::json() const { return json::parse(body).value(); }

std::string GatewayTest::Reply::code() const {
    const json::Value document = json();
    const json::Value* error = json::find(document, "error");
    return error ? json::text_or(*error, "code") : std::string{};
}

std::string red_fox(int color) {
    return fmt::format(
        R"({{"1": {{"class_type": "EmptyImage", "inputs": {{"width": 16, "height": 16, "batch_size": 1, "color": {}}}}},
            "9": {{"class_type": "SaveImage", "inputs": {{"images": ["1", 0], "filename_prefix": "fox"}}}}}})",
        color);
}

std::string submission(const std::string& graph) { return R"({"workflow": )" + graph + "}"; }

}  // namespace divan::gateway
