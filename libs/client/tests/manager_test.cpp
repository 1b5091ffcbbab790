#include <divan/client/manager.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

using manager::Mode;

class PackAdministrationTest : public test::RecordedTest {
protected:
    manager::PackRequest pack() {
        manager::PackRequest request;
        request.title = "T";
        request.install_type = manager::InstallType::git_clone;
        request.files = {"https://x/y"};
        return request;
    }
};

TEST_F(PackAdministrationTest, VersionIsABareText) {
    server->answer("GET /manager/version", "V3.31\n", 200, "text/plain");
    EXPECT_EQ(call(manager::version(*connection, soon())).value(), "V3.31");
}

TEST_F(PackAdministrationTest, WithoutManagerTheRefusalSaysSo) {
    const Error error = error_of(manager::version(*connection, soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.fact("needs"), "the extension ComfyUI-Manager 2 or 3");
    EXPECT_EQ(error.fact("found"), "ComfyUI 0.3.64 with no ComfyUI-Manager");
}

TEST_F(PackAdministrationTest, ALaterManagerWithoutARouteIsNamed) {
    server->answer("GET /manager/version", "V3.37", 200, "text/plain");
    const Error error = error_of(manager::install(*connection, pack(), soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.fact("found"), "ComfyUI 0.3.64 with ComfyUI-Manager V3.37");
    EXPECT_NE(error.fact("needs").find("early 3"), std::string::npos);
}

TEST_F(PackAdministrationTest, Version4WhichSpeaksOtherRoutesIsNamed) {
    server->answer("GET /features", R"({"extension": {"manager": {"supports_v4": true}}})");
    EXPECT_EQ(error_of(manager::version(*connection, soon())).fact("found"),
              "ComfyUI 0.3.64 with no ComfyUI-Manager");
    server->answer("GET /v2/manager/version", "V4.0.3", 200, "text/plain");
    EXPECT_EQ(error_of(manager::version(*connection, soon())).fact("found"),
              "ComfyUI 0.3.64 with ComfyUI-Manager V4.0.3");
}

TEST_F(PackAdministrationTest, NodeMapNamesItsMode) {
    server->answer("GET /customnode/getmappings?mode=local", R"({"u": [["A"], {"title_aux": "T"}]})");
    server->answer("GET /customnode/getmappings?mode=nickname", "{}");
    EXPECT_EQ(call(manager::node_map(*connection, Mode::local, soon()))->at(0).title_aux, "T");
    EXPECT_TRUE(call(manager::node_map(*connection, Mode::nickname, soon()))->empty());
}

TEST_F(PackAdministrationTest, ExtensionListNamesBothOptions) {
    server->answer("GET /customnode/getlist?mode=cache&skip_update=true",
                   R"({"channel": "default", "node_packs": {}})");
    server->answer("GET /customnode/getlist?mode=local&skip_update=false",
                   R"({"channel": "local", "custom_nodes": []})");
    EXPECT_EQ(call(manager::extension_list(*connection, Mode::cache, true, soon()))->channel, "default");
    EXPECT_EQ(call(manager::extension_list(*connection, Mode::local, false, soon()))->channel, "local");
}

TEST_F(PackAdministrationTest, CheckUpdatesReadsTheStatus) {
    const std::string line = "GET /customnode/fetch_updates?mode=local";
    server->empty(line, 200);
    server->empty(line, 201);
    server->empty(line, 204);
    server->empty(line, 400);
    EXPECT_EQ(call(manager::check_updates(*connection, Mode::local, soon())),
              manager::UpdateCheck::up_to_date);
    EXPECT_EQ(call(manager::check_updates(*connection, Mode::local, soon())),
              manager::UpdateCheck::available);
    EXPECT_EQ(call(manager::check_updates(*connection, Mode::local, soon())),
              manager::UpdateCheck::up_to_date);
    EXPECT_EQ(error_of(manager::check_updates(*connection, Mode::local, soon())).fact("status"), "400");
}

TEST_F(PackAdministrationTest, UpdateAllReadsTheStatus) {
    const std::string line = "GET /customnode/update_all?mode=cache";
    server->answer(line, R"({"updated": [], "failed": []})", 200);
    server->answer(line, R"({"updated": ["a"], "failed": ["b"]})", 201);
    server->empty(line, 400);
    EXPECT_FALSE(call(manager::update_all(*connection, Mode::cache, soon()))->changed);
    const auto done = call(manager::update_all(*connection, Mode::cache, soon()));
    ASSERT_TRUE(done && done->changed);
    EXPECT_EQ(done->changes.updated_count, 1);
    EXPECT_EQ(done->changes.failed, (std::vector<std::string>{"b"}));
    EXPECT_EQ(error_of(manager::update_all(*connection, Mode::cache, soon())).fact("status"), "400");
}

TEST_F(PackAdministrationTest, UpdateComfyUiReadsTheStatus) {
    const std::string line = "GET /comfyui_manager/update_comfyui";
    for (const int status : {200, 201, 204, 400}) server->empty(line, status);
    EXPECT_EQ(call(manager::update_comfyui(*connection, soon())), manager::ComfyUpdate::unchanged);
    EXPECT_EQ(call(manager::update_comfyui(*connection, soon())), manager::ComfyUpdate::updated);
    EXPECT_EQ(error_of(manager::update_comfyui(*connection, soon())).fact("status"), "204");
    EXPECT_EQ(error_of(manager::update_comfyui(*connection, soon())).fact("status"), "400");
}

TEST_F(PackAdministrationTest, RebootIsTrueExactlyWhenTheConnectionBreaks) {
    server->answer("GET /manager/version", "V3.31");
    ASSERT_TRUE(call(manager::version(*connection, soon())));  // a kept connection is there
    server->cut("GET /manager/reboot");
    EXPECT_EQ(call(manager::reboot(*connection, soon())), true);
    EXPECT_EQ(std::ranges::count(server->lines(), "GET /manager/reboot"), 1) << "it was sent twice";
}

TEST_F(PackAdministrationTest, ARebootThatIsAnsweredIsNone) {
    server->empty("GET /manager/reboot", 200);
    server->empty("GET /manager/reboot", 403);
    EXPECT_EQ(call(manager::reboot(*connection, soon())), false);
    const Error error = error_of(manager::reboot(*connection, soon()));
    EXPECT_EQ(error.code, Errc::unauthorized);
    EXPECT_NE(error.hint.find("security_level"), std::string::npos);
}

TEST_F(PackAdministrationTest, ARebootOfNothingIsAnError) {
    server.reset();
    test::settle(io, std::chrono::milliseconds{20});
    EXPECT_EQ(error_of(manager::reboot(*connection, soon())).code, Errc::connect_failed);
}

TEST_F(PackAdministrationTest, PreviewMethodIsReadAndSet) {
    server->answer("GET /manager/preview_method", "auto", 200, "text/plain");
    server->answer("GET /manager/preview_method", "taesd", 200, "text/plain");
    server->answer("GET /manager/preview_method", "sorcery", 200, "text/plain");
    EXPECT_EQ(call(manager::preview_method(*connection, soon())), manager::PreviewMethod::automatic);
    EXPECT_EQ(call(manager::preview_method(*connection, soon())), manager::PreviewMethod::taesd);
    const Error error = error_of(manager::preview_method(*connection, soon()));
    EXPECT_EQ(error.code, Errc::malformed_reply);
    EXPECT_EQ(error.server_text, "sorcery");
    server->empty("GET /manager/preview_method?value=latent2rgb", 200);
    EXPECT_TRUE(call(manager::set_preview_method(*connection, manager::PreviewMethod::latent2rgb, soon())));
}

TEST_F(PackAdministrationTest, PackCallsPostThePack) {
    const std::string body = R"({"title":"T","install_type":"git-clone","files":["https://x/y"]})";
    for (const char* path : {"install", "fix", "update", "uninstall"})
        server->empty(std::string{"POST /customnode/"} + path, 200);
    ASSERT_TRUE(call(manager::install(*connection, pack(), soon())));
    EXPECT_EQ(server->last().line(), "POST /customnode/install");
    EXPECT_EQ(server->last().body, body);
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    ASSERT_TRUE(call(manager::fix(*connection, pack(), soon())));
    EXPECT_EQ(server->last().line(), "POST /customnode/fix");
    ASSERT_TRUE(call(manager::update(*connection, pack(), soon())));
    EXPECT_EQ(server->last().line(), "POST /customnode/update");
    ASSERT_TRUE(call(manager::uninstall(*connection, pack(), soon())));
    EXPECT_EQ(server->last().line(), "POST /customnode/uninstall");
    EXPECT_EQ(server->last().body, body);
}

TEST_F(PackAdministrationTest, EveryFieldOfAPackIsWritten) {
    server->empty("POST /customnode/install", 200);
    protocol::NodePack listed;
    listed.id = "p-1";
    listed.version = "1.2";
    listed.install_type = "cnr";
    manager::PackRequest request{listed};
    request.selected_version = "latest";
    request.channel = "default";
    request.mode = "cache";
    request.repository = "r";
    request.pip = {"numpy"};
    request.js_path = "js";
    request.more["ui_id"] = 7;
    ASSERT_TRUE(call(manager::install(*connection, std::move(request), soon())));
    EXPECT_EQ(
        server->last().body,
        R"({"id":"p-1","version":"1.2","selected_version":"latest","channel":"default","mode":"cache","repository":"r",)"
        R"("install_type":"cnr","pip":["numpy"],"js_path":"js","ui_id":7})");
    EXPECT_EQ(error_of(manager::install(*connection, {}, soon())).code, Errc::invalid_argument);
}

TEST_F(PackAdministrationTest, SetActiveTellsTheStateThatIsTurnedOver) {
    server->empty("POST /customnode/toggle_active", 200);
    ASSERT_TRUE(call(manager::set_active(*connection, pack(), true, soon())));
    EXPECT_NE(server->last().body.find(R"("installed":"Disabled")"), std::string::npos);
    ASSERT_TRUE(call(manager::set_active(*connection, pack(), false, soon())));
    EXPECT_NE(server->last().body.find(R"("installed":"Enabled")"), std::string::npos);
}

TEST_F(PackAdministrationTest, GitAndPipAreBareTexts) {
    server->empty("POST /customnode/install/git_url", 200);
    server->empty("POST /customnode/install/pip", 200);
    ASSERT_TRUE(call(manager::install_from_git(*connection, "https://x/y.git", soon())));
    EXPECT_EQ(server->last().body, "https://x/y.git");
    EXPECT_EQ(server->last().header("Content-Type"), "text/plain; charset=utf-8");
    ASSERT_TRUE(call(manager::install_pip(*connection, {"numpy", "scipy==1.0"}, soon())));
    EXPECT_EQ(server->last().body, "numpy scipy==1.0");
    EXPECT_EQ(error_of(manager::install_pip(*connection, {"a b"}, soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(manager::install_pip(*connection, {}, soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(manager::install_from_git(*connection, "", soon())).code, Errc::invalid_argument);
}

TEST_F(PackAdministrationTest, AModelIsInstalledByItsAddress) {
    server->empty("POST /model/install", 200);
    manager::ModelInstall model;
    model.name = "N";
    model.type = "lora";
    model.filename = "a.safetensors";
    model.url = "https://x/a";
    ASSERT_TRUE(call(manager::install_model(*connection, std::move(model), soon())));
    EXPECT_EQ(
        server->last().body,
        R"({"name":"N","save_path":"default","type":"lora","filename":"a.safetensors","url":"https://x/a"})");
    EXPECT_EQ(error_of(manager::install_model(*connection, {}, soon())).code, Errc::invalid_argument);
}

TEST_F(PackAdministrationTest, ARefusalOfTheManagerIsNotAMissingRoute) {
    server->answer("POST /customnode/install", "A security error has occurred.", 404, "text/plain");
    server->answer("POST /customnode/fix", "A security error has occurred.", 403, "text/plain");
    const Error missing = error_of(manager::install(*connection, pack(), soon()));
    EXPECT_EQ(missing.code, Errc::unexpected_status);
    EXPECT_NE(missing.server_text.find("security"), std::string::npos);
    EXPECT_EQ(error_of(manager::fix(*connection, pack(), soon())).code, Errc::unauthorized);
}

}  // namespace
}  // namespace divan
