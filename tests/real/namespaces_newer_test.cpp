// Jobs, assets, ComfyUI-Manager and Crystools of a real server that has them; see namespaces_test.cpp.
#include <divan/client/assets.hpp>
#include <divan/client/jobs.hpp>
#include <divan/client/manager.hpp>
#include <divan/client/monitor.hpp>

#include "real_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using real::RealNamespaces;

TEST_F(RealNamespaces, JobsAreListedAndFound) {
    SKIP_WITHOUT(Namespace::jobs);
    for (int count = 0; count < 3; ++count) ended(submitted(quick_graph()));
    const auto job = value_of(jobs::get(*connection, prompts.back(), soon()));
    ASSERT_TRUE(job);
    EXPECT_EQ(job->status, protocol::JobStatus::completed);
    EXPECT_TRUE(job->create_time && protocol::execution_duration(*job));
    EXPECT_EQ(job->outputs.at(0).files.size(), 1U);
    EXPECT_TRUE(job->preview_output && job->preview_output->file);
    EXPECT_TRUE(json::object_of(job->prompt));
    EXPECT_TRUE(value_of(jobs::status(*connection, prompts.back(), soon())).has_value());
    EXPECT_EQ(value_of(jobs::by_status(*connection, protocol::JobStatus::completed, 2, soon())).size(), 2U);
    EXPECT_FALSE(value_of(jobs::get(*connection, protocol::PromptId{uuid4()}, soon())).has_value());
    jobs::ListRequest two;
    two.limit = 2;
    two.sort_by = "execution_duration";
    two.sort_order = "asc";
    jobs::Pages pages{two};
    std::size_t seen = 0;
    while (!pages.done()) seen += value_of(pages.next(*connection, soon())).size();
    EXPECT_GE(seen, 3U);
    two.limit = 0;
    EXPECT_EQ(error_of(jobs::list(*connection, two, soon())).fact("status"), "400");
}

TEST_F(RealNamespaces, JobsAreCancelled) {
    SKIP_WITHOUT(Namespace::jobs);
    const auto slow = submitted(slow_graph());
    ASSERT_TRUE(eventually([&] { return running(slow); }));
    const auto first = submitted(quick_graph()), second = submitted(quick_graph());
    const auto cancelled = call(jobs::cancel(*connection, first, soon()));
    if (!cancelled && cancelled.error().code == Errc::not_supported)
        GTEST_SKIP() << describe(cancelled.error());
    EXPECT_TRUE(value_of(jobs::cancel(*connection, std::vector{second}, soon())).cancelled);
    EXPECT_TRUE(running(slow));
    EXPECT_EQ(value_of(jobs::get(*connection, slow, soon()))->status, protocol::JobStatus::in_progress);
    EXPECT_TRUE(value_of(jobs::cancel(*connection, slow, soon())).cancelled);
    ended(slow);
    EXPECT_EQ(value_of(jobs::get(*connection, slow, soon()))->status, protocol::JobStatus::cancelled);
    EXPECT_FALSE(value_of(jobs::cancel(*connection, slow, soon())).cancelled) << "it had ended";
}

TEST_F(RealNamespaces, Assets) {
    SKIP_WITHOUT(Namespace::assets);
    assets::UploadRequest upload{"divan.png", real::pixel()};
    upload.tags = {"input", "divan-test"};
    upload.name = "divan \xC3\xA9.png";
    upload.user_metadata["k"] = "v";
    const auto asset = value_of(assets::upload(*connection, std::move(upload), soon()));
    EXPECT_EQ(asset.size_bytes, 70);
    EXPECT_EQ(json::text_or(asset.user_metadata, "k"), "v");
    EXPECT_EQ(value_of(assets::get(*connection, asset.id, soon()))->name, "divan \xC3\xA9.png");
    EXPECT_FALSE(value_of(assets::get(*connection, uuid4(), soon())).has_value());
    assets::ListRequest ours;
    ours.include_tags = {"divan-test"};
    ours.limit = 1;
    assets::Pages pages{ours};
    std::size_t seen = 0;
    while (!pages.done()) seen += value_of(pages.next(*connection, soon())).size();
    EXPECT_GE(seen, 1U);
    assets::TagListRequest tags;
    tags.prefix = "divan";
    EXPECT_FALSE(value_of(assets::list_tags(*connection, tags, soon())).tags.empty());
    EXPECT_EQ(value_of(assets::add_tags(*connection, asset.id, {"divan-more"}, soon())).added.size(), 1U);
    EXPECT_EQ(value_of(assets::remove_tags(*connection, asset.id, {"divan-more"}, soon())).removed.size(),
              1U);
    assets::Update change;
    change.name = "divan renamed.png";
    EXPECT_EQ(value_of(assets::update(*connection, asset.id, std::move(change), soon()))->name,
              "divan renamed.png");
    if (!asset.hash.empty()) {
        assets::FromHashRequest again{asset.hash};
        again.tags = {"input", "divan-test"};
        const auto copy = value_of(assets::from_hash(*connection, std::move(again), soon()));
        ASSERT_TRUE(copy);
        if (copy->id != asset.id) EXPECT_TRUE(value_of(assets::remove(*connection, copy->id, soon())));
    }
    EXPECT_TRUE(value_of(assets::remove(*connection, asset.id, soon())));
    EXPECT_FALSE(value_of(assets::remove(*connection, asset.id, soon())));
}

TEST_F(RealNamespaces, ManagerReadsOnly) {
    SKIP_WITHOUT(Namespace::manager);
    EXPECT_FALSE(value_of(manager::version(*connection, soon())).empty());
    EXPECT_TRUE(call(manager::preview_method(*connection, soon())));
    EXPECT_TRUE(call(manager::node_map(*connection, manager::Mode::local, soon())));
    EXPECT_TRUE(call(manager::extension_list(*connection, manager::Mode::local, true, soon())));
}

TEST_F(RealNamespaces, MonitorMeasures) {
    SKIP_WITHOUT(Namespace::monitor);
    const monitor::Monitor monitor{*connection};
    value_of(connection->open(soon()));
    ASSERT_TRUE(eventually([&] { return monitor.active(); }));
    EXPECT_GT(monitor.latest()->ram_total_bytes.value_or(0), 0);
    EXPECT_FALSE(monitor.latest()->device_type.empty());
    EXPECT_FALSE(value_of(monitor::hdds(*connection, soon())).empty());
    EXPECT_TRUE(call(monitor::gpus(*connection, soon())));
}

TEST_F(RealNamespaces, MonitorIsConfigured) {
    SKIP_WITHOUT(Namespace::monitor);
    SKIP_WITHOUT_FULL("another configuration of the monitor");
    const monitor::Monitor monitor{*connection};
    value_of(connection->open(soon()));
    monitor::Config config;
    config.cpu = false;
    config.hdd = config.ram = true;
    config.rate_seconds = 0.2;
    config.which_hdd = "/";
    value_of(monitor::set_config(*connection, config, soon()));
    EXPECT_TRUE(eventually([&] {
        return monitor.active() && !monitor.latest()->cpu_percent && monitor.latest()->hdd_total_bytes;
    }));
    config.cpu = true;
    config.rate_seconds = 1;
    value_of(monitor::set_config(*connection, config, soon()));
    EXPECT_TRUE(eventually([&] { return monitor.latest()->cpu_percent.has_value(); }));
    value_of(monitor::turn(*connection, true, soon()));
    monitor::GpuConfig gpu;
    gpu.vram = true;
    EXPECT_EQ(error_of(monitor::set_gpu(*connection, 99, gpu, soon())).fact("status"), "400");
}

}  // namespace
}  // namespace divan
