#include <divan/client/capabilities.hpp>
#include <divan/client/jobs.hpp>
#include <divan/client/monitor.hpp>

#include "recorded_test.hpp"
#include "route_call.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

class CapabilitiesTest : public test::RecordedTest {
protected:
    Support of(Capabilities& capabilities, Namespace space) {
        return call(capabilities.of(space, soon()))->support;
    }
    /// What ComfyUI 0.3.64 without extensions answers.
    void be_plain_comfyui() {
        for (const char* line : {"GET /prompt", "GET /history?max_items=0", "GET /object_info/PreviewImage",
                                 "GET /users", "GET /settings/divan.probe", "GET /experiment/models",
                                 "GET /internal/logs/raw", "GET /extensions", "GET /features"})
            server->answer(line, "{}");
        server->answer("GET /userdata", "Directory not provided", 400, "text/plain");
    }
};

TEST_F(CapabilitiesTest, NothingIsAskedBeforeSomebodyWantsToKnow) {
    const Capabilities capabilities{*connection};
    ASSERT_TRUE(call(connection->open(soon())));
    EXPECT_EQ(capabilities.known(Namespace::jobs), Support::unknown);
    EXPECT_TRUE(server->requests.empty());
}

TEST_F(CapabilitiesTest, OneLightRequestIsEnoughAndIsSentOnce) {
    server->answer("GET /api/jobs?limit=1", R"({"jobs": []})");
    Capabilities capabilities{*connection};
    EXPECT_EQ(of(capabilities, Namespace::jobs), Support::supported);
    EXPECT_EQ(of(capabilities, Namespace::jobs), Support::supported);
    EXPECT_EQ(server->lines(), (std::vector<std::string>{"GET /api/jobs?limit=1"}));
    EXPECT_EQ(capabilities.known(Namespace::jobs), Support::supported);
}

TEST_F(CapabilitiesTest, AReportOfPlainComfyUiTellsWhatIsMissing) {
    be_plain_comfyui();
    Capabilities capabilities{*connection};
    const auto report = call(capabilities.report(soon()));
    ASSERT_TRUE(report);
    ASSERT_EQ(report->size(), all_namespaces().size());
    for (const NamespaceSupport& one : *report) {
        const bool newer = one.space == Namespace::jobs || one.space == Namespace::assets;
        const bool extension = one.space == Namespace::manager || one.space == Namespace::monitor;
        EXPECT_EQ(one.support, newer || extension ? Support::unsupported : Support::supported)
            << name(one.space);
        EXPECT_EQ(one.found.starts_with("ComfyUI 0.3.64"), newer || extension) << name(one.space);
        EXPECT_FALSE(one.needs.empty());
    }
}

TEST_F(CapabilitiesTest, TheWholeCatalogueIsNeverAskedFor) {
    be_plain_comfyui();
    Capabilities capabilities{*connection};
    ASSERT_TRUE(call(capabilities.report(soon())));
    for (const std::string& line : server->lines()) EXPECT_NE(line, "GET /object_info");
    EXPECT_LE(server->requests.size(), 25U);
}

TEST_F(CapabilitiesTest, TheFlagOfTheServerDecidesAboutAssets) {
    server->answer("GET /features", R"({"assets": false})");
    Capabilities capabilities{*connection};
    EXPECT_EQ(of(capabilities, Namespace::assets), Support::unsupported);
    capabilities.forget();
    server->forget("GET /features");
    server->answer("GET /features", R"({"assets": true})");
    EXPECT_EQ(of(capabilities, Namespace::assets), Support::supported);
    EXPECT_EQ(std::ranges::count(server->lines(), "GET /api/assets?limit=1"), 0);
}

TEST_F(CapabilitiesTest, AnAssetSystemThatIsOffIsUnsupported) {
    server->answer("GET /features", "{}");
    server->answer("GET /api/assets?limit=1", R"({"error": {"code": "SERVICE_DISABLED", "message": "off"}})",
                   503);
    Capabilities capabilities{*connection};
    EXPECT_EQ(of(capabilities, Namespace::assets), Support::unsupported);
}

TEST_F(CapabilitiesTest, WhatCouldNotBeAskedStaysUnknownAndIsAskedAgain) {
    server->empty("GET /api/jobs?limit=1", 500);
    server->answer("GET /api/jobs?limit=1", R"({"jobs": []})");
    Capabilities capabilities{*connection};
    const auto first = call(capabilities.of(Namespace::jobs, soon()));
    EXPECT_EQ(first->support, Support::unknown);
    ASSERT_TRUE(first->problem);
    EXPECT_EQ(first->problem->fact("status"), "500");
    EXPECT_EQ(capabilities.known(Namespace::jobs), Support::unknown);
    EXPECT_EQ(of(capabilities, Namespace::jobs), Support::supported);
}

TEST_F(CapabilitiesTest, RequireRefusesWithWhatIsNeededAndWhatIsThere) {
    Capabilities capabilities{*connection};
    const Error error = error_of(capabilities.require(Namespace::jobs, soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.message, "'jobs' needs ComfyUI 0.6.0 (December 2025) or newer; there is ComfyUI 0.3.64");
    EXPECT_EQ(error.fact("namespace"), "jobs");
    server->answer("GET /users", "{}");
    EXPECT_TRUE(call(capabilities.require(Namespace::user, soon())));
    server->empty("GET /api/crystools/monitor/GPU", 401);
    EXPECT_EQ(error_of(capabilities.require(Namespace::monitor, soon())).code, Errc::unauthorized);
}

TEST_F(CapabilitiesTest, TheFirstMeasurementProvesTheMonitor) {
    Capabilities capabilities{*connection};
    ASSERT_TRUE(call(connection->open(soon())));
    server->send(protocol::Raw{"crystools.monitor", json::Object{}});
    ASSERT_TRUE(
        test::run_until(io, [&] { return capabilities.known(Namespace::monitor) == Support::supported; }));
    EXPECT_EQ(of(capabilities, Namespace::monitor), Support::supported);
    EXPECT_TRUE(server->requests.empty());
}

TEST_F(CapabilitiesTest, ALostSocketMakesItForget) {
    ConnectionConfig config = parse_server_address(server->url()).value();
    config.reconnect.base = 10ms;
    connect(std::move(config));
    server->answer("GET /users", "{}");
    Capabilities capabilities{*connection};
    ASSERT_TRUE(call(connection->open(soon())));
    EXPECT_EQ(of(capabilities, Namespace::user), Support::supported);
    server->drop_sockets();
    EXPECT_TRUE(test::run_until(io, [&] { return capabilities.known(Namespace::user) == Support::unknown; }));
}

TEST_F(CapabilitiesTest, AServerWithoutVersionIsStillRefusedClearly) {
    server->forget("GET /system_stats");
    Capabilities capabilities{*connection};
    EXPECT_NE(
        error_of(capabilities.require(Namespace::jobs, soon())).message.find("does not tell its version"),
        std::string::npos);
}

TEST(NoSuchRoute, IsToldFromAMissingThing) {
    const auto reply = [](int status, std::string body, bool with_length) {
        net::HttpReply one{status, std::move(body)};
        if (with_length) one.headers.set("Content-Length", std::to_string(one.body.size()));
        return one;
    };
    const net::HttpReply page = reply(404, "404: Not Found", true), chunks = reply(404, "", false),
                         empty = reply(404, "", true), html = reply(404, "<html>nginx", true),
                         json = reply(404, R"({"error": "Job not found"})", true),
                         text = reply(404, "A security error has occurred.", true),
                         method = reply(405, "", true);
    for (const Namespace space : all_namespaces()) {
        for (const auto* one : {&page, &chunks, &html, &method})
            EXPECT_TRUE(no_such_route(*one, space)) << name(space);
        for (const auto* one : {&json, &text}) EXPECT_FALSE(no_such_route(*one, space)) << name(space);
        const bool things = space == Namespace::userdata || space == Namespace::model_files;
        EXPECT_EQ(no_such_route(empty, space), !things) << name(space);
        EXPECT_FALSE(no_such_route(reply(200, "", true), space));
        EXPECT_FALSE(no_such_route(reply(500, "", true), space));
    }
}

TEST_F(CapabilitiesTest, TheRouteIsMissingInEveryWayOfSayingSo) {
    for (const net::HttpReply& reply :
         {net::HttpReply{404, "404: Not Found", "text/plain"}, net::HttpReply{404, "<html>nope", "text/html"},
          net::HttpReply{404}}) {
        server->answer_all(reply);
        Capabilities capabilities{*connection};
        EXPECT_EQ(of(capabilities, Namespace::jobs), Support::unsupported);
        EXPECT_EQ(error_of(jobs::list(*connection, {}, soon())).code, Errc::not_supported);
    }
}

TEST(NamespaceNames, AreDistinctAndHaveNeeds) {
    std::vector<std::string_view> names;
    for (const Namespace space : all_namespaces()) {
        names.push_back(name(space));
        EXPECT_FALSE(needs(space).empty());
    }
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    EXPECT_EQ(name(Support::unsupported), "unsupported");
}

}  // namespace
}  // namespace divan
