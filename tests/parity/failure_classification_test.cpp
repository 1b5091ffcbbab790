#include "workflow_pool_stage.hpp"

#include <divan/client/upload.hpp>
#include <divan/workflow/attachments.hpp>

// parity table, section 15
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;
using test::with_checkpoint;

class ParityFailureClassification : public test::WorkflowPoolStage {
protected:
    /// What a pool makes of the job: the kind of each failure, in order.
    std::vector<FailureKind> kinds_of(Workflow workflow, JobOptions options = soon()) {
        std::vector<FailureKind> kinds;
        PoolEvents events;
        events.on_failed = [&](const JobFailure& failure) { kinds.push_back(failure.kind); };
        const auto subscription = pool->watch(std::move(events));
        last = end_of(enqueue(std::move(workflow), std::move(options)));
        return kinds;
    }
    JobRecord last;
};

TEST_F(ParityFailureClassification, Kinds) {
    test::EngineTraits plain;
    plain.test_nodes = false;
    engine(plain);
    engine();
    pool_of_engines();
    // Incompatible: left out for the job, not counted, nobody blocked.
    EXPECT_EQ(kinds_of(sleepy(0.05)), std::vector{FailureKind::server_incompatible});
    EXPECT_EQ(last.server, ServerId{"b"});
    EXPECT_EQ(last.status, JobStatus::completed);
    // Known from now on: the next one does not even try.
    EXPECT_EQ(kinds_of(sleepy(0.06)), std::vector<FailureKind>{});
    // Invalid: fails at once.
    Workflow invalid = picture(1);
    ASSERT_TRUE(invalid.set("1.width", 1'000'000));
    EXPECT_EQ(kinds_of(invalid), std::vector{FailureKind::workflow_invalid});
    EXPECT_EQ(last.attempts, 1);
    // Transient: again, elsewhere.
    set_faults(0, "[[fault]]\nnode = \"EmptyImage\"\ndo = \"raise\"\n");
    EXPECT_EQ(kinds_of(picture(2)), std::vector{FailureKind::transient});
    EXPECT_EQ(last.server, ServerId{"b"});
}

TEST_F(ParityFailureClassification, Incompatible) {
    test::EngineTraits with, without;
    with.models = "[checkpoints.\"rare.safetensors\"]\n";
    without.models = "[checkpoints.\"usual.safetensors\"]\n";
    engine(without);
    engine(with);
    pool_of_engines();
    EXPECT_EQ(kinds_of(with_checkpoint("rare.safetensors")), std::vector{FailureKind::server_incompatible});
    EXPECT_EQ(last.server, ServerId{"b"});
    EXPECT_EQ(kinds_of(with_checkpoint("rare.safetensors", 2)), std::vector<FailureKind>{})
        << "a is known to lack it";
    EXPECT_EQ(kinds_of(with_checkpoint("nowhere.safetensors")).back(), FailureKind::server_incompatible);
    EXPECT_EQ(last.last_error->code, Errc::no_server_fits);
    EXPECT_NE(last.last_error->fact("b").find("nowhere.safetensors"), std::string::npos)
        << describe(*last.last_error);
    for (const ServerInfo& info : pool->servers())
        EXPECT_EQ(info.health, HealthState::healthy) << "a job never ejects";
}

TEST_F(ParityFailureClassification, Invalid) {
    pool_of(2);
    Workflow missing_input =
        Workflow::parse(R"({"9": {"class_type": "PreviewImage", "inputs": {}}})").value();
    Workflow wrong_type = Workflow::parse(R"({
        "1": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
                              .value();
    Workflow no_output =
        Workflow::parse(
            R"({"1": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}}})")
            .value();
    for (const Workflow& workflow : {missing_input, wrong_type, no_output}) {
        EXPECT_EQ(kinds_of(workflow), std::vector{FailureKind::workflow_invalid}) << workflow.to_json();
        EXPECT_EQ(last.attempts, 1);
        EXPECT_EQ(last.last_error->code, Errc::prompt_rejected);
    }
}

TEST_F(ParityFailureClassification, Transient) {
    engine();
    engine();
    pool_of_engines();
    set_faults(0, "[[fault]]\nroute = \"POST /prompt\"\ndo = \"status\"\nstatus = 429\n");
    EXPECT_EQ(kinds_of(picture(1)), std::vector{FailureKind::transient});
    EXPECT_EQ(last.server, ServerId{"b"});
    set_faults(0, "[[fault]]\nroute = \"POST /prompt\"\ndo = \"status\"\nstatus = 503\n");
    EXPECT_EQ(kinds_of(picture(2)), std::vector{FailureKind::transient});
    set_faults(0, "[[fault]]\nnode = \"EmptyImage\"\ndo = \"out_of_memory\"\n");
    EXPECT_EQ(kinds_of(picture(3)), std::vector{FailureKind::transient});
    EXPECT_EQ(last.server, ServerId{"b"});
    EXPECT_EQ(kinds_of(raising("interrupt"), one_attempt()), std::vector{FailureKind::transient});
}

}  // namespace
}  // namespace divan
