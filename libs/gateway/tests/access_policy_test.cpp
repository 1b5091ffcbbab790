#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

/// A gateway without servers, so that every class could be one of theirs, and jobs wait.
class PolicyTest : public AccessTest {
protected:
    static std::string graph_of(const std::string& node_class, const std::string& inputs = "") {
        return R"({"7": {"class_type": ")" + node_class + R"(", "inputs": {)" + inputs + "}}}";
    }
    Reply submit(const std::string& graph) { return post("/api/v2/jobs", submission(graph)); }
    void use_key_for(std::vector<std::string> nodes) {
        KeyWish some = wish("ann", {"read", "submit", "cancel"});
        some.nodes = std::move(nodes);
        use(issue(some).text);
    }
    static json::Value detail(const Reply& reply, const char* name) {
        const json::Value document = reply.json();
        const json::Value* error = json::find(document, "error");
        const json::Value* details = error ? json::find(*error, "details") : nullptr;
        const json::Value* found = details ? json::find(*details, name) : nullptr;
        return found ? *found : json::Value(nullptr);
    }
    std::string class_in(const Reply& reply) {
        const json::Value found = detail(reply, "class");
        return std::string{json::text_of(found).value_or("")};
    }
};

TEST_F(PolicyTest, S22ANewKeyHasTheCoreSetAndTheRefusalNamesNodeAndClass) {
    start();
    use(issue("ann", {"read", "submit"}).text);
    EXPECT_EQ(submit(red_fox()).status, 201);
    const auto refused = submit(graph_of("FaceDetailer"));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "node_not_allowed");
    EXPECT_EQ(class_in(refused), "FaceDetailer");
    const json::Value node = detail(refused, "node");
    EXPECT_EQ(json::text_of(node), "7");
}

TEST_F(PolicyTest, S22AnyIsGivenByNameAndTheDenialsHoldAllTheSame) {
    start();
    use_key_for({"any"});
    EXPECT_EQ(submit(graph_of("FaceDetailer")).status, 201);
    EXPECT_EQ(submit(graph_of("ShellCodeNode")).code(), "node_not_allowed");
    use_key_for({"core", "Face*"});
    EXPECT_EQ(submit(graph_of("FaceDetailer")).status, 201);
    EXPECT_EQ(submit(graph_of("UltralyticsDetectorProvider")).status, 403);
}

TEST_F(PolicyTest, S22WithoutKeysEverythingGoesButWhatIsDenied) {
    config.require_keys = false;
    config.nodes.denied.emplace_back("Face Det*");
    start();
    EXPECT_EQ(submit(graph_of("AnythingElse")).status, 201);
    EXPECT_EQ(submit(graph_of("FaceDetailer")).status, 403);
    EXPECT_EQ(submit(graph_of("LoadImageFromUrl")).status, 403);
}

TEST_F(PolicyTest, S22HoldsOnEveryFaceAndForEveryJobOfABatch) {
    start();
    use(issue("ann", {"read", "submit"}).text);
    const std::string foreign = R"({"workflow": )" + graph_of("FaceDetailer") + "}";
    EXPECT_EQ(post("/api/v2/divan/jobs", foreign).code(), "node_not_allowed");
    const auto batch =
        post("/api/v2/divan/batches", R"({"jobs": [{"workflow": )" + red_fox() + "}, " + foreign + "]}");
    EXPECT_EQ(batch.status, 403) << batch.body;
    const json::Value place = detail(batch, "job");
    EXPECT_EQ(json::to_int64(place), 1);
}

TEST_F(PolicyTest, S22AJobIsNotRunAgainByAKeyThatMayNotUseItsNodes) {
    start();
    use_key_for({"any"});
    const std::string job = json::text_or(submit(graph_of("FaceDetailer")).json(), "id");
    const std::string path = "/api/v2/divan/jobs/" + job;
    EXPECT_EQ(post(path + "/cancel", "{}").status, 200);
    use_key_for({"core"});
    EXPECT_EQ(post(path + "/retry", "{}").code(), "node_not_allowed");
    use_key_for({"any"});
    EXPECT_EQ(post(path + "/retry", "{}").status, 201);
}

TEST_F(PolicyTest, S47APolicyRefusalIsInTheAuditLog) {
    start();
    use(issue("ann", {"submit"}).text);
    submit(graph_of("FaceDetailer"));
    const auto records = value_of(store::read_audit(gateway->store(), std::nullopt));
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(records.front().entry.action, "policy.refused");
    EXPECT_EQ(records.front().entry.subject, "node_not_allowed");
    EXPECT_NE(records.front().entry.details.find("FaceDetailer"), std::string::npos);
}

TEST_F(PolicyTest, S47RefusalsOfSimpleJobsAreInTheAuditLogToo) {
    config.template_folder = folder.path() / "templates";
    ASSERT_TRUE(write_file(config.template_folder / "faces.json", graph_of("FaceDetailer")));
    start();
    use(issue("ann", {"read", "submit"}).text);
    const auto refused = post("/jobs", R"({"template": "faces"})");
    EXPECT_EQ(refused.status, 403) << refused.body;
    const auto records = value_of(store::read_audit(gateway->store(), std::nullopt));
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(records.front().entry.action, "policy.refused");
}

TEST_F(PolicyTest, S23WhatIsCheckedIsWhatIsStored) {
    start();
    use(issue("ann", {"read", "submit"}).text);
    // The second member of a name would win at a server, and the escape would be read there.
    const auto twice = submit(
        R"({"7": {"class_type": "SaveImage", "inputs": {}}, "7": {"class_type": "FaceDetailer", "inputs": {}}})");
    EXPECT_GE(twice.status, 400) << twice.body;
    EXPECT_EQ(submit(graph_of("Face\\u0044etailer")).code(), "node_not_allowed");
    const auto nested = submit(R"({"prompt": )" + graph_of("FaceDetailer") + "}");
    EXPECT_GE(nested.status, 400) << nested.body;
}

TEST_F(PolicyTest, S21PathsAreRefusedUnlessTheInputMayHoldThem) {
    config.nodes.path_inputs = {"LoadImageMask.image"};
    start();
    use(issue("ann", {"submit"}).text);
    const auto refused = submit(graph_of("LoadImage", R"("image": "../../secret.png")"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "path_not_allowed");
    const std::string both = R"("channel": "red", "image": "/data/mask.png")";
    EXPECT_EQ(submit(graph_of("LoadImageMask", both)).status, 201);
}

TEST_F(PolicyTest, S21FilesOfAServerAreNamedByThoseWithoutKeysAlone) {
    const std::string plain = graph_of("LoadImage", R"("image": "plain.png")");
    start();
    use(issue("ann", {"submit"}).text);
    const auto refused = submit(plain);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "path_not_allowed");
    EXPECT_NE(refused.body.find("upload the file"), std::string::npos) << refused.body;
    crash();
    config.access.server_files = true;
    start();
    EXPECT_EQ(submit(plain).status, 201) << "when the operator wants it";
    crash();
    config.access.server_files = false;
    config.require_keys = false;
    start();
    headers = net::HttpHeaders{};
    EXPECT_EQ(submit(plain).status, 201) << "nobody else is there";
}

TEST_F(PolicyTest, S21ATemplateMayNameFilesOfAServerAndItsSlotsMayNot) {
    config.template_folder = folder.path() / "templates";
    std::filesystem::create_directories(config.template_folder);
    std::ofstream{config.template_folder / "show.json"}
        << graph_of("LoadImage", R"("image": "house-style.png")");
    std::ofstream{config.template_folder / "open.json"} << graph_of("LoadImage", R"("image": "{{FILE}}")");
    start();
    use(issue("ann", {"submit", "read"}).text);
    const auto job = post("/jobs", R"({"template": "show"})");
    EXPECT_EQ(job.status, 202) << job.body;
    const auto refused = post("/jobs", R"({"template": "open", "values": {"FILE": "anybodys.png"}})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "path_not_allowed");
}

TEST_F(PolicyTest, S52CeilingsAreConfiguredAndAKeyMayHaveItsOwn) {
    config.caller.ceilings.width = 8;
    start();
    use(issue("ann", {"submit"}).text);
    const auto refused = submit(red_fox());
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "over_ceiling");
    KeyWish large = wish("bob", {"submit"});
    large.limits = limit("width", "none");
    use(issue(large).text);
    EXPECT_EQ(submit(red_fox()).status, 201);
}

TEST_F(PolicyTest, S52AKeyMayHaveACeilingOnTheWorkOfAJob) {
    start();
    KeyWish small = wish("ann", {"submit"});
    small.limits = limit("megapixel_steps", 0);
    use(issue(small).text);
    EXPECT_EQ(submit(red_fox()).code(), "over_ceiling");
    small.limits = limit("megapixel_steps", 1);
    use(issue(small).text);
    EXPECT_EQ(submit(red_fox()).status, 201);
}

TEST_F(PolicyTest, Au07RolesAreSetsOfScopes) {
    start();
    const auto scopes_of = [&](const std::string& role) {
        KeyWish some = wish("ann", {});
        some.role = role;
        return issue(some).key.scopes;
    };
    EXPECT_EQ(scopes_of("viewer"), "read");
    EXPECT_EQ(scopes_of("user"), "read submit cancel");
    EXPECT_EQ(scopes_of("operator"), "read submit cancel operate");
    EXPECT_EQ(scopes_of("admin"), "read submit cancel operate admin");
    EXPECT_THROW(scopes_of("root"), std::runtime_error);
}

TEST_F(PolicyTest, Au07AnOperatorRunsTheFleetAndMakesNoKeys) {
    start();
    KeyWish some = wish("ops", {});
    some.role = "operator";
    use(issue(some).text);
    EXPECT_EQ(get("/api/v2/divan/fleet").status, 200);
    EXPECT_EQ(post("/api/v2/divan/queue/pause", "{}").status, 200);
    EXPECT_EQ(get("/metrics").status, 200);
    EXPECT_EQ(get("/api/v2/divan/keys").status, 403);
    EXPECT_EQ(get("/api/v2/divan/jobs?all=true").status, 403);
}

TEST_F(PolicyTest, Au07AKeyWithoutAUserIsAUserOfItsOwn) {
    start();
    const auto first = issue("", {"read", "submit"}), second = issue("", {"read"});
    EXPECT_EQ(first.key.owner, first.key.id);
    use(first.text);
    const std::string job = "/api/v2/jobs/" + json::text_or(submit(red_fox()).json(), "id");
    EXPECT_EQ(get(job).status, 200);
    use(second.text);
    EXPECT_EQ(get(job).status, 404);
}

TEST_F(PolicyTest, KeysOverHttpHaveRolesAndNodes) {
    config.require_keys = false;
    start();
    const auto made =
        post("/api/v2/divan/keys", R"({"owner": "ann", "role": "viewer", "nodes": ["core", "VHS_*"]})");
    ASSERT_EQ(made.status, 201) << made.body;
    const json::Value view = made.json();
    EXPECT_EQ(json::array_of(*json::find(view, "nodes"))->size(), 2u);
    EXPECT_EQ(json::array_of(*json::find(view, "scopes"))->size(), 1u);
    for (const char* body : {R"({"owner": "ann", "role": "root"})", R"({"role": "user", "nodes": []})",
                             R"({"role": "user", "nodes": 7})", R"({"role": "user", "nodes": ["any", "X"]})"})
        EXPECT_EQ(post("/api/v2/divan/keys", body).status, 422) << body;
    EXPECT_EQ(post("/api/v2/divan/keys", R"({"role": "user", "nodes": "any"})").status, 201);
}

TEST_F(PolicyTest, S10UploadsOfADayAreBoundedByTheKey) {
    start();
    KeyWish small = wish("ann", {"read", "submit"});
    small.limits = limit("upload_bytes_per_day", 100);
    use(issue(small).text);
    EXPECT_EQ(upload("a.json", quoted('a', 60)).status, 201);
    const auto refused = upload("b.json", quoted('b', 60));
    EXPECT_EQ(refused.status, 429) << refused.body;
    EXPECT_EQ(refused.code(), "upload_quota_exceeded");
    const int wait = std::stoi(std::string{refused.headers.find("Retry-After").value_or("-1")});
    EXPECT_GE(wait, 1);
    EXPECT_LE(wait, 86'400);
    use(issue("bob", {"submit"}).text);
    EXPECT_EQ(upload("b.json", quoted('b', 60)).status, 201);
}

TEST_F(PolicyTest, S10JobsBeyondTheInFlightBoundWaitAndOthersGoOn) {
    add_engine();
    add_engine();
    start();
    KeyWish one = wish("ann", {"read", "submit", "cancel"});
    one.limits = limit("in_flight_jobs", 0);
    use(issue(one).text);
    const std::string waiting = json::text_or(submit(red_fox(1)).json(), "id");
    use(issue("bob", {"read", "submit"}).text);
    const std::string other = json::text_or(submit(red_fox(2)).json(), "id");
    EXPECT_EQ(json::text_or(end_of(other), "status"), "succeeded");
    use(issue("ann", {"read"}).text);
    EXPECT_EQ(json::text_or(get("/api/v2/jobs/" + waiting).json(), "status"), "queued");
}

TEST_F(PolicyTest, S4AWaitEndsSoonAfterItsKeyWasRevokedAnywhere) {
    start();
    const auto key = issue("ann", {"read", "submit"});
    use(key.text);
    const std::string job = json::text_or(submit(red_fox()).json(), "id");
    asio::steady_timer later{io, 300ms};
    later.async_wait([&](boost::system::error_code) {
        asio::co_spawn(io, store::revoke_key(gateway->store(), key.key.id, "test"), asio::detached);
    });
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(get("/api/v2/divan/jobs/" + job + "/wait?timeout=30").status, 401);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(PolicyTest, ARepeatedBatchIsAnsweredBeforeItsJobsAreLookedAtAgain) {
    start();
    use_key_for({"any"});
    headers.set("Idempotency-Key", "once");
    const std::string body = R"({"jobs": [{"workflow": )" + graph_of("FaceDetailer") + "}]}";
    const auto first = post("/api/v2/divan/batches", body);
    ASSERT_EQ(first.status, 201) << first.body;
    crash();
    config.nodes.denied.emplace_back("FaceDetailer");  // the rules have changed since
    start();
    const auto again = post("/api/v2/divan/batches", body);
    EXPECT_EQ(again.status, 201) << again.body;
    const json::Value first_view = first.json(), second_view = again.json();
    EXPECT_EQ(*json::find(second_view, "jobs"), *json::find(first_view, "jobs"));
}

}  // namespace
}  // namespace divan::gateway
