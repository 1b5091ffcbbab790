#include <regex>
#include <set>

#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

/// All routes that the gateway has, and one request for each.
class Doors : public AccessTest {
protected:
    Doors() {
        config.caller.requests_per_second = 1e6;
        config.caller.burst = 1'000'000;
    }
    void SetUp() override {
        start();
        routes = gateway->routes();
        ASSERT_GT(routes.size(), 5u);
    }
    Reply knock(const RouteInfo& route) {
        const std::string path = std::regex_replace(route.pattern, std::regex{R"(\{[a-z_]+\})"}, "x");
        net::HttpRequest request{route.method, path};
        if (route.method == "POST" || route.method == "PUT" || route.method == "PATCH")
            request = net::HttpRequest{route.method, path, "{}", "application/json"};
        return ask(std::move(request));
    }
    std::vector<RouteInfo> routes;
};

TEST_F(Doors, S1AreClosedToWhoeverHasNoKeyButForTheFewThatAreOpen) {
    const std::set<std::string> open{"GET /healthz", "GET /readyz", "GET /openapi.json"};
    for (const RouteInfo& route : routes) {
        const std::string name = route.method + " " + route.pattern;
        if (open.contains(name)) {
            EXPECT_EQ(knock(route).status, 200) << name;
            continue;
        }
        EXPECT_NE(route.scope, "open") << name << ": add it to the list here if strangers may use it";
        const auto reply = knock(route);
        EXPECT_EQ(reply.status, 401) << name;
        if (route.method != "HEAD") EXPECT_EQ(reply.code(), "unauthorized") << name;
    }
}

TEST_F(Doors, S6AKeyOpensNoDoorOfAnotherScope) {
    for (const std::string scope : {"read", "submit", "cancel", "operate", "admin"}) {
        use(issue("ann", {scope}).text);
        for (const RouteInfo& route : routes) {
            if (route.scope == scope || route.scope == "open") continue;
            if (scope == "admin" && route.scope == "operate") continue;  // contained in it
            EXPECT_EQ(knock(route).status, 403) << scope << " at " << route.method << " " << route.pattern;
        }
    }
}

TEST_F(Doors, EveryoneWhoChangesSomethingNeedsMoreThanRead) {
    for (const RouteInfo& route : routes)
        if (route.method != "GET" && route.method != "HEAD")
            EXPECT_NE(route.scope, "read") << route.method << " " << route.pattern;
}

TEST_F(Doors, S55PathsThatAreNoneTellStrangersNothing) {
    EXPECT_EQ(get("/api/v2/divan/nothing").code(), "not_found");
    use(to_text(new_key_text()));
    EXPECT_EQ(get("/api/v2/divan/nothing").code(), "not_found");
}

}  // namespace
}  // namespace divan::gateway
