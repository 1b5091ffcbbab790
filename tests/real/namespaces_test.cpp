// Every method of the namespaces against a real ComfyUI. Off by default: COMFY_REAL=1
// COMFY_HOST=http://127.0.0.1:8188 build/dev/tests/real_tests; COMFY_FULL=1 adds what disturbs other users.
// What the server does not have is skipped, and the skip says what it would need.
#include <divan/client/assets.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/client/jobs.hpp>
#include <divan/client/manager.hpp>
#include <divan/client/model_files.hpp>
#include <divan/client/model_switch.hpp>
#include <divan/client/monitor.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/settings.hpp>
#include <divan/client/terminal.hpp>
#include <divan/client/upload.hpp>
#include <divan/client/userdata.hpp>
#include <divan/client/users.hpp>
#include <divan/client/view.hpp>

#include "real_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using real::RealNamespaces;

TEST_F(RealNamespaces, Capabilities) {
    for (const NamespaceSupport& one : value_of(capabilities->report(soon()))) {
        EXPECT_NE(one.support, Support::unknown) << name(one.space);
        std::cout << "  " << name(one.space) << ": " << name(one.support)
                  << (one.found.empty() ? "" : " (needs " + one.needs + "; there is " + one.found + ")")
                  << "\n";
    }
}

TEST_F(RealNamespaces, WhatIsMissingIsRefusedClearly) {
    const auto check = [&](Namespace space, const Error& error) {
        EXPECT_EQ(error.code, Errc::not_supported) << describe(error);
        EXPECT_EQ(error.fact("namespace"), name(space));
        EXPECT_TRUE(error.fact("found").starts_with("ComfyUI ")) << describe(error);
    };
    const auto missing = [&](Namespace space) {
        return value_of(capabilities->of(space, soon())).support == Support::unsupported;
    };
    if (missing(Namespace::jobs)) {
        check(Namespace::jobs, error_of(jobs::list(*connection, {}, soon())));
        check(Namespace::jobs, error_of(jobs::get(*connection, protocol::PromptId{"x"}, soon())));
        check(Namespace::jobs, error_of(jobs::status(*connection, protocol::PromptId{"x"}, soon())));
        check(Namespace::jobs, error_of(jobs::cancel(*connection, protocol::PromptId{"x"}, soon())));
    }
    if (missing(Namespace::assets)) {
        check(Namespace::assets, error_of(assets::list(*connection, {}, soon())));
        check(Namespace::assets, error_of(assets::get(*connection, "x", soon())));
        check(Namespace::assets, error_of(assets::remove(*connection, "x", soon())));
        check(Namespace::assets, error_of(assets::list_tags(*connection, {}, soon())));
        assets::UploadRequest upload{"x.png", real::pixel()};
        check(Namespace::assets, error_of(assets::upload(*connection, std::move(upload), soon())));
    }
    if (missing(Namespace::manager)) {
        check(Namespace::manager, error_of(manager::version(*connection, soon())));
        check(Namespace::manager, error_of(manager::reboot(*connection, soon())));
        check(Namespace::manager, error_of(manager::install_pip(*connection, {"x"}, soon())));
    }
    if (missing(Namespace::monitor)) {
        check(Namespace::monitor, error_of(monitor::gpus(*connection, soon())));
        check(Namespace::monitor, error_of(monitor::turn(*connection, true, soon())));
    }
}

TEST_F(RealNamespaces, SystemPingFeaturesAndRawRequests) {
    const auto stats = value_of(system_stats(*connection, soon()));
    EXPECT_FALSE(stats.comfyui_version.empty());
    EXPECT_FALSE(stats.python_version.empty());
    EXPECT_FALSE(stats.devices.empty());
    EXPECT_GE(value_of(ping(*connection, soon())).count(), 0);
    EXPECT_GE(value_of(poll_status(*connection, soon())), 0);
    EXPECT_TRUE(json::object_of(value_of(features(*connection, soon())).raw));
    EXPECT_TRUE(json::object_of(value_of(fetch_json(*connection, "/i18n", soon()))));
    net::HttpRequest options{"OPTIONS", "/queue"};
    EXPECT_EQ(value_of(fetch_api(*connection, std::move(options), soon())).status, 200);
}

TEST_F(RealNamespaces, NodeDefinitionsAndLists) {
    EXPECT_GT(value_of(object_info(*connection, soon())).size(), 100U);
    EXPECT_EQ(value_of(object_info(*connection, "EmptyImage", soon())).size(), 1U);
    EXPECT_EQ(value_of(object_info(*connection, "No such class", soon())).size(), 0U);
    EXPECT_FALSE(value_of(samplers(*connection, soon())).empty());
    EXPECT_FALSE(value_of(schedulers(*connection, soon())).empty());
    EXPECT_TRUE(call(checkpoints(*connection, soon())));
    EXPECT_TRUE(call(loras(*connection, soon())));
    EXPECT_FALSE(value_of(model_folders(*connection, soon())).empty());
    EXPECT_TRUE(call(models(*connection, "loras", soon())));
    EXPECT_EQ(error_of(models(*connection, "no such folder", soon())).code, Errc::invalid_argument);
    EXPECT_TRUE(call(embeddings(*connection, soon())));
    EXPECT_FALSE(value_of(extensions(*connection, soon())).empty());
}

TEST_F(RealNamespaces, QueueHistoryAndTargetedInterrupt) {
    const auto slow = submitted(slow_graph());
    ASSERT_TRUE(eventually([&] { return running(slow); }));
    const auto waiting = submitted(quick_graph());
    EXPECT_TRUE(protocol::find(value_of(queue(*connection, soon())), waiting).has_value());
    value_of(delete_from_queue(*connection, {waiting}, soon()));
    EXPECT_FALSE(protocol::find(value_of(queue(*connection, soon())), waiting).has_value());
    value_of(interrupt(*connection, waiting, soon()));
    EXPECT_TRUE(running(slow)) << "an interrupt that names another prompt must not hit this one";
    value_of(interrupt(*connection, slow, soon()));
    EXPECT_EQ(protocol::verdict(ended(slow)), protocol::Verdict::interrupted);
    const auto quick = submitted(quick_graph());
    EXPECT_EQ(protocol::verdict(ended(quick)), protocol::Verdict::success);
    HistoryPage newest;
    newest.max_items = 1;
    EXPECT_EQ(value_of(history(*connection, newest, soon())).size(), 1U);
    value_of(delete_from_history(*connection, {quick}, soon()));
    EXPECT_FALSE(value_of(history(*connection, quick, soon())).has_value());
}

TEST_F(RealNamespaces, ClearQueueInterruptAllClearHistoryAndFree) {
    SKIP_WITHOUT_FULL("clearing queue, history and memory");
    const auto slow = submitted(slow_graph());
    ASSERT_TRUE(eventually([&] { return running(slow); }));
    submitted(quick_graph());
    value_of(clear_queue(*connection, soon()));
    EXPECT_TRUE(value_of(queue(*connection, soon())).pending.empty());
    EXPECT_TRUE(running(slow));
    value_of(interrupt_all(*connection, soon()));
    EXPECT_EQ(protocol::verdict(ended(slow)), protocol::Verdict::interrupted);
    value_of(free_memory(*connection, true, true, soon()));
    value_of(clear_history(*connection, soon()));
    EXPECT_TRUE(value_of(history(*connection, HistoryPage{}, soon())).empty());
    const auto again = submitted(slow_graph());
    ASSERT_TRUE(eventually([&] { return running(again); }));
    const auto waiting = submitted(quick_graph());
    value_of(jobs::cancel_pending(*connection, {waiting}, soon()));  // the older routes under /api
    value_of(jobs::clear_pending(*connection, soon()));
    value_of(jobs::interrupt_running(*connection, soon()));
    EXPECT_EQ(protocol::verdict(ended(again)), protocol::Verdict::interrupted);
}

TEST_F(RealNamespaces, UploadMaskAndView) {
    Upload upload{"divan test & \xC3\xA9.png", real::pixel()};
    upload.type = "temp";
    upload.overwrite = true;
    const auto stored = value_of(upload_image(*connection, std::move(upload), soon()));
    EXPECT_EQ(stored.name, "divan test & \xC3\xA9.png");
    ViewRequest look;
    look.filename = stored.name;
    look.type = stored.type;
    EXPECT_EQ(value_of(view(*connection, look, soon())).bytes, real::pixel());
    Upload mask{"divan mask.png", real::pixel()};
    mask.type = "temp";
    mask.overwrite = true;
    EXPECT_EQ(value_of(upload_mask(*connection, std::move(mask), stored, soon())).type, "temp");
    look.filename = "divan none.png";
    EXPECT_EQ(error_of(view(*connection, look, soon())).code, Errc::result_missing);
    Upload outside{"x.png", real::pixel()};
    outside.subfolder = "../../x";
    EXPECT_EQ(error_of(upload_image(*connection, std::move(outside), soon())).fact("status"), "400");
}

TEST_F(RealNamespaces, UserdataFiles) {
    for (const std::string name : {"plain.json", "a b & c?.json", "100% sure.json", "50%25.json",
                                   "f\xC3\xBC"
                                   "chs \xE7\x8B\x90.json"}) {
        const std::string path = "divan test/" + name;
        EXPECT_FALSE(value_of(userdata::get(*connection, path, soon())).has_value()) << name;
        EXPECT_EQ(value_of(userdata::store(*connection, path, "{\"a\": 1}", {}, soon())).path, path);
        EXPECT_EQ(value_of(userdata::get(*connection, path, soon())), "{\"a\": 1}") << name;
        EXPECT_TRUE(value_of(userdata::get_json(*connection, path, soon())).has_value());
        userdata::StoreOptions keep;
        keep.overwrite = false;
        EXPECT_EQ(error_of(userdata::store(*connection, path, "x", keep, soon())).fact("status"), "409");
        userdata::MoveOptions over;
        over.overwrite = over.full_info = true;
        EXPECT_EQ(value_of(userdata::move(*connection, path, path + ".moved", over, soon())).size_bytes, 8);
        EXPECT_FALSE(value_of(userdata::remove(*connection, path, soon())));
        EXPECT_TRUE(value_of(userdata::remove(*connection, path + ".moved", soon())));
    }
}

TEST_F(RealNamespaces, UserdataLists) {
    EXPECT_TRUE(value_of(userdata::list(*connection, "divan no such folder", {}, soon())).empty());
    EXPECT_TRUE(value_of(userdata::browse(*connection, "divan no such folder", soon())).empty());
    json::Object content;
    content["seed"] = 18446744073709551615ULL;
    userdata::StoreOptions full;
    full.full_info = true;
    EXPECT_TRUE(
        value_of(userdata::store_json(*connection, "divan 10%/s/b.json", std::move(content), full, soon()))
            .modified);
    userdata::ListOptions deep, infos;
    deep.recurse = deep.split = true;
    infos.recurse = infos.full_info = true;
    EXPECT_EQ(value_of(userdata::list(*connection, "divan 10%", deep, soon())).at(0).segments.size(), 2U);
    EXPECT_GT(value_of(userdata::list(*connection, "divan 10%", infos, soon())).at(0).size_bytes, 10);
    EXPECT_EQ(value_of(userdata::browse(*connection, "divan 10%", soon())).size(), 2U);
    EXPECT_FALSE(value_of(userdata::browse(*connection, "", soon())).empty());
    EXPECT_TRUE(value_of(userdata::remove(*connection, "divan 10%/s/b.json", soon())));
}

TEST_F(RealNamespaces, UsersAndSettings) {
    EXPECT_EQ(value_of(users::list(*connection, soon())).storage, "server");
    const std::string id = "divan/test & 100% \xC3\xA9";
    value_of(settings::store(*connection, id, json::Value(7), soon()));
    EXPECT_EQ(json::to_int64(value_of(settings::get(*connection, id, soon()))), 7);
    json::Object values;
    values[id] = nullptr;
    value_of(settings::store_all(*connection, std::move(values), soon()));
    EXPECT_EQ(json::kind_name(value_of(settings::all(*connection, soon())).at(id)), "null");
    EXPECT_EQ(json::kind_name(value_of(settings::get(*connection, "divan.never", soon()))), "null");
}

TEST_F(RealNamespaces, CreateUser) {
    SKIP_WITHOUT_FULL("a new user, which no route removes again,");
    EXPECT_FALSE(value_of(users::create(*connection, "divan " + uuid4(), soon())).empty());
}

TEST_F(RealNamespaces, ModelFiles) {
    EXPECT_FALSE(value_of(model_files::folders(*connection, soon())).empty());
    EXPECT_TRUE(call(model_files::list(*connection, "loras", soon())));
    EXPECT_EQ(error_of(model_files::list(*connection, "no such folder", soon())).code,
              Errc::invalid_argument);
    model_files::PreviewRequest none{"loras", 0, "divan none.safetensors"};
    EXPECT_FALSE(value_of(model_files::preview(*connection, none, soon())).has_value());
    EXPECT_FALSE(
        value_of(model_files::metadata(*connection, "loras", "divan none.safetensors", soon())).has_value());
}

TEST_F(RealNamespaces, ModelPreviewMetadataAndLoading) {
    const auto files = value_of(model_files::list(*connection, "loras", soon()));
    if (files.empty()) GTEST_SKIP() << "the server has no LoRA to look at";
    bool pictured = false, described = false;
    for (const protocol::ModelFile& file : files) {
        model_files::PreviewRequest request{"loras", file.path_index, file.name};
        const auto picture = value_of(model_files::preview(*connection, request, soon()));
        if (picture) EXPECT_EQ(picture->content_type, "image/webp") << file.name;
        pictured = pictured || picture;
        described = described || value_of(model_files::metadata(*connection, "loras", file.name, soon()));
    }
    std::cout << "  previews: " << pictured << ", metadata: " << described << "\n";
    EXPECT_EQ(error_of(load_model(*connection, {"loras", files.at(0).name}, soon())).code,
              Errc::invalid_argument);
}

TEST_F(RealNamespaces, SwitchAndLoadModel) {
    const auto files =
        value_of(object_info(*connection, "VAELoader", soon())).choices("VAELoader", "vae_name");
    EXPECT_EQ(error_of(load_model(*connection, {"vae", "divan none"}, soon())).code, Errc::invalid_argument);
    if (files.empty()) GTEST_SKIP() << "the server has no VAE to load";
    const ModelChoice choice{"vae", files.back()};  // "pixel_space" on a plain server
    const Workflow loader =
        value_of(switch_model(*connection, load_workflow({"vae", "x"}).value(), choice, soon()));
    EXPECT_EQ(json::text_of(*loader.get(NodeId{"1"}, "vae_name")), files.back());
    const auto loaded = value_of(load_model(*connection, choice, soon()));
    prompts.push_back(loaded.prompt_id);
    EXPECT_FALSE(loaded.outputs.empty());
}

TEST_F(RealNamespaces, TerminalLogsAndSubscription) {
    EXPECT_FALSE(value_of(terminal::logs(*connection, soon())).entries.empty());
    std::string heard;
    const auto listen = [&](const protocol::Logs& logs) {
        for (const protocol::LogEntry& entry : logs.entries) heard += entry.text;
    };
    auto stream = value_of(terminal::LogStream::open(*connection, listen, soon()));
    ended(submitted(quick_graph()));
    EXPECT_TRUE(eventually([&] { return heard.find("Prompt executed") != std::string::npos; })) << heard;
    connection->reconnect();
    ASSERT_TRUE(eventually([&] { return stream.renewals() == 1; }));
    heard.clear();
    ended(submitted(quick_graph()));
    EXPECT_TRUE(eventually([&] { return heard.find("Prompt executed") != std::string::npos; })) << heard;
    value_of(stream.close(soon()));
}

}  // namespace
}  // namespace divan
