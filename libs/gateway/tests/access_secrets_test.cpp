#include <fstream>

#include <divan/base/base64.hpp>
#include <divan/base/random.hpp>

#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

const std::string kAnyJob = "/api/v2/jobs/00000000-0000-4000-8000-000000000000";

/// A gateway that logs everything, into a text.
class SecretsTest : public AccessTest {
protected:
    ~SecretsTest() override { crash(); }  // before the log goes
    void start_logging() {
        gateway = std::make_unique<Gateway>(io.get_executor(), config, loud);
        value_of(gateway->start());
    }
    /// Every byte below the data folder.
    std::string on_disk() const {
        std::string all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{config.data_folder})
            if (entry.is_regular_file() && entry.path().filename() != "pepper.key")
                all += read_file(entry.path()).value_or("");
        return all;
    }
    std::string logged;
    std::vector<std::string> lines;
    const Logger loud{LogLevel::debug, [this](LogLevel, std::string_view line) {
                          logged += line;
                          lines.emplace_back(line);
                      }};
};

TEST_F(SecretsTest, S2NoKeyIsInTheStoreInTheLogOrInAnAnswer) {
    start_logging();
    const auto admin = issue("ops", {"admin", "read", "submit"}), other = issue("ann", {"read"});
    std::string answers;
    for (const IssuedKey* key : {&admin, &other}) {
        use(key->text);
        answers += get(kAnyJob).body + get("/api/v2/divan/keys").body + get("/api/v2/divan/audit").body;
        answers += get("/api/v2/jobs/" + key->text).body + get("/" + key->text).body;
        answers += get("/healthz?token=" + key->text).body;
        answers += post("/api/v2/jobs", submission(red_fox())).body;
        answers += post("/api/v2/divan/keys/" + key->text, "{}").body;
        answers += ask(net::HttpRequest{"DELETE", "/api/v2/divan/keys/" + key->text}).body;
        answers += get_with(kAnyJob, "Authorization", "Basic " + key->text).body;
        answers += get_with(kAnyJob, "X-Api-Key", key->text + "x").body;
    }
    test::settle(io, 50ms);
    const std::string stored = on_disk();
    ASSERT_NE(stored.find(admin.key.id), std::string::npos);
    ASSERT_GT(lines.size(), 10u);
    for (const IssuedKey* key : {&admin, &other}) {
        const std::string secret = parse_key_text(key->text).value().secret;
        EXPECT_EQ(stored.find(secret), std::string::npos);
        EXPECT_EQ(logged.find(secret), std::string::npos) << logged;
        EXPECT_EQ(answers.find(secret), std::string::npos) << answers;
    }
    EXPECT_EQ((logged + stored + answers).find(pepper()), std::string::npos);
}

TEST_F(SecretsTest, S44NeitherQueryNorCredentialsOfAUrlAreLogged) {
    config.require_keys = false;
    start_logging();
    get("/healthz?signature=canary-1&token=canary-2");
    get("/api/v2/nothing?x=canary-3");
    ask(net::HttpRequest{"GET", "http://user:canary-4@127.0.0.1/healthz"});
    get_with("/healthz", "Cookie", "session=canary-5");
    get_with("/healthz", "Referer", "https://a.example/?canary-6");
    post("/api/v2/jobs?canary-7", R"({"workflow": {}, "extra_data": {"api_key_comfy_org": "canary-8"}})");
    test::settle(io, 50ms);
    ASSERT_GE(lines.size(), 6u);
    EXPECT_EQ(logged.find("canary"), std::string::npos) << logged;
}

TEST_F(SecretsTest, S43CredentialsOfServersAreToldToNobody) {
    config.require_keys = false;
    for (const char* name : {"gone", "listens"}) {
        ConnectionConfig away = parse_server_address("http://user:canary-pass@127.0.0.1:9").value();
        away.credentials = away.credentials + net::Credentials::bearer("canary-token");
        config.dispatch.servers.emplace_back(ServerId{name}, std::move(away));
    }
    start_logging();
    const std::string added = R"({"url": "http://u:canary-added@127.0.0.1:9", "id": "added"})";
    std::string told = post("/api/v2/divan/fleet", added).body;
    told += post("/api/v2/divan/fleet", R"({"url": "http://127.0.0.1:9", "basic": "u:canary-basic"})").body;
    post("/api/v2/jobs", submission(red_fox()));
    test::settle(io, 500ms);
    for (const char* path : {"/api/v2/divan/fleet", "/api/v2/divan/fleet/gone", "/api/v2/divan/stats",
                             "/metrics", "/readyz", "/healthz", "/api/v2/divan/audit", "/api/v2/divan/jobs"})
        told += get(path).body;
    ASSERT_NE(told.find("\"added\""), std::string::npos) << told;
    for (const std::string& all : {told, logged, on_disk()})
        for (const std::string& secret : {std::string{"canary"}, base64("user:canary-pass")})
            EXPECT_EQ(all.find(secret), std::string::npos) << all;
}

TEST_F(SecretsTest, S40NothingFromOutsideBreaksALineOfTheLogOrOfAHeader) {
    config.require_keys = false;
    start_logging();
    for (const char* path :
         {"/a%0d%0aX-Injected:%20yes", "/a%00b", "/%1b[31mred", "/a%0AERROR%20gateway:%20fake",
          "/api/v2/jobs/%0d%0aSet-Cookie:%20a=b", "/%e2%80%a8line", "/%ff%fe"}) {
        const auto reply = get(path);
        EXPECT_EQ(reply.status, 404) << path;
        EXPECT_FALSE(reply.headers.contains("X-Injected") || reply.headers.contains("Set-Cookie"));
    }
    net::HttpRequest odd{"DELETE", "/api/v2/divan/keys/a%0d%0ab"};
    EXPECT_EQ(ask(std::move(odd)).status, 404);
    config.listen.origins = {"https://app.example"};
    for (const std::string& line : lines)
        for (const char c : line) EXPECT_FALSE((static_cast<unsigned char>(c) < 0x20) || c == 0x7f) << line;
    for (const auto& record : value_of(store::read_audit(gateway->store(), std::nullopt)))
        EXPECT_EQ(record.entry.subject.find_first_of(std::string_view{"\r\n\0", 3}), std::string::npos);
}

}  // namespace
}  // namespace divan::gateway
