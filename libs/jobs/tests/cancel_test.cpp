#include "support/jobs_fixture.hpp"

#include <divan/client/queue.hpp>
#include <divan/client/run.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {
namespace {

using store::Phase;

class Cancel : public JobsTest {
protected:
    void SetUp() override {
        add_engine();
        start();
    }
    std::size_t prompts_at_server() {
        Connection other{io.get_executor(), config.servers[0].connection};
        const protocol::Queue queue = get(divan::queue(other, within(5s)));
        return queue.running.size() + queue.pending.size();
    }
};

TEST_F(Cancel, ARunningJobIsStoppedAtItsServerAndItsSlotIsFreedThen) {
    const JobId id = submit(sleeping_fox(30.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    get(store::cancel(*store, id, owner));
    EXPECT_EQ(job(id).phase, Phase::cancelled);
    ASSERT_TRUE(until([&] { return prompts_at_server() == 0; }));
    ASSERT_TRUE(until([&] { return !attempts(id)[0].holds_slot; }));
    EXPECT_EQ(end_of(submit(red_fox())).phase, Phase::succeeded) << "the server goes on";
}

TEST_F(Cancel, AWaitingPromptIsTakenOutAndTheRunningOneGoesOn) {
    const JobId first = submit(sleeping_fox(1.0)), second = submit(sleeping_fox(30.0, 5));
    ASSERT_TRUE(until_phase(second, Phase::submitted));
    get(store::cancel(*store, second, owner));
    ASSERT_TRUE(until([&] { return !attempts(second)[0].holds_slot; }));
    EXPECT_EQ(end_of(first).phase, Phase::succeeded) << "nobody else was interrupted";
    EXPECT_EQ(runs(), 1u);
}

TEST_F(Cancel, AJobThatRunsOutOfItsTimeIsStoppedAtItsServer) {
    SubmitRequest request{json_of(sleeping_fox(30.0))};
    request.limits.run_timeout = 500ms;
    const JobId id = submit(std::move(request));
    const store::Job failed = end_of(id);
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "run_timeout");
    ASSERT_TRUE(until([&] { return prompts_at_server() == 0; }));
}

TEST_F(Cancel, APromptOfAJobThatEndedBeforeARestartIsStoppedAfterIt) {
    const JobId id = submit(sleeping_fox(30.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    dispatcher.reset();
    get(store::cancel(*store, id, owner));
    crash();
    start();
    ASSERT_TRUE(until([&] { return prompts_at_server() == 0; }));
    EXPECT_EQ(job(id).phase, Phase::cancelled);
}

TEST_F(Cancel, ForeignPromptsAreLeftAlone) {
    Connection other{io.get_executor(), config.servers[0].connection};
    RunRequest foreign{Workflow::parse(sleeping_fox(1.0)).value()};
    const divan::Run run = start_run(other, std::move(foreign), {}, within(30s));
    const JobId id = submit(sleeping_fox(30.0, 5));
    ASSERT_TRUE(until_phase(id, Phase::submitted));
    get(store::cancel(*store, id, owner));
    const auto result = ask(run.result());
    EXPECT_TRUE(result) << (result ? "" : describe(result.error()));
}

/// It knows no interruption of one prompt.
class OldServer : public JobsTest {
protected:
    OldServer() {
        comfyui_version = "0.3.50";
        add_engine();
    }
    JobId cancel_a_running_one(double seconds) {
        start();
        const JobId id = submit(sleeping_fox(seconds, 10));
        EXPECT_TRUE(until_phase(id, Phase::running));
        get(store::cancel(*store, id, owner));
        return id;
    }
};

TEST_F(OldServer, LetsAPromptRunToItsEndThatCannotBeStoppedAlone) {
    const JobId id = cancel_a_running_one(1.5);
    test::settle(io, 500ms);
    EXPECT_TRUE(attempts(id)[0].holds_slot);
    EXPECT_TRUE(until([&] { return !attempts(id)[0].holds_slot; }));
}

TEST_F(OldServer, ThatIsOursAloneStopsWhatRuns) {
    config.servers[0].exclusive = true;
    const JobId id = cancel_a_running_one(30.0);
    EXPECT_TRUE(until([&] { return !attempts(id)[0].holds_slot; })) << "not after thirty seconds";
}

}  // namespace
}  // namespace divan::durable
