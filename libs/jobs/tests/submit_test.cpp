#include <fmt/format.h>

#include "support/jobs_fixture.hpp"

#include <divan/jobs/details.hpp>

namespace divan::durable {
namespace {

class Submission : public JobsTest {
protected:
    Submission() { open(); }
    Error refused(const std::string& graph, GraphLimits limits = {}) {
        std::vector<SubmitRequest> jobs;
        jobs.emplace_back(json_of(graph));
        Submitter submitter{owner};
        submitter.limits = limits;
        auto answer = ask(durable::submit(*store, std::move(jobs), std::move(submitter)));
        return answer ? Error{} : answer.error();
    }
    std::string reason(const std::string& graph) { return std::string{refused(graph).fact("reason")}; }
    std::int64_t queued() { return get(store::count_jobs(*store))[0]; }
};

TEST_F(Submission, S24ShapesThatKillAWorkerAreRefusedWithTheirNode) {
    EXPECT_EQ(reason(R"({"1": {"class_type": "SaveImage"}})"), "inputs_not_object");
    EXPECT_EQ(reason(R"({"1": {"class_type": "SaveImage", "inputs": []}})"), "inputs_not_object");
    EXPECT_EQ(reason(R"({"1": {"class_type": "SaveImage", "inputs": null}})"), "inputs_not_object");
    EXPECT_EQ(reason(R"({"1": {"inputs": {}}})"), "missing_class_type");
    EXPECT_EQ(reason(R"({"1": {"class_type": "A", "inputs": {"x": ["7", 0]}}})"), "unknown_link_target");
    EXPECT_EQ(reason(R"({"1": {"class_type": "A", "inputs": {"x": ["1", 0]}}})"), "cycle");
    EXPECT_EQ(refused(R"({"7": {"class_type": "SaveImage"}})").fact("node"), "7");
    EXPECT_EQ(refused("[]").code, Errc::malformed_workflow);
    EXPECT_EQ(refused("{}").fact("reason"), "no_nodes");
    EXPECT_EQ(queued(), 0);
}

TEST_F(Submission, LimitsAreHeldEachWithItsName) {
    const std::string graph =
        R"({"1": {"class_type": "A", "inputs": {"a": "long text", "b": {"c": {"d": 1}}}}, "2": {"class_type": "B", "inputs": {}}})";
    const auto over = [&](auto set) {
        GraphLimits limits;
        set(limits);
        return std::string{refused(graph, limits).fact("limit")};
    };
    EXPECT_EQ(over([](GraphLimits& limits) { limits.nodes = 1; }), "nodes");
    EXPECT_EQ(over([](GraphLimits& limits) { limits.inputs = 1; }), "inputs");
    EXPECT_EQ(over([](GraphLimits& limits) { limits.bytes = 20; }), "bytes");
    EXPECT_EQ(over([](GraphLimits& limits) { limits.depth = 5; }), "depth");
    EXPECT_EQ(over([](GraphLimits& limits) { limits.members = 5; }), "members");
    EXPECT_EQ(over([](GraphLimits& limits) { limits.text_bytes = 5; }), "text_bytes");
    EXPECT_EQ(refused(R"({"1": {"class_type": "A", "inputs": {"a": NaN}}})").fact("limit"), "finite");
    EXPECT_TRUE(refused(graph).message.empty()) << "within the limits it is taken";
}

TEST_F(Submission, S24AVeryDeepGraphIsRefusedWithoutRecursion) {
    std::string deep;
    for (int i = 0; i < 400; ++i) deep += R"({"a":)";
    deep += "1" + std::string(400, '}');
    EXPECT_EQ(refused(R"({"1": {"class_type": "A", "inputs": {"x": )" + deep + "}}}").fact("limit"), "depth");
}

TEST_F(Submission, ABatchIsAllOrNothing) {
    std::vector<SubmitRequest> jobs;
    for (int i = 0; i < 300; ++i) jobs.emplace_back(json_of(red_fox(i)));
    jobs[150].graph = json_of(R"({"1": {"class_type": "A"}})");
    auto copy = jobs;
    auto refused_all = ask(durable::submit(*store, std::move(copy), Submitter{owner}));
    ASSERT_FALSE(refused_all);
    EXPECT_EQ(refused_all.error().fact("job"), "150");
    EXPECT_EQ(queued(), 0);
    jobs[150].graph = json_of(red_fox());
    EXPECT_EQ(get(durable::submit(*store, std::move(jobs), Submitter{owner})).jobs.size(), 300u);
    EXPECT_EQ(queued(), 300);
}

TEST_F(Submission, AnAssetOfAnotherOwnerIsNotFound) {
    owner = "bob";
    const store::AssetId theirs = upload("bytes");
    owner = "ann";
    const Error error = refused(fmt::format(
        R"({{"1": {{"class_type": "LoadImage", "inputs": {{"image": {{"__type": "core/ASSET", "info": {{"id": "{}"}}}}}}}}}})",
        theirs.str()));
    EXPECT_EQ(error.code, Errc::not_found);
    EXPECT_EQ(error.fact("asset"), theirs.str());
}

TEST_F(Submission, AJobTellsAFewReceiversOnly) {
    std::vector<SubmitRequest> jobs;
    jobs.emplace_back(json_of(red_fox()));
    jobs[0].webhooks.assign(5, store::WebhookTarget{"https://example.org/", "main"});
    EXPECT_EQ(ask(durable::submit(*store, std::move(jobs), Submitter{owner})).error().fact("limit"),
              "webhooks");
}

TEST_F(Submission, SeedsAreDrawnOnceAndTold) {
    const JobId id = submit(R"({"3": {"class_type": "KSampler", "inputs": {"seed": -1}}})");
    const auto details = JobDetails::parse(job(id).details);
    ASSERT_EQ(details->seeds.size(), 1u);
    const Workflow kept = Workflow::parse(get(store::graph_of(*store, id, std::nullopt))).value();
    EXPECT_EQ(json::to_uint64(*kept.get(NodeId{"3"}, "seed")), details->seeds[0].value);
    EXPECT_FALSE(details->reuse) << "a random seed takes no result that is there already";
}

TEST_F(Submission, EqualNeedsShareALane) {
    EXPECT_EQ(job(submit(red_fox(1, "a"))).lane, job(submit(red_fox(2, "b"))).lane);
    EXPECT_NE(job(submit(red_fox())).lane, job(submit(sleeping_fox(0.1))).lane);
}

TEST_F(Submission, TheSameIdempotencyKeyGivesTheSameJob) {
    const auto once = [&] {
        std::vector<SubmitRequest> jobs;
        jobs.emplace_back(json_of(red_fox()));
        Submitter submitter{owner};
        submitter.idempotency = store::IdempotencyKey{"POST /jobs", "k", "hash"};
        return get(durable::submit(*store, std::move(jobs), std::move(submitter)));
    };
    const auto first = once(), second = once();
    EXPECT_EQ(first.jobs, second.jobs);
    EXPECT_TRUE(second.replayed);
}

}  // namespace
}  // namespace divan::durable
