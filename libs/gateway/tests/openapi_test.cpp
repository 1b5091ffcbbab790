#include <gmock/gmock.h>

#include <map>
#include <set>

#include <divan/base/text.hpp>

#include "support/additions_fixture.hpp"

namespace divan::gateway {
namespace {

using testing::IsEmpty;

/// The described answers, held against real ones.
class OpenApiTest : public AdditionsTest {
protected:
    void read() { document = get("/openapi.json").json(); }

    /// "#/components/schemas/Job"
    const json::Value& referenced(std::string_view reference) const {
        const json::Value* value = &document;
        for (const std::string& step : split(reference.substr(2), '/')) {
            value = json::find(*value, step);
            if (!value) throw std::runtime_error("nothing is at " + std::string{reference});
        }
        return *value;
    }
    void collect_references(const json::Value& value, std::set<std::string>& all) const {
        if (const json::Array* array = json::array_of(value))
            for (const json::Value& one : *array) collect_references(one, all);
        if (const json::Object* object = json::object_of(value))
            for (const auto& member : *object) {
                if (member.key() == "$ref") all.insert(std::string{*json::text_of(member.value())});
                collect_references(member.value(), all);
            }
    }
    static bool fits(const std::string& type, const json::Value& value) {
        if (type == "integer") return json::is_integer(value);
        if (type == "number") return json::is_number(value);
        return json::kind_name(value) == type;
    }
    /// What of an answer is not as its schema says.
    void compare(const json::Value& schema, const json::Value& value, const std::string& place,
                 std::vector<std::string>& wrong) const {
        if (const std::string reference = json::text_or(schema, "$ref"); !reference.empty())
            return compare(referenced(reference), value, place, wrong);
        const json::Value* nullable = json::find(schema, "nullable");
        if (value.is_null() && nullable) return;
        if (const std::string type = json::text_or(schema, "type"); !type.empty() && !fits(type, value))
            wrong.push_back(place + " is " + std::string{json::kind_name(value)} + ", not " + type);
        for (const json::Value& part : members(schema, "allOf")) compare(part, value, place, wrong);
        for (const json::Value& name : members(schema, "required"))
            if (!json::find(value, *json::text_of(name)))
                wrong.push_back(place + "." + std::string{*json::text_of(name)} + " is missing");
        if (const json::Value* items = json::find(schema, "items"); items && json::array_of(value))
            for (const json::Value& one : *json::array_of(value)) compare(*items, one, place + "[]", wrong);
        const json::Value* properties = json::find(schema, "properties");
        if (!properties || !json::object_of(value)) return;
        for (const auto& property : *json::object_of(*properties))
            if (const json::Value* member = json::find(value, property.key()))
                compare(property.value(), *member, place + "." + std::string{property.key()}, wrong);
    }
    static json::Array members(const json::Value& schema, const char* name) {
        const json::Value* found = json::find(schema, name);
        const json::Array* array = found ? json::array_of(*found) : nullptr;
        return array ? *array : json::Array{};
    }
    std::vector<std::string> differences(const std::string& method, const std::string& path,
                                         const Reply& reply) const {
        const json::Value& operation = *json::find(*json::find(referenced("#/paths"), path), method);
        const json::Value* answer =
            json::find(*json::find(operation, "responses"), std::to_string(reply.status));
        if (!answer) return {"the status " + std::to_string(reply.status) + " is not described"};
        if (const std::string reference = json::text_or(*answer, "$ref"); !reference.empty())
            answer = &referenced(reference);
        const json::Value& content = *json::find(*json::find(*answer, "content"), "application/json");
        std::vector<std::string> wrong;
        compare(*json::find(content, "schema"), reply.json(), method + " " + path, wrong);
        return wrong;
    }

    json::Value document;
};

TEST_F(OpenApiTest, DescribesEveryRouteAndNoOther) {
    start();
    read();
    std::map<std::string, std::string> described, served;
    for (const auto& path : *json::object_of(referenced("#/paths")))
        for (const auto& operation : *json::object_of(path.value())) {
            std::string method{operation.key()};
            for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            described[method + " " + std::string{path.key()}] = json::text_or(operation.value(), "x-scope");
        }
    for (const RouteInfo& route : gateway->routes()) served[route.method + " " + route.pattern] = route.scope;
    EXPECT_EQ(described, served) << "libs/gateway/openapi/openapi.json says what the router does";
}

/// What the contract (openapi.yaml of Comfy API v2) lists; 413, 429, 503 are the ways of HTTP to say that
/// there is no room, 400, 304 and 422 of `content` belong to our own queries and headers there.
TEST_F(OpenApiTest, AnswersOnThePathsOfTheContractOnlyWithStatusesOfIt) {
    const std::map<std::string, std::set<std::string>> contract{
        {"post /api/v2/assets", {"200", "201", "401", "403", "409", "422", "500"}},
        {"post /api/v2/assets/from-hash", {"200", "201", "401", "403", "404", "500"}},
        {"head /api/v2/assets/by-hash/{hash}", {"200", "401", "403", "404", "500"}},
        {"get /api/v2/assets/{id}", {"200", "401", "403", "404", "500"}},
        {"delete /api/v2/assets/{id}", {"204", "401", "403", "404", "409", "500"}},
        {"get /api/v2/assets/{id}/content",
         {"200", "206", "302", "304", "400", "401", "403", "404", "416", "422", "500"}},
        {"post /api/v2/jobs", {"201", "401", "402", "403", "422", "500"}},
        {"get /api/v2/jobs/{id}", {"200", "401", "403", "404", "500"}},
        {"get /api/v2/jobs/{id}/workflow", {"200", "401", "403", "404", "500"}},
        {"get /api/v2/jobs/{id}/events", {"200", "401", "403", "404", "500", "501"}},
        {"post /api/v2/jobs/{id}/cancel", {"200", "401", "403", "404", "500"}}};
    start();
    read();
    for (const auto& [operation, statuses] : contract) {
        const auto at = operation.find(' ');
        const json::Value* path = json::find(referenced("#/paths"), operation.substr(at + 1));
        const json::Value* described = path ? json::find(*path, operation.substr(0, at)) : nullptr;
        ASSERT_TRUE(described) << operation;
        for (const auto& answer : *json::object_of(*json::find(*described, "responses")))
            if (const std::string status{answer.key()}; status != "413" && status != "429" && status != "503")
                EXPECT_TRUE(statuses.contains(status)) << operation << " " << status;
    }
}

TEST_F(OpenApiTest, RefersToNothingThatIsNotThere) {
    start();
    read();
    std::set<std::string> all;
    collect_references(document, all);
    for (const std::string& reference : all)
        EXPECT_NO_THROW(static_cast<void>(referenced(reference))) << reference;
    std::set<std::string> parts;
    for (const char* kind : {"parameters", "responses", "schemas"})
        for (const auto& part : *json::object_of(referenced(std::string{"#/components/"} + kind)))
            parts.insert(std::string{"#/components/"} + kind + "/" + std::string{part.key()});
    EXPECT_EQ(all, parts) << "and everything in it is used";
}

TEST_F(OpenApiTest, SaysWhatIsAnswered) {
    config.webhooks.secrets = [](const std::string&) {
        return std::vector<std::string>{"whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"};
    };
    add_engine();
    start();
    read();
    const std::string hook =
        R"("webhooks": [{"url": "https://127.0.0.1:9/x", "secret": "s"}], "client": {"a": 1})";
    const auto done = post(std::string{kJobs} + "?wait=20", wish(hook));
    const std::string id = json::text_or(done.json(), "id"), divan = "/api/v2/divan";
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_THAT(differences("post", divan + "/jobs", done), IsEmpty());
    EXPECT_THAT(differences("get", divan + "/jobs", get(kJobs)), IsEmpty());
    for (const char* below : {"", "/wait", "/events", "/deliveries"})
        EXPECT_THAT(differences("get", divan + "/jobs/{id}" + below, get(path(id, below))), IsEmpty());
    EXPECT_THAT(differences("post", divan + "/jobs/{id}/cancel", post(path(id, "/cancel"), "")), IsEmpty());
    EXPECT_THAT(differences("post", divan + "/jobs/{id}/retry", post(path(id, "/retry"), "")), IsEmpty());
    const auto batch = post(divan + "/batches", R"({"name": "b", "jobs": [)" + wish() + "]}");
    EXPECT_THAT(differences("post", divan + "/batches", batch), IsEmpty());
    EXPECT_THAT(differences("get", divan + "/batches/{name}", get(divan + "/batches/b")), IsEmpty());
    EXPECT_THAT(differences("delete", divan + "/batches/{name}", remove(divan + "/batches/b")), IsEmpty());
    for (const char* below : {"/queue", "/fleet", "/stats", "/templates"})
        EXPECT_THAT(differences("get", divan + below, get(divan + below)), IsEmpty());
    EXPECT_THAT(differences("get", divan + "/fleet/{id}", get(divan + "/fleet/gpu-1")), IsEmpty());
    EXPECT_THAT(differences("get", "/api/v2/jobs/{id}", get("/api/v2/jobs/" + id)), IsEmpty());
    EXPECT_THAT(differences("get", "/api/v2/jobs/{id}", get("/api/v2/jobs/none")), IsEmpty());
    EXPECT_THAT(differences("get", "/jobs/{id}", get("/jobs/none")), IsEmpty());
    EXPECT_THAT(differences("get", "/healthz", get("/healthz")), IsEmpty());
}

}  // namespace
}  // namespace divan::gateway
