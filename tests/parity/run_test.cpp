// Section 6 of the parity table: the handle on a run, and its result.
#include <divan/json/parse.hpp>

#include "run_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::Names;
using parity::ParityRun;

long count(const Names& names, std::string_view wanted) {
    return static_cast<long>(std::ranges::count(names, wanted));
}

/// The picture of `EngineTest`, under ids that are no numbers, with a named output.
Workflow with_odd_ids(int colour) {
    Workflow workflow =
        Workflow::parse(
            R"({"12:3": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": )" +
            std::to_string(colour) +
            R"(}}, "save": {"class_type": "SaveImage", "inputs": {"images": ["12:3", 0], "filename_prefix": "odd"}},
  "12:4": {"class_type": "PreviewImage", "inputs": {"images": ["12:3", 0]}}})")
            .value();
    EXPECT_TRUE(workflow.declare_output("picture:save"));
    EXPECT_TRUE(workflow.declare_output("seen:12:4"));
    return workflow;
}

TEST_F(ParityRun, Events) {
    Names heard;
    events = noting(heard);
    ASSERT_TRUE(finish(RunRequest{sleeper(0.2, 4, true)}));
    EXPECT_EQ(life(heard), (Names{"accepted", "started", "finished"}));
    EXPECT_EQ(heard.at(0), "accepted");
    EXPECT_EQ(heard.at(1), "started");
    EXPECT_EQ(heard.back(), "finished");
    EXPECT_EQ(count(heard, "preview with metadata"), 4);
    EXPECT_EQ(count(heard, "output 9"), 1);
    EXPECT_GE(count(heard, "progress"), 4);
    EXPECT_EQ(count(heard, "node percent"), 4);
    heard.clear();
    EXPECT_FALSE(finish(RunRequest{raising()}));
    EXPECT_EQ(life(heard), (Names{"accepted", "started", "failed execution_failed"}));
    EXPECT_EQ(heard.back(), "failed execution_failed");
}

TEST_F(ParityRun, PendingAfterAwaitRun) {
    const divan::Run run = begin(RunRequest{sleeper(1, 10)});
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    Names late;
    const Subscription watching = run.watch(noting(late));
    EXPECT_EQ(late, (Names{"accepted", "started", "progress", "percent"}));
    ASSERT_TRUE(end_of(run));
    EXPECT_EQ(life(late), (Names{"accepted", "started", "finished"}));
    Names after;
    const Subscription later = run.watch(noting(after));
    EXPECT_EQ(life(after), (Names{"accepted", "started", "finished"}));
}

TEST_F(ParityRun, Start) {
    Names heard;
    events = noting(heard);
    ASSERT_TRUE(finish(RunRequest{picture(7)}));
    EXPECT_EQ(count(heard, "started"), 1) << "a run without steps starts, too";
    serve_by_hand();
    heard.clear();
    events = noting(heard);
    const divan::Run run = begin_by_hand();
    server->send(protocol::ExecutionStart{run.prompt_id(), 1});
    ASSERT_TRUE(until([&] { return count(heard, "started") == 1; }));
    EXPECT_EQ(count(heard, "progress"), 0) << "it needs no progress message";
}

TEST_F(ParityRun, ProgressPct) {
    std::vector<int> node, whole;
    events.on_node_percent = [&](const NodeId& id, int percent) {
        if (id.str() == "1") node.push_back(percent);
    };
    events.on_percent = [&](int percent) { whole.push_back(percent); };
    ASSERT_TRUE(finish(RunRequest{sleeper(0.1, 8)}));
    EXPECT_EQ(node, (std::vector<int>{12, 25, 37, 50, 62, 75, 87, 100})) << "rounded down, each once";
    EXPECT_EQ(whole.back(), 100);
    EXPECT_TRUE(std::ranges::adjacent_find(whole, std::greater_equal{}) == whole.end()) << "only on change";
    EXPECT_EQ(RunProgress{}.node_percent(), std::nullopt) << "before the first step";
}

TEST_F(ParityRun, WholeJobProgressComesFromProgressStateToo) {
    serve_by_hand();
    const divan::Run run = begin_by_hand();
    protocol::NodeProgress node;
    node.node = NodeId{"9"};
    node.value = json::Value(1);
    node.max = json::Value(2);
    node.state = "running";
    server->send(protocol::ExecutionStart{run.prompt_id(), 1});
    server->send(protocol::ProgressState{run.prompt_id(), {node}});
    EXPECT_TRUE(until([&] { return run.progress().percent == 25; })) << "half of one of two nodes";
}

TEST_F(ParityRun, FinishedAndFailed) {
    Names own, other;
    events = noting(own);
    const divan::Run run = begin(RunRequest{picture(8)});
    const Subscription watching = run.watch(noting(other));
    ASSERT_TRUE(end_of(run));
    test::settle(io, 100ms);
    EXPECT_EQ(count(own, "finished"), 1);
    EXPECT_EQ(count(other, "finished"), 1);
    own.clear();
    EXPECT_FALSE(finish(RunRequest{raising()}));
    test::settle(io, 100ms);
    EXPECT_EQ(life(own).back(), "failed execution_failed");
    EXPECT_EQ(count(own, "failed execution_failed"), 1);
}

TEST_F(ParityRun, Done) {
    const divan::Run run = begin(RunRequest{raising()});
    ASSERT_TRUE(until([&] { return run.done(); })) << "nobody waits for it";
    for (int time = 0; time < 2; ++time) {
        const auto result = end_of(run);
        ASSERT_FALSE(result) << "the failure is kept until it is read";
        EXPECT_EQ(result.error().fact("node"), "2");
    }
    EXPECT_EQ(run.ended()->error(), end_of(run).error());
}

asio::awaitable<Result<std::size_t>> pictures_of(divan::Run run) {
    divan::Run again = run;
    const auto result = co_await std::move(run);
    if (!result) co_return fail(result.error());
    const auto same = co_await std::move(again);
    co_return result->files().size() + same->files().size();
}

TEST_F(ParityRun, AwaitJob) {
    EXPECT_EQ(wait(pictures_of(begin(RunRequest{picture(9)}))), 2U);
    const auto failed = wait(pictures_of(begin(RunRequest{raising()})));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::execution_failed);
}

TEST_F(ParityRun, AwaitJobWithACallback) {
    std::optional<Result<RunResult>> result;
    begin(RunRequest{picture(9)})([&](Result<RunResult> ended) { result = std::move(ended); });
    EXPECT_TRUE(until([&] { return result && *result; }));
}

TEST_F(ParityRun, ResultKeys) {
    const auto live = finish(RunRequest{with_odd_ids(10)});
    ASSERT_TRUE(live) << describe(live.error());
    const json::Object named = live->to_object();
    ASSERT_EQ(named.size(), 2U);
    EXPECT_EQ(live->output("picture")->node, NodeId{"save"});
    EXPECT_EQ(live->output("seen")->node, NodeId{"12:4"});
    const json::Value* images = json::find(named.at("picture"), "images");
    EXPECT_EQ(json::text_or(json::array_of(*images)->at(0), "type"), "output");

    const auto cached = finish(RunRequest{with_odd_ids(10)});
    ASSERT_TRUE(cached) << describe(cached.error());
    EXPECT_EQ(cached->to_object(), named);

    faults("[[fault]]\nmessage = \"*\"\ndo = \"lose\"\n");
    const auto recovered = finish(RunRequest{with_odd_ids(10)});
    ASSERT_TRUE(recovered) << describe(recovered.error());
    EXPECT_EQ(recovered->to_object(), named);

    Connection other{io.get_executor(), config_for_engine()};
    AttachRequest attach{live->prompt_id};
    attach.workflow = with_odd_ids(10);
    const auto attached = end_of(attach_run(other, std::move(attach), {}, soon()));
    ASSERT_TRUE(attached) << describe(attached.error());
    EXPECT_EQ(attached->to_object(), named);
}

TEST_F(ParityRun, ResultKeysOfAnAttachedRunWithoutItsWorkflow) {
    const auto live = finish(RunRequest{with_odd_ids(11)});
    ASSERT_TRUE(live);
    const auto attached = end_of(attach_run(*connection, AttachRequest{live->prompt_id}, {}, soon()));
    ASSERT_TRUE(attached) << describe(attached.error());
    ASSERT_TRUE(attached->output("save")) << "without names, by node id";
    EXPECT_EQ(attached->output("save")->ui, live->output("picture")->ui);
    AttachRequest wrong{live->prompt_id};
    wrong.include_outputs = {"nowhere:sav"};
    const auto failed = end_of(attach_run(*connection, std::move(wrong), {}, soon()));
    ASSERT_FALSE(failed) << "a wish that cannot be met is told";
    EXPECT_NE(failed.error().hint.find("save"), std::string::npos) << describe(failed.error());
}

TEST_F(ParityRun, PromptIdNodesAliasesAutoSeeds) {
    Workflow workflow = sleeper(0, 1);
    ASSERT_TRUE(workflow.set(NodeId{"1"}, "seed", json::Value(-1)));
    ASSERT_TRUE(workflow.declare_output("shown:9"));
    const divan::Run run = begin(RunRequest{workflow});
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->prompt_id, run.prompt_id());
    EXPECT_EQ(result->collected, (std::vector{DeclaredOutput{"shown", NodeId{"9"}}}));
    EXPECT_EQ(run.collected(), result->collected);
    ASSERT_EQ(result->seeds.size(), 1U);
    EXPECT_EQ(result->seeds.at(0).node, NodeId{"1"});
    const auto again = finish(RunRequest{workflow});
    ASSERT_TRUE(again);
    EXPECT_NE(again->seeds.at(0).value, result->seeds.at(0).value)
        << "the workflow is a value: each run draws anew";
    const auto fixed = finish(RunRequest{sleeper(0, 1)});
    EXPECT_TRUE(fixed->seeds.empty()) << "only if any was replaced";
}

TEST_F(ParityRun, IdsThatAreNoNumbersAreFollowedLive) {
    std::set<std::string> outputs;
    events.on_named_output = [&](std::string_view alias, const protocol::NodeOutputs&) {
        outputs.emplace(alias);
    };
    ASSERT_TRUE(finish(RunRequest{with_odd_ids(12)}));
    EXPECT_EQ(outputs, (std::set<std::string>{"picture", "seen"}));
}

}  // namespace
}  // namespace divan
