#include <divan/client/settings.hpp>
#include <divan/client/users.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

class UsersTest : public test::RecordedTest {};
class SettingsTest : public test::RecordedTest {};

TEST_F(UsersTest, ListAsksUsers) {
    server->answer("GET /users", R"({"storage": "server", "migrated": true})");
    const auto config = call(users::list(*connection, soon()));
    ASSERT_TRUE(config) << describe(config.error());
    EXPECT_EQ(config->migrated, true);
    EXPECT_EQ(server->lines(), (std::vector<std::string>{"GET /users"}));
    EXPECT_EQ(server->last().body, "");
}

TEST_F(UsersTest, CreateSendsTheNameAndReturnsTheId) {
    server->answer("POST /users", R"("ann_1b6e")");
    EXPECT_EQ(call(users::create(*connection, "Ann \xC3\xA9", soon())).value(), "ann_1b6e");
    EXPECT_EQ(server->last().body, "{\"username\":\"Ann \xC3\xA9\"}");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
}

TEST_F(UsersTest, ANameThatIsTakenIsTheCallersMistake) {
    server->answer("POST /users", R"({"error": "Duplicate username."})", 400);
    const Error error = error_of(users::create(*connection, "Ann", soon()));
    EXPECT_EQ(error.code, Errc::invalid_argument);
    EXPECT_EQ(error.fact("status"), "400");
    EXPECT_NE(error.server_text.find("Duplicate"), std::string::npos);
}

TEST_F(UsersTest, ABlankNameIsNotSent) {
    EXPECT_EQ(error_of(users::create(*connection, "  ", soon())).code, Errc::invalid_argument);
    EXPECT_TRUE(server->requests.empty());
}

TEST_F(UsersTest, AUserIsNamedByAHeaderOfEveryRequest) {
    ConnectionConfig config = parse_server_address(server->url()).value();
    config.credentials = config.credentials + users::as_user("ann_1b6e").value();
    connect(std::move(config));
    server->answer("GET /settings", "{}");
    ASSERT_TRUE(call(settings::all(*connection, soon())));
    EXPECT_EQ(server->last().header("comfy-user"), "ann_1b6e");
    EXPECT_EQ(users::as_user("a\nb").error().code, Errc::invalid_argument);
}

TEST_F(SettingsTest, AllIsTheWholeObject) {
    server->answer("GET /settings", R"({"Comfy.Locale": "fr", "n": 18446744073709551615})");
    const auto values = call(settings::all(*connection, soon()));
    ASSERT_TRUE(values) << describe(values.error());
    EXPECT_EQ(json::text_of(values->at("Comfy.Locale")), "fr");
    EXPECT_EQ(json::to_uint64(values->at("n")), 18446744073709551615ULL);
    server->answer("GET /settings", "[]");
    call(settings::all(*connection, soon())).value();
    EXPECT_EQ(error_of(settings::all(*connection, soon())).code, Errc::malformed_reply);
}

TEST_F(SettingsTest, AnIdIsOneSegmentOfThePath) {
    server->answer("GET /settings/a%2Fb%20c%3F%C3%A9%25", "[1, NaN]");
    const auto value = call(settings::get(*connection, "a/b c?\xC3\xA9%", soon()));
    ASSERT_TRUE(value) << describe(value.error());
    EXPECT_EQ(json::kind_name(*value), "array");
}

TEST_F(SettingsTest, AnUnknownSettingIsNull) {
    server->answer("GET /settings/none", "null");
    EXPECT_EQ(json::kind_name(call(settings::get(*connection, "none", soon())).value()), "null");
}

TEST_F(SettingsTest, StoreSendsTheBareValue) {
    server->empty("POST /settings/Comfy.Locale", 200);
    ASSERT_TRUE(call(settings::store(*connection, "Comfy.Locale", json::Value("fr"), soon())));
    EXPECT_EQ(server->last().body, "\"fr\"");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
}

TEST_F(SettingsTest, StoreAllSendsTheObjectAndKeepsNumbersExact) {
    server->empty("POST /settings", 200);
    json::Object values;
    values["a"] = true;
    values["b"] = 18446744073709551615ULL;
    values["c"] = std::numeric_limits<double>::infinity();
    ASSERT_TRUE(call(settings::store_all(*connection, std::move(values), soon())));
    EXPECT_EQ(server->last().body, R"({"a":true,"b":18446744073709551615,"c":Infinity})");
}

TEST_F(SettingsTest, AnEmptyIdIsNotSent) {
    EXPECT_EQ(error_of(settings::get(*connection, "", soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(settings::store(*connection, "", json::Value(1), soon())).code,
              Errc::invalid_argument);
    EXPECT_TRUE(server->requests.empty());
}

}  // namespace
}  // namespace divan
