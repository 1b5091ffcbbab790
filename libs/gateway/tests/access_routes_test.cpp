#include <regex>

#include "site.hpp"
#include "support/access_fixture.hpp"

namespace divan::gateway {
namespace {

/// All routes of a gateway, by asking the functions that add them.
class Doors : public AccessTest {
protected:
    Doors() {
        config.caller.requests_per_second = 1e6;
        config.caller.burst = 1'000'000;
    }
    void SetUp() override {
        start();
        keeper.emplace(gateway->store(), config, pepper(), silent);
        site.emplace(
            Site{config, gateway->store(), gateway->assets(), gateway->dispatcher(), silent, *keeper});
        add_routes(router, *site);
        ASSERT_GT(router.routes().size(), 5u);
    }
    Reply knock(const Route& route) {
        const std::string path = std::regex_replace(route.pattern, std::regex{R"(\{[a-z_]+\})"}, "x");
        net::HttpRequest request{route.method, path};
        if (route.method == "POST" || route.method == "PUT" || route.method == "PATCH")
            request = net::HttpRequest{route.method, path, "{}", "application/json"};
        return ask(std::move(request));
    }
    std::optional<Gatekeeper> keeper;
    std::optional<Site> site;
    Router router;
};

TEST_F(Doors, AreClosedToWhoeverHasNoKeyButForTheFewThatAreOpen) {
    const std::set<std::string> open{"GET /healthz", "GET /readyz"};
    for (const Route& route : router.routes()) {
        const std::string name = route.method + " " + route.pattern;
        if (open.contains(name)) {
            EXPECT_EQ(knock(route).status, 200) << name;
            continue;
        }
        EXPECT_NE(route.scope, Scope::open) << name << ": add it to the list here if strangers may use it";
        const auto reply = knock(route);
        EXPECT_EQ(reply.status, 401) << name;
        if (route.method != "HEAD") EXPECT_EQ(reply.code(), "unauthorized") << name;
    }
}

TEST_F(Doors, AKeyOpensNoDoorOfAnotherScope) {
    for (const Scope scope : {Scope::read, Scope::submit, Scope::cancel, Scope::admin}) {
        use(issue("ann", {std::string{name_of(scope)}}).text);
        for (const Route& route : router.routes()) {
            if (route.scope == scope || route.scope == Scope::open) continue;
            EXPECT_EQ(knock(route).status, 403)
                << name_of(scope) << " at " << route.method << " " << route.pattern;
        }
    }
}

TEST_F(Doors, EveryoneWhoChangesSomethingNeedsMoreThanRead) {
    for (const Route& route : router.routes())
        if (route.method != "GET" && route.method != "HEAD")
            EXPECT_NE(route.scope, Scope::read) << route.method << " " << route.pattern;
}

TEST_F(Doors, PathsThatAreNoneTellStrangersNothing) {
    EXPECT_EQ(get("/api/v2/divan/nothing").code(), "not_found");
    use(to_text(new_key_text()));
    EXPECT_EQ(get("/api/v2/divan/nothing").code(), "not_found");
}

}  // namespace
}  // namespace divan::gateway
