#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/jobs/submit.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/store/query.hpp>

#include "support/v2_fixture.hpp"
#include "support/wiretap.hpp"

namespace divan::gateway {
namespace {

class V2Jobs : public V2Test {
protected:
    Reply cancel(const std::string& job) { return post("/api/v2/jobs/" + job + "/cancel", ""); }
    Reply submit_with(const std::string& graph, const std::string& more) {
        return post("/api/v2/jobs", R"({"workflow": )" + graph + ", " + more + "}");
    }
    json::Value node_errors(const Reply& reply) {
        const json::Value document = reply.json();
        return json::find(*json::find(*json::find(document, "error"), "details"), "node_errors")->as_object();
    }
    void until_status(const std::string& job, const std::string& status) {
        ASSERT_TRUE(test::run_until(io, [&] {
            return json::text_or(get("/api/v2/jobs/" + job).json(), "status") == status;
        })) << status;
    }
    bool until_catalogues() {
        return test::run_until(
            io, [&] { return gateway->dispatcher().catalogue(ServerId{"gpu-1"}).has_value(); });
    }
    /// One of somebody else.
    std::string job_of(const std::string& owner) {
        std::vector<durable::SubmitRequest> jobs;
        jobs.emplace_back(json::parse(red_fox()).value());
        auto call = durable::submit(gateway->store(), std::move(jobs), durable::Submitter{owner});
        return value_of(std::move(call)).jobs.front().str();
    }
};

TEST_F(V2Jobs, AJobThatEndedWellShowsEverything) {
    add_engine();
    start();
    const Reply accepted = post("/api/v2/jobs", submission(red_fox()));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    EXPECT_EQ(json::text_or(accepted.json(), "status"), "queued");
    const json::Value job = end_of(id_in(accepted));
    EXPECT_EQ(json::text_or(job, "status"), "succeeded");
    EXPECT_TRUE(json::find(job, "error")->is_null());
    EXPECT_TRUE(json::find(job, "queue_position")->is_null());
    for (const char* metric : {"queue_ms", "execution_ms"})
        EXPECT_TRUE(json::is_integer(*json::find(*json::find(job, "metrics"), metric))) << metric;
    EXPECT_GT(json::text_or(job, "expires_at"), json::text_or(job, "completed_at"));
    const json::Value output = json::find(job, "outputs")->as_array().at(0);
    EXPECT_EQ(json::text_or(output, "node_id"), "9");
    EXPECT_EQ(json::text_or(output, "type"), "image");
    EXPECT_EQ(json::text_or(output, "content_type"), "image/png");
    EXPECT_EQ(json::text_or(output, "job_id"), json::text_or(job, "id"));
    const std::string url = json::text_or(output, "url");
    const Reply picture = get(url.substr(gateway->url().size()));
    EXPECT_EQ("blake3:" + blake3_hex(picture.body), json::text_or(output, "hash"));
    const json::Value asset = get("/api/v2/assets/" + json::text_or(output, "id")).json();
    EXPECT_EQ(json::text_or(asset, "job_id"), json::text_or(job, "id"));
    EXPECT_FALSE(json::find(asset, "expires_at")->is_null()) << "results go after a week";
}

TEST_F(V2Jobs, AWaitingJobShowsItsPlace) {
    start();
    submit(red_fox());
    const json::Value second = get("/api/v2/jobs/" + submit(red_fox())).json();
    EXPECT_EQ(json::to_int64(*json::find(second, "queue_position")), 1);
    EXPECT_TRUE(json::find(*json::find(second, "metrics"), "queue_ms")->is_null());
}

TEST_F(V2Jobs, ARunningJobShowsItsProgressInWords) {
    add_engine();
    start();
    const std::string id = submit(sleeping_fox(2.0, 8));
    ASSERT_TRUE(test::run_until(io, [&] {
        const json::Value job = get("/api/v2/jobs/" + id).json();
        return json::text_or(*json::find(job, "progress"), "message").starts_with("TrapSleep 3/8");
    }));
    const json::Value progress = *json::find(get("/api/v2/jobs/" + id).json(), "progress");
    EXPECT_EQ(json::text_or(progress, "current_node"), "1");
    EXPECT_EQ(json::text_or(progress, "current_node_class"), "TrapSleep");
    EXPECT_EQ(json::to_int64(*json::find(progress, "nodes_total")), 2);
    EXPECT_EQ(json::to_int64(*json::find(progress, "steps")), 8);
    EXPECT_EQ(json::text_or(get("/api/v2/jobs/" + id).json(), "status"), "running");
}

TEST_F(V2Jobs, S44AFailedJobSaysWhichNodeAndWhyWithoutTheServersFolders) {
    add_engine();
    start();
    const json::Value job = end_of(submit(
        R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 1}},
            "2": {"class_type": "TrapRaise", "inputs": {"kind": "value", "image": ["1", 0]}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "x"}}})"));
    EXPECT_EQ(json::text_or(job, "status"), "failed") << json::write(job);
    const json::Value error = *json::find(job, "error");
    EXPECT_EQ(json::text_or(error, "code"), "node_error");
    EXPECT_EQ(json::text_or(error, "node_id"), "2");
    EXPECT_EQ(json::text_or(error, "class_type"), "TrapRaise");
    EXPECT_FALSE(json::text_or(error, "message").empty());
    const std::string traceback = json::text_or(error, "traceback");
    EXPECT_FALSE(traceback.empty());
    EXPECT_LE(traceback.size(), 1'000u);
    EXPECT_EQ(traceback.find("File \"/"), std::string::npos) << traceback;
}

TEST_F(V2Jobs, GivesTheWorkflowBackAsItCame) {
    start();
    const std::string graph =
        R"({"9":{"class_type":"SaveImage","inputs":{"images":["1",0],"filename_prefix":"fox"},"_meta":{"title":"Füchse"}},)"
        R"("1":{"class_type":"EmptyImage","inputs":{"width":16,"height":16,"batch_size":1,"color":18446744073709551615,"x":1.50}}})";
    const Reply given = get("/api/v2/jobs/" + submit(graph) + "/workflow");
    EXPECT_EQ(given.status, 200);
    EXPECT_EQ(given.body, R"({"workflow":)" + graph + R"(,"format":"api"})");
}

TEST_F(V2Jobs, S5AnotherOwnersJobLooksLikeOneThatNeverWas) {
    start();
    const std::string foreign = "/api/v2/jobs/" + job_of("bob"), unknown = "/api/v2/jobs/none";
    for (const char* more : {"", "/workflow", "/events"}) {
        EXPECT_EQ(get(foreign + more).status, 404) << more;
        EXPECT_EQ(get(foreign + more).body, get(unknown + more).body) << more;
    }
    EXPECT_EQ(post(foreign + "/cancel", "").code(), "not_found");
    EXPECT_EQ(value_of(store::find_job(gateway->store(), JobId{foreign.substr(13)}, "bob")).phase,
              store::Phase::queued);
}

TEST_F(V2Jobs, CancelStopsAJobAndIsRepeatable) {
    add_engine();
    start();
    const std::string id = submit(sleeping_fox(30));
    until_status(id, "running");
    const Reply cancelled = cancel(id);
    EXPECT_EQ(cancelled.status, 200);
    EXPECT_EQ(json::text_or(cancelled.json(), "status"), "canceled");
    EXPECT_EQ(json::text_or(cancel(id).json(), "status"), "canceled");
    EXPECT_TRUE(json::find(cancelled.json(), "outputs")->as_array().empty());
    EXPECT_EQ(json::text_or(end_of(submit(red_fox())), "status"), "succeeded") << "the server goes on";
    const std::string done = json::text_or(end_of(submit(red_fox(7))), "id");
    EXPECT_EQ(json::text_or(cancel(done).json(), "status"), "succeeded") << "what has ended stays";
}

TEST_F(V2Jobs, S7UnknownAndReservedMembersAreRefused) {
    start();
    for (const char* more :
         {R"("priority": 9)", R"("owner": "bob")", R"("status": "succeeded")",
          R"("webhook_url": "https://x.example")", R"("inputs": {})", R"("extra_data": {"api_key": "x"})"}) {
        const Reply refused = submit_with(red_fox(), more);
        EXPECT_EQ(refused.status, 422) << more;
        EXPECT_EQ(refused.code(), "invalid_request") << more;
    }
    EXPECT_EQ(submit_with(red_fox(), R"("extra_data": 5)").status, 422);
    EXPECT_EQ(submit_with(red_fox(), R"("extra_data": {"api_key_comfy_org": 5})").status, 422);
}

TEST_F(V2Jobs, AWorkflowOfTheEditorIsToldApart) {
    start();
    const Reply refused =
        post("/api/v2/jobs", submission(R"({"nodes": [], "links": [], "last_node_id": 3})"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "workflow_format_ui");
}

TEST_F(V2Jobs, S24BrokenWorkflowsAreRefusedNodeByNode) {
    start();
    const Reply refused = post(
        "/api/v2/jobs",
        submission(
            R"({"1": {"class_type": "EmptyImage"}, "9": {"class_type": "SaveImage", "inputs": {"images": ["7", 0]}}})"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "invalid_workflow");
    const json::Value errors = node_errors(refused);
    const json::Value& first = json::find(errors, "1")->as_array().at(0);
    EXPECT_EQ(json::text_or(first, "field"), "inputs");
    EXPECT_EQ(json::text_or(first, "reason"), "inputs_not_object");
    const json::Value& second = json::find(errors, "9")->as_array().at(0);
    EXPECT_EQ(json::text_or(second, "field"), "images");
    EXPECT_EQ(json::text_or(second, "reason"), "unknown_link_target");
    for (const char* body : {"{}", R"({"workflow": null})", R"({"workflow": []})", R"({"workflow": {}})",
                             R"({"workflow": {"1": 5}})"})
        EXPECT_EQ(post("/api/v2/jobs", body).code(), "invalid_workflow") << body;
}

TEST_F(V2Jobs, ClassesThatNoServerHasAreRefusedWhenAllHaveToldTheirs) {
    add_engine();
    start();
    const std::string graph =
        R"({"1": {"class_type": "EmptyImagge", "inputs": {}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}}})";
    ASSERT_TRUE(until_catalogues());
    const Reply refused = post("/api/v2/jobs", submission(graph));
    EXPECT_EQ(refused.status, 422) << refused.body;
    const json::Value errors = node_errors(refused);
    EXPECT_EQ(json::text_or(json::find(errors, "1")->as_array().at(0), "reason"), "unknown_class");
    EXPECT_NE(refused.body.find("EmptyImage"), std::string::npos) << "the nearest name";
}

TEST_F(V2Jobs, AMissingInputIsSaidBeforeAnythingRuns) {
    add_engine();
    start();
    ASSERT_TRUE(until_catalogues());
    const Reply refused =
        post("/api/v2/jobs",
             submission(R"({"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "x"}}})"));
    EXPECT_EQ(refused.code(), "invalid_workflow");
    const json::Value errors = node_errors(refused);
    EXPECT_EQ(json::text_or(json::find(errors, "9")->as_array().at(0), "field"), "images");
    EXPECT_EQ(json::text_or(json::find(errors, "9")->as_array().at(0), "reason"), "missing_input");
    EXPECT_EQ(engines[0]->prompts_run(), 0u);
}

TEST_F(V2Jobs, AssetsThatAreMissingForeignOrMisspeltAreMissingAssets) {
    start();
    const std::string foreign = asset_of("bob", "his", "a.txt").id.str();
    const auto with = [](const std::string& info) {
        return submission(
            R"({"1": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET", "info": )" +
            info + R"(}}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})");
    };
    for (const std::string& info : {R"({"id": ")" + foreign + "\"}", std::string{R"({"id": "none"})"},
                                    std::string{R"({"hash": "blake3:00"})"}, std::string{R"({"id": 5})"}}) {
        const Reply refused = post("/api/v2/jobs", with(info));
        EXPECT_EQ(refused.status, 422) << info;
        EXPECT_EQ(refused.code(), "missing_asset") << info;
    }
}

TEST_F(V2Jobs, AnUploadedPictureGoesThroughAWorkflow) {
    add_engine();
    start();
    const json::Value made = end_of(submit(red_fox()));
    const std::string asset = json::text_or(json::find(made, "outputs")->as_array().at(0), "id");
    const json::Value job = end_of(submit(
        R"({"1": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET", "info": {"id": ")" +
        asset +
        R"("}}}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "again"}}})"));
    EXPECT_EQ(json::text_or(job, "status"), "succeeded") << json::write(job);
}

TEST_F(V2Jobs, DU09AKeyIsGoodForOneJobAndReplayGivesThatJob) {
    start();
    headers.set("Idempotency-Key", "order-7");
    EXPECT_EQ(post("/api/v2/jobs", submission("{}")).status, 422) << "a refusal does not use it up";
    const std::string id = submit(red_fox());
    for (const int color : {255, 7}) {
        const Reply again = post("/api/v2/jobs", submission(red_fox(color)));
        EXPECT_EQ(again.status, 422);
        EXPECT_EQ(again.code(), "idempotency_key_reuse");
        EXPECT_NE(again.body.find(R"("job_id":")" + id), std::string::npos) << again.body;
    }
    headers.set("Idempotency-Replay", "allow");
    const Reply replayed = post("/api/v2/jobs", submission(red_fox()));
    EXPECT_EQ(replayed.status, 201);
    EXPECT_EQ(id_in(replayed), id);
    EXPECT_EQ(submit_with(red_fox(), R"("extra_data": {"api_key_comfy_org": "x"})").status, 201)
        << "keys for API nodes do not count";
    EXPECT_EQ(post("/api/v2/jobs", submission(red_fox(7))).status, 422) << "another request stays one";
}

TEST_F(V2Jobs, TwoEqualRequestsAtOnceMakeOneJob) {
    start();
    headers.set("Idempotency-Key", "at-once");
    net::HttpClient client{io.get_executor(), net::HttpClientConfig{net::parse_url(gateway->url()).value()}};
    std::vector<int> statuses;
    for (int i = 0; i < 8; ++i) {
        net::HttpRequest request{"POST", "/api/v2/jobs", submission(red_fox()), "application/json"};
        request.headers.set("Idempotency-Key", "at-once");
        auto ask_once = [&client, &statuses, request = std::move(request)]() -> asio::awaitable<void> {
            net::HttpRequest sent = request;
            auto reply = co_await client.exchange(std::move(sent), within(20s));
            statuses.push_back(reply ? reply->status : 0);
        };
        asio::co_spawn(io, std::move(ask_once), asio::detached);
    }
    ASSERT_TRUE(test::run_until(io, [&] { return statuses.size() == 8; }));
    EXPECT_EQ(std::ranges::count(statuses, 201), 1);
    EXPECT_EQ(std::ranges::count(statuses, 422), 7);
}

TEST_F(V2Jobs, KeysAreShortAndPrintable) {
    start();
    headers.set("Idempotency-Key", std::string(255, 'k'));
    submit(red_fox());
    headers.set("Idempotency-Key", std::string(256, 'k'));
    EXPECT_EQ(post("/api/v2/jobs", submission(red_fox())).status, 422);
    headers.set("Idempotency-Key", "f\xc3\xbc");
    EXPECT_EQ(post("/api/v2/jobs", submission(red_fox())).status, 422);
}

TEST_F(V2Jobs, AFullQueueAsksToComeAgain) {
    config.queue.total = 1;
    start();
    submit(red_fox());
    const Reply refused = post("/api/v2/jobs", submission(red_fox()));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "queue_full");
    EXPECT_TRUE(refused.headers.contains("Retry-After"));
    crash();
    config.queue.total = 100;
    config.queue.per_owner = 1;
    start();
    EXPECT_EQ(post("/api/v2/jobs", submission(red_fox())).code(), "queue_full") << "its own bound";
}

TEST_F(V2Jobs, LimitsOfAGraphAreTold) {
    config.graph.nodes = 1;
    start();
    const Reply refused = post("/api/v2/jobs", submission(red_fox()));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "invalid_workflow");
    EXPECT_NE(refused.body.find(R"("limit":"nodes")"), std::string::npos) << refused.body;
}

TEST_F(V2Jobs, S44AKeyForApiNodesReachesTheServerAndNoFile) {
    add_engine();
    Wiretap wiretap{io, engines[0]->url()};
    config.dispatch.servers[0].connection = parse_server_address(wiretap.url()).value();
    start();
    const std::string secret = "comfyui-hush-hush-key";
    const Reply accepted =
        submit_with(red_fox(), R"("extra_data": {"api_key_comfy_org": ")" + secret + "\"}");
    const std::string id = id_in(accepted);
    EXPECT_EQ(accepted.body.find(secret), std::string::npos);
    EXPECT_EQ(json::text_or(end_of(id), "status"), "succeeded");
    ASSERT_EQ(wiretap.prompts.size(), 1u);
    EXPECT_NE(wiretap.prompts[0].find(R"("api_key_comfy_org":")" + secret), std::string::npos);
    end_of(submit(red_fox(7)));
    EXPECT_EQ(wiretap.prompts[1].find(secret), std::string::npos) << "it belongs to one job";
    EXPECT_EQ(get("/api/v2/jobs/" + id + "/workflow").body.find(secret), std::string::npos);
    crash();
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{config.data_folder})
        if (entry.is_regular_file()) {
            ++files;
            EXPECT_EQ(read_file(entry.path()).value().find(secret), std::string::npos) << entry.path();
        }
    EXPECT_GT(files, 2);
}

}  // namespace
}  // namespace divan::gateway
