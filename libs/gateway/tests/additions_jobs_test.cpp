#include <gmock/gmock.h>

#include "support/additions_fixture.hpp"

namespace divan::gateway {
namespace {

using testing::HasSubstr;

TEST_F(AdditionsTest, WaitsForTheResultOfOneJobInOneRequest) {
    add_engine();
    start();
    const auto done = post(std::string{kJobs} + "?wait=20", wish());
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(at(done.json(), "status"), "succeeded");
    EXPECT_EQ(at(done.json(), "divan.attempts_made"), 1);
}

TEST_F(AdditionsTest, SaysAcceptedWhenTheJobDoesNotEndInTime) {
    start();  // nobody can run it
    const auto accepted = post(std::string{kJobs} + "?wait=0.2", wish());
    ASSERT_EQ(accepted.status, 202) << accepted.body;
    const auto waited = get(path(json::text_or(accepted.json(), "id"), "/wait?timeout=0.1"));
    EXPECT_EQ(waited.status, 202);
    EXPECT_EQ(at(waited.json(), "status"), "queued");
}

TEST_F(AdditionsTest, AWaitEndsWithTheJob) {
    start();
    const std::string job = submit(wish());
    EXPECT_EQ(post(path(job, "/cancel"), "").status, 200);
    const auto waited = get(path(job, "/wait"));
    EXPECT_EQ(waited.status, 200);
    EXPECT_EQ(at(waited.json(), "status"), "canceled");
}

TEST_F(AdditionsTest, TellsEverythingAboutAJob) {
    add_engine();
    start();
    const std::string job = submit(wish(R"("priority": 7, "batch": "b", "keep_for": 90.5, "cache": false,
        "limits": {"run_timeout": 60, "attempts": 2}, "client": {"ticket": 12})"));
    end_of(job);
    const json::Value view = get(path(job)).json();
    EXPECT_EQ(at(view, "divan.phase"), "succeeded");
    EXPECT_EQ(at(view, "divan.priority"), 7);
    EXPECT_EQ(at(view, "divan.batch"), "b");
    EXPECT_EQ(at(view, "divan.keep_for"), 90.5);
    EXPECT_EQ(at(view, "divan.cache"), false);
    EXPECT_EQ(at(view, "divan.limits.run_timeout"), 60.0);
    EXPECT_EQ(at(view, "divan.limits.attempts"), 2);
    EXPECT_EQ(at(view, "divan.client.ticket"), 12);
    const json::Array attempts = list(view, "divan.attempts");
    ASSERT_EQ(attempts.size(), 1u);
    EXPECT_EQ(at(attempts[0], "server"), "gpu-1");
    EXPECT_EQ(at(attempts[0], "outcome"), "succeeded");
}

TEST_F(AdditionsTest, Du05ShowsTheVeryGraphThatAServerGot) {
    add_engine();
    start();
    const std::string job = submit(wish());
    end_of(job);
    const json::Value sent = get(path(job, "/attempts/1/workflow")).json();
    EXPECT_EQ(at(sent, "as_recorded"), true) << json::write(sent);
    EXPECT_THAT(json::write(at(sent, "workflow")), HasSubstr("divan/" + job + "/1/"));
    net::HttpClient server{io.get_executor(),
                           net::HttpClientConfig{net::parse_url(engines[0]->url()).value()}};
    const auto history = value_of(server.exchange(net::HttpRequest{"GET", "/history"}, within(10s)));
    const json::Value remembered = json::parse(history.body).value().as_object().begin()->value();
    EXPECT_TRUE(json::same_content(list(remembered, "prompt").at(2), at(sent, "workflow"))) << history.body;
    for (const char* none : {"/attempts/0/workflow", "/attempts/2/workflow", "/attempts/x/workflow"})
        EXPECT_EQ(get(path(job, none)).status, 404) << none;
    EXPECT_EQ(get(path("00000000-0000-0000-0000-000000000000", "/attempts/1/workflow")).status, 404);
}

TEST_F(AdditionsTest, NamesTheJobThatAResultWasTakenFrom) {
    add_engine();
    start();
    const std::string first = submit(wish());
    end_of(first);
    const std::string second = submit(wish());
    end_of(second);
    EXPECT_EQ(at(get(path(second)).json(), "divan.cached_from"), json::Value(first));
    EXPECT_EQ(at(get(path(first)).json(), "divan.cached_from"), nullptr);
}

TEST_F(AdditionsTest, GivesTheFirstAnswerToTheSameKeyAndRefusesAnotherRequest) {
    start();
    headers.set("Idempotency-Key", "page-12");
    const std::string job = submit(wish());
    EXPECT_EQ(submit(wish()), job);
    const auto other = post(kJobs, wish(R"("priority": 1)"));
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(other.code(), "idempotency_key_reuse");
}

TEST_F(AdditionsTest, S7RefusesMembersAndValuesThatMeanNothing) {
    start();
    struct Case {
        const char* members;
        int status;
        const char* words;
    };
    const Case cases[] = {
        {R"("owner": "other")", 400, "'owner' means nothing"},
        {R"("prioritty": 1)", 400, "did you mean 'priority'?"},
        {R"("limits": {"runtimeout": 1})", 400, "'limits.runtimeout' means nothing"},
        {R"("priority": "high")", 422, "'priority' must be a whole number"},
        {R"("priority": 1.5)", 422, "'priority' must be a whole number"},
        {R"("limits": {"run_timeout": 0})", 422, "'limits.run_timeout' must be a number of seconds"},
        {R"("limits": {"attempts": 0})", 422, "'limits.attempts' must be"},
        {R"("limits": 5)", 422, "'limits' must be an object"},
        {R"("not_before": "tomorrow")", 422, "'not_before' must be a time"},
        {R"("deadline": "2020-01-01T00:00:00Z")", 422, "'deadline' is over"},
        {R"("batch": "a/b")", 422, "'batch' must not hold a '/'"},
        {R"("batch": "a\u0000b")", 422, "'batch' must be a text"},
        {R"("client": "x")", 422, "'client' must be an object"},
        {R"("cache": 1)", 422, "'cache' must be true or false"},
    };
    for (const Case& one : cases) {
        const auto reply = post(kJobs, wish(one.members));
        EXPECT_EQ(reply.status, one.status) << one.members << reply.body;
        EXPECT_THAT(reply.body, HasSubstr(one.words));
    }
    EXPECT_EQ(post(kJobs, R"({"priority": 1})").code(), "invalid_workflow");
    EXPECT_EQ(post(kJobs, R"([])").status, 422);
    EXPECT_EQ(post(std::string{kJobs} + "?wait=601", wish()).status, 400);
    EXPECT_EQ(post(std::string{kJobs} + "?wiat=1", wish()).status, 400);
    EXPECT_EQ(list(get(kJobs).json(), "jobs").size(), 0u) << "nothing of that was taken";
}

TEST_F(AdditionsTest, S13TakesWebhooksOnlyWithTlsAndAKnownSecret) {
    config.webhooks.secrets = [](const std::string& name) {
        return name == "ours" ? std::vector<std::string>{"whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"}
                              : std::vector<std::string>{};
    };
    start();
    const auto with = [&](const std::string& url, const std::string& secret) {
        return post(kJobs,
                    wish(fmt::format(R"("webhooks": [{{"url": "{}", "secret": "{}"}}])", url, secret)));
    };
    EXPECT_EQ(with("https://hooks.example/a?b=c", "ours").status, 201);
    EXPECT_EQ(with("http://hooks.example/a", "ours").status, 422);
    EXPECT_EQ(with("https://user:pass@hooks.example/a", "ours").status, 422);
    EXPECT_EQ(with("ftp://hooks.example/a", "ours").status, 422);
    EXPECT_EQ(with("https://", "ours").status, 422);
    EXPECT_EQ(with("https://hooks.example/\\u0001", "ours").status, 422);
    EXPECT_EQ(with("https://hooks.example/" + std::string(2'048, 'a'), "ours").status, 422);
    EXPECT_THAT(with("https://hooks.example/a", "theirs").body, HasSubstr("'webhooks[0].secret'"));
    EXPECT_EQ(
        post(kJobs, wish(R"("webhooks": [{"url": "https://a.example", "secret": "ours", "x": 1}])")).status,
        400);
    EXPECT_EQ(post(kJobs, wish(R"("webhooks": [1])")).status, 422);
    EXPECT_EQ(post(kJobs, wish(R"("webhooks": [{}, {}, {}, {}, {}])")).status, 422);
}

TEST_F(AdditionsTest, ListsTheNewestFirstPageByPage) {
    start();
    std::vector<std::string> jobs;
    for (int i = 0; i < 5; ++i) jobs.push_back(submit(wish(R"("batch": "five")", i)));
    std::vector<std::string> listed;
    std::string next = "null";
    for (int page = 0; page < 3; ++page) {
        const json::Value answer =
            get(std::string{kJobs} + "?limit=2" + (next == "null" ? "" : "&before=" + next)).json();
        for (const json::Value& job : list(answer, "jobs")) listed.push_back(json::text_or(job, "id"));
        next = at(answer, "next").is_null() ? "null" : json::number_text(at(answer, "next"));
    }
    EXPECT_EQ(next, "null");
    EXPECT_EQ(listed, (std::vector<std::string>{jobs.rbegin(), jobs.rend()}));
}

TEST_F(AdditionsTest, S46NamesAreDataAndNoPartOfAStatement) {
    start();
    submit(wish(R"("batch": "innocent")"));
    const std::vector<std::string> names{
        "x'; DROP TABLE job; --", "' OR '1'='1", "\" OR 1=1 --", "%",      "_",
        "a\\'; SELECT 1",         "$1",          "?1",           ":batch", "') UNION SELECT 1 --"};
    for (const std::string& name : names) {
        const std::string job = submit(wish(R"("batch": )" + json::write(json::Value(name))));
        const json::Value page = get(std::string{kJobs} + "?batch=" + net::percent_encode(name)).json();
        ASSERT_EQ(list(page, "jobs").size(), 1u) << name;
        EXPECT_EQ(json::text_or(list(page, "jobs").front(), "id"), job) << name;
        EXPECT_EQ(get(path(net::percent_encode(name))).status, 404) << name;
        EXPECT_EQ(get(std::string{kJobs} + "?all=true&owner=" + net::percent_encode(name)).status / 100, 4);
    }
    EXPECT_EQ(list(get(kJobs).json(), "jobs").size(), names.size() + 1);
}

TEST_F(AdditionsTest, ListsByStatusAndBatch) {
    start();
    const std::string gone = submit(wish(R"("batch": "a")")), kept = submit(wish(R"("batch": "b")"));
    EXPECT_EQ(post(path(gone, "/cancel"), "").status, 200);
    const auto count = [&](const std::string& query) {
        return list(get(std::string{kJobs} + "?" + query).json(), "jobs").size();
    };
    EXPECT_EQ(count("status=canceled"), 1u);
    EXPECT_EQ(count("status=queued&status=canceled"), 2u);
    EXPECT_EQ(count("status=failed"), 0u);
    EXPECT_EQ(count("batch=a"), 1u);
    EXPECT_EQ(count("batch=a&status=queued"), 0u);
    for (const char* bad :
         {"status=cancelled", "limit=0", "limit=1001", "before=x", "all=1", "owner=", "colour=red"})
        EXPECT_EQ(get(std::string{kJobs} + "?" + bad).status, 400) << bad;
}

TEST_F(AdditionsTest, S5ForeignJobsDoNotExist) {
    start();
    const std::string foreign = job_of_another();
    const std::string unknown = "3f0e8a52-6a0c-4d3c-9a57-000000000000";
    for (const char* below : {"", "/wait", "/events", "/deliveries"}) {
        EXPECT_EQ(get(path(foreign, below)).status, 404) << below;
        EXPECT_EQ(get(path(foreign, below)).body, get(path(unknown, below)).body) << below;
    }
    for (const char* below : {"/cancel", "/retry", "/redeliver"})
        EXPECT_EQ(post(path(foreign, below), "").status, 404) << below;
    EXPECT_EQ(remove(path(foreign)).status, 404);
    EXPECT_EQ(list(get(kJobs).json(), "jobs").size(), 0u);
}

TEST_F(AdditionsTest, AnAdministratorSeesWhatOthersHave) {
    start();
    const std::string foreign = job_of_another();
    EXPECT_EQ(at(get(path(foreign, "?owner=other")).json(), "divan.owner"), "other");
    EXPECT_EQ(get(path(foreign, "?all=true")).status, 200);
    EXPECT_EQ(get(path(foreign, "?owner=third")).status, 404);
    EXPECT_EQ(list(get(std::string{kJobs} + "?all=true").json(), "jobs").size(), 1u);
    EXPECT_EQ(get(path(foreign, "?all=true&owner=other")).status, 400);
    EXPECT_EQ(post(path(foreign, "/cancel?owner=other"), "").status, 200);
}

TEST_F(AdditionsTest, RunsAJobAgainAsANewOne) {
    start();
    const std::string job = submit(wish(R"("batch": "b", "priority": 3)"));
    EXPECT_EQ(post(path(job, "/retry"), "").status, 409) << "it has not ended";
    post(path(job, "/cancel"), "");
    const auto again = post(path(job, "/retry"), "");
    ASSERT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(at(again.json(), "divan.retry_of"), json::Value(job));
    EXPECT_EQ(at(again.json(), "divan.priority"), 3);
    EXPECT_EQ(at(again.json(), "status"), "queued");
    EXPECT_EQ(at(get(path(job)).json(), "status"), "canceled") << "the first one stays as it ended";
}

TEST_F(AdditionsTest, S53RemovesAJobThatHasEnded) {
    start();
    const std::string job = submit(wish());
    EXPECT_EQ(remove(path(job)).status, 409);
    EXPECT_EQ(post(path(job, "/cancel"), "").status, 200);
    EXPECT_EQ(post(path(job, "/cancel"), "").code(), "already_finished");
    EXPECT_EQ(remove(path(job)).status, 204);
    EXPECT_EQ(get(path(job)).status, 404);
    EXPECT_EQ(remove(path(job)).status, 404);
}

TEST_F(AdditionsTest, ShowsDeliveriesAndSendsThemAgain) {
    config.webhooks.secrets = [](const std::string&) {
        return std::vector<std::string>{"whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"};
    };
    start();  // nothing inside may be dialled: the delivery is given up at once
    const std::string job =
        submit(wish(R"("webhooks": [{"url": "https://127.0.0.1:9/hook", "secret": "ours"}])"));
    EXPECT_EQ(list(get(path(job, "/deliveries")).json(), "deliveries").size(), 0u);
    post(path(job, "/cancel"), "");
    const auto state = [&] {
        const json::Value list = at(get(path(job, "/deliveries")).json(), "deliveries");
        return json::text_or(json::array_of(list)->at(0), "state");
    };
    ASSERT_TRUE(test::run_until(io, [&] { return state() == "given_up"; }));
    const auto again = post(path(job, "/redeliver"), "");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(at(again.json(), "again"), 1);
}

}  // namespace
}  // namespace divan::gateway
