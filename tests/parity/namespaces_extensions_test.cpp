// Section 2 of the parity table: ComfyUI-Manager and Crystools, on a server that records the requests and
// answers as those extensions do; and what holds for every namespace.
#include <divan/client/capabilities.hpp>
#include <divan/client/manager.hpp>
#include <divan/client/monitor.hpp>

#include "namespaces_fixture.hpp"

namespace divan {
namespace {

using manager::Mode;
using parity::ParityNamespaces;

manager::PackRequest pack() {
    manager::PackRequest request;
    request.title = "T";
    request.install_type = manager::InstallType::git_clone;
    request.files = {"https://x/y"};
    return request;
}

TEST_F(ParityNamespaces, ManagerCheckSupportedAndGetVersion) {
    Capabilities plain{*connection};
    EXPECT_EQ(value_of(plain.of(Namespace::manager, soon())).support, Support::unsupported);
    EXPECT_EQ(error_of(manager::check_updates(*connection, Mode::local, soon())).code, Errc::not_supported);
    Capabilities capable{recorder()};
    server->answer("GET /manager/version", "V3.31", 200, "text/plain");
    EXPECT_EQ(value_of(capable.of(Namespace::manager, soon())).support, Support::supported);
    EXPECT_EQ(value_of(manager::version(recorder(), soon())), "V3.31");
}

TEST_F(ParityNamespaces, GetNodeMapList) {
    recorder();
    server->answer(
        "GET /customnode/getmappings?mode=nickname",
        R"({"https://x": [["A", "B"], {"title_aux": "X", "title": "x", "author": "joe", "nickname": "n", "description": "d"}]})");
    const auto map = value_of(manager::node_map(recorder(), Mode::nickname, soon()));
    EXPECT_EQ(map.at(0).url, "https://x");
    EXPECT_EQ(map.at(0).node_names.size(), 2U);
    EXPECT_EQ(map.at(0).nickname + map.at(0).description, "nd");
}

TEST_F(ParityNamespaces, CheckExtensionUpdate) {
    recorder();
    for (const int status : {201, 200, 400})
        server->empty("GET /customnode/fetch_updates?mode=cache", status);
    EXPECT_EQ(value_of(manager::check_updates(recorder(), Mode::cache, soon())),
              manager::UpdateCheck::available);
    EXPECT_EQ(value_of(manager::check_updates(recorder(), Mode::cache, soon())),
              manager::UpdateCheck::up_to_date);
    EXPECT_EQ(error_of(manager::check_updates(recorder(), Mode::cache, soon())).fact("status"), "400");
}

TEST_F(ParityNamespaces, UpdateAllExtensions) {
    recorder();
    server->answer("GET /customnode/update_all?mode=local", R"({"updated": [], "failed": []})", 200);
    server->answer("GET /customnode/update_all?mode=local", R"({"updated": 2, "failed": 1})", 201);
    EXPECT_FALSE(value_of(manager::update_all(recorder(), Mode::local, soon())).changed);
    const auto done = value_of(manager::update_all(recorder(), Mode::local, soon()));
    EXPECT_TRUE(done.changed);
    EXPECT_EQ(done.changes.updated_count, 2);
    EXPECT_EQ(done.changes.failed_count, 1);
}

TEST_F(ParityNamespaces, UpdateComfyUI) {
    recorder();
    for (const int status : {200, 201, 400}) server->empty("GET /comfyui_manager/update_comfyui", status);
    EXPECT_EQ(value_of(manager::update_comfyui(recorder(), soon())), manager::ComfyUpdate::unchanged);
    EXPECT_EQ(value_of(manager::update_comfyui(recorder(), soon())), manager::ComfyUpdate::updated);
    EXPECT_EQ(error_of(manager::update_comfyui(recorder(), soon())).fact("status"), "400");
}

TEST_F(ParityNamespaces, GetExtensionList) {
    recorder();
    server->answer("GET /customnode/getlist?mode=local&skip_update=true",
                   R"({"channel": "local", "custom_nodes": [{"title": "T", "installed": "True"}]})");
    EXPECT_EQ(value_of(manager::extension_list(recorder(), Mode::local, true, soon())).packs.at(0).state,
              "True");
}

TEST_F(ParityNamespaces, RebootInstance) {
    recorder();
    server->empty("GET /manager/reboot", 200);
    EXPECT_FALSE(value_of(manager::reboot(recorder(), soon())));
    server->cut("GET /manager/reboot");
    EXPECT_TRUE(value_of(manager::reboot(recorder(), soon())));
    EXPECT_EQ(server->requests.size(), 2U) << "a reboot must be sent once";
}

TEST_F(ParityNamespaces, PreviewMethod) {
    recorder();
    server->answer("GET /manager/preview_method", "latent2rgb", 200, "text/plain");
    EXPECT_EQ(value_of(manager::preview_method(recorder(), soon())), manager::PreviewMethod::latent2rgb);
    for (const auto method : {manager::PreviewMethod::automatic, manager::PreviewMethod::latent2rgb,
                              manager::PreviewMethod::taesd, manager::PreviewMethod::none}) {
        server->empty("GET /manager/preview_method?value=" + std::string{manager::name(method)}, 200);
        value_of(manager::set_preview_method(recorder(), method, soon()));
    }
}

TEST_F(ParityNamespaces, InstallFixUninstallUpdateSetActive) {
    recorder();
    for (const char* path : {"install", "fix", "uninstall", "update", "toggle_active"})
        server->empty(std::string{"POST /customnode/"} + path, 200);
    const std::string body = R"({"title":"T","install_type":"git-clone","files":["https://x/y"])";
    value_of(manager::install(recorder(), pack(), soon()));
    EXPECT_EQ(server->last().body, body + "}");
    value_of(manager::fix(recorder(), pack(), soon()));
    value_of(manager::uninstall(recorder(), pack(), soon()));
    value_of(manager::update(recorder(), pack(), soon()));
    EXPECT_EQ(server->last().body, body + "}");
    value_of(manager::set_active(recorder(), pack(), true, soon()));
    EXPECT_EQ(server->last().body, body + R"(,"installed":"Disabled"})");
    EXPECT_EQ(server->requests.size(), 5U);
}

TEST_F(ParityNamespaces, InstallExtensionFromGitInstallPipPackagesInstallModel) {
    recorder();
    server->empty("POST /customnode/install/git_url", 200);
    server->empty("POST /customnode/install/pip", 200);
    server->empty("POST /model/install", 200);
    value_of(manager::install_from_git(recorder(), "https://x/y.git", soon()));
    EXPECT_EQ(server->last().body, "https://x/y.git");
    value_of(manager::install_pip(recorder(), {"a", "b==1"}, soon()));
    EXPECT_EQ(server->last().body, "a b==1");
    manager::ModelInstall model;
    model.type = "lora";
    model.filename = "a.safetensors";
    model.url = "https://x/a";
    value_of(manager::install_model(recorder(), std::move(model), soon()));
    EXPECT_EQ(server->last().body,
              R"({"save_path":"default","type":"lora","filename":"a.safetensors","url":"https://x/a"})");
}

TEST_F(ParityNamespaces, MonitorDetectionByTheFirstEvent) {
    Capabilities capabilities{recorder()};
    const monitor::Monitor monitor{recorder()};
    value_of(recorder().open(soon()));
    EXPECT_FALSE(monitor.active());
    server->send(protocol::Raw{"crystools.monitor", json::Object{}});
    ASSERT_TRUE(until([&] { return monitor.active(); }));
    EXPECT_EQ(capabilities.known(Namespace::monitor), Support::supported);
    EXPECT_TRUE(server->requests.empty()) << "detection must not ask for all nodes, nor for anything";
}

TEST_F(ParityNamespaces, MonitorEventsAndSnapshot) {
    const monitor::Monitor monitor{recorder()};
    value_of(recorder().open(soon()));
    json::Object gpu{{"gpu_utilization", 7},
                     {"gpu_temperature", 55},
                     {"vram_total", 100},
                     {"vram_used", 25},
                     {"vram_used_percent", 25.0}};
    json::Object data{{"cpu_utilization", 12.5},  {"ram_total", 8},       {"ram_used", 4},
                      {"ram_used_percent", 50.0}, {"hdd_total", 20},      {"hdd_used", 5},
                      {"hdd_used_percent", 25.0}, {"device_type", "cuda"}};
    json::Array gpus;
    gpus.push_back(std::move(gpu));
    data["gpus"] = std::move(gpus);
    server->send(protocol::Raw{"crystools.monitor", std::move(data)});
    ASSERT_TRUE(until([&] { return monitor.active(); }));
    const protocol::MonitorSnapshot& snapshot = *monitor.latest();
    EXPECT_EQ(snapshot.cpu_percent, 12.5);
    EXPECT_EQ(snapshot.ram_used_bytes, 4);
    EXPECT_EQ(snapshot.hdd_used_percent, 25.0);
    EXPECT_EQ(snapshot.gpus.at(0).temperature_celsius, 55.0);
    EXPECT_EQ(snapshot.gpus.at(0).vram_used_bytes, 25);
}

TEST_F(ParityNamespaces, MonitorSetConfigSwitchGetHddListGetGpuListSetGpuConfig) {
    recorder();
    server->empty("PATCH /api/crystools/monitor", 200);
    server->empty("POST /api/crystools/monitor/switch", 200);
    server->answer("GET /api/crystools/monitor/HDD", R"(["/"])");
    server->answer("GET /api/crystools/monitor/GPU", R"([{"index": 0, "name": "H200"}])");
    server->empty("PATCH /api/crystools/monitor/GPU/0", 200);
    monitor::Config config;
    config.rate_seconds = 2;
    config.which_hdd = "/";
    value_of(monitor::set_config(recorder(), config, soon()));
    EXPECT_EQ(server->last().body, R"({"rate":2.0,"whichHDD":"/"})");
    value_of(monitor::turn(recorder(), true, soon()));
    EXPECT_EQ(server->last().body, R"({"monitor":true})");
    EXPECT_EQ(value_of(monitor::hdds(recorder(), soon())).at(0), "/");
    EXPECT_EQ(value_of(monitor::gpus(recorder(), soon())).at(0).name, "H200");
    monitor::GpuConfig gpu;
    gpu.vram = false;
    value_of(monitor::set_gpu(recorder(), 0, gpu, soon()));
    EXPECT_EQ(server->last().body, R"({"vram":false})");
    EXPECT_EQ(error_of(monitor::turn(*connection, true, soon())).code, Errc::not_supported);
}

TEST_F(ParityNamespaces, CheckSupportedOnEveryNamespace) {
    Capabilities capabilities{*connection};
    for (const Namespace space : all_namespaces()) EXPECT_EQ(capabilities.known(space), Support::unknown);
    const auto report = value_of(capabilities.report(soon()));
    ASSERT_EQ(report.size(), all_namespaces().size());
    for (const NamespaceSupport& one : report) {
        const bool absent = one.space == Namespace::jobs || one.space == Namespace::assets ||
                            one.space == Namespace::manager || one.space == Namespace::monitor;
        EXPECT_EQ(one.support, absent ? Support::unsupported : Support::supported) << name(one.space);
    }
}

}  // namespace
}  // namespace divan
