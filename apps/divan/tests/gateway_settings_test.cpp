#include <gtest/gtest.h>

#include <divan/base/files.hpp>

#include "gateway_settings.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> places(const std::vector<SettingProblem>& problems) {
    std::vector<std::string> texts;
    for (const SettingProblem& problem : problems) texts.push_back(problem.where);
    std::ranges::sort(texts);
    return texts;
}

TEST(GatewaySettings, AreReadFromTheFile) {
    Settings settings;
    const auto problems = apply_toml(R"(
        [gateway]
        port = 0
        hosts = ["gpu.example"]
        require_keys = true
        [limits]
        requests_per_second = 0.5
        upload_mib = 3
        [retention]
        jobs = "none"
        results = "1h"
        [[servers]]
        id = "gpu-1"
        url = "http://gpu-1:8188"
        slots = 1
        bearer = "token"
        [[servers]]
        url = "http://gpu-2:8188"
    )",
                                     "d.toml", settings);
    ASSERT_TRUE(problems.empty()) << problems.front().where << problems.front().message;
    const gateway::GatewayConfig& config = settings.gateway;
    EXPECT_EQ(config.listen.port, 0);
    EXPECT_EQ(config.listen.hosts, std::vector<std::string>{"gpu.example"});
    EXPECT_TRUE(config.require_keys);
    EXPECT_EQ(config.caller.requests_per_second, 0.5);
    EXPECT_EQ(config.caller.upload_bytes, 3u << 20);
    EXPECT_FALSE(config.housekeeping.retention.jobs);
    EXPECT_EQ(config.housekeeping.retention.results, 1h);
    ASSERT_EQ(config.dispatch.servers.size(), 2u);
    EXPECT_EQ(config.dispatch.servers[0].id.str(), "gpu-1");
    EXPECT_EQ(config.dispatch.servers[0].slots, 1);
    EXPECT_FALSE(config.dispatch.servers[0].connection.credentials.empty());
    EXPECT_EQ(config.dispatch.servers[1].id.str(), "gpu-2:8188");
    EXPECT_TRUE(settings.bearer_token.empty()) << "one server's token is not the others'";
}

TEST(GatewaySettings, EveryProblemIsToldAtOnceWithItsLine) {
    Settings settings;
    const auto problems = apply_toml(
        "[gateway]\nport = 70000\nrequire_keys = \"yes\"\n[limits]\nburst = 0\nqueud = 1\n"
        "[retention]\njobs = \"soon\"\n[[servers]]\nid = \"a\"\nurl = \"http://a:1\"\nslot = 3\n"
        "[[servers]]\nid = \"a\"\nurl = \"http://b:1\"\n[[servers]]\nurl = \"\"\n",
        "d.toml", settings);
    EXPECT_EQ(places(problems),
              (std::vector<std::string>{
                  "d.toml:12: servers.slot", "d.toml:13: servers.id", "d.toml:16: servers.url",
                  "d.toml:17: servers.url", "d.toml:2: gateway.port", "d.toml:3: gateway.require_keys",
                  "d.toml:5: limits.burst", "d.toml:6: limits.queud", "d.toml:8: retention.jobs"}));
}

TEST(GatewaySettings, ThePatternOfPagesNeedsAVersion) {
    Settings settings;
    EXPECT_TRUE(apply_toml("[simple]\npattern = \"{page}/{version}.{ext}\"\n", "d.toml", settings).empty());
    EXPECT_EQ(settings.gateway.output_pattern, "{page}/{version}.{ext}");
    for (const char* bad : {"\"{page}.png\"", "\"{version\"", "5"}) {
        const std::string text = std::string{"[simple]\npattern = "} + bad + "\n";
        EXPECT_EQ(places(apply_toml(text, "d.toml", settings)),
                  std::vector<std::string>{"d.toml:2: simple.pattern"});
    }
}

TEST(GatewaySettings, SayWhatBecomesOfFiles) {
    Settings settings;
    const char* good =
        "[inputs]\nmax_side = 2048\nurl_mib = 5\nprivate_addresses = true\n"
        "[results]\nmetadata = \"strip\"\n[pictures]\nat_once = 3\n";
    EXPECT_TRUE(apply_toml(good, "d.toml", settings).empty());
    EXPECT_EQ(settings.gateway.media.input_max_side, 2'048);
    EXPECT_EQ(settings.gateway.media.fetch.bytes, 5u << 20);
    EXPECT_EQ(settings.gateway.media.fetch.reach, net::Reach::anywhere);
    EXPECT_EQ(settings.gateway.media.metadata, gateway::Metadata::strip);
    EXPECT_EQ(settings.gateway.media.pictures.at_once, 3);
    const char* bad = "[inputs]\nmax_side = 0\nmax_sid = 3\nurl_time = 5\n[results]\nmetadata = \"hide\"\n";
    EXPECT_EQ(places(apply_toml(bad, "d.toml", settings)),
              (std::vector<std::string>{"d.toml:2: inputs.max_side", "d.toml:3: inputs.max_sid",
                                        "d.toml:4: inputs.url_time", "d.toml:6: results.metadata"}));
}

TEST(GatewaySettings, WhatWorkflowsMayHoldIsReadFromTheFile) {
    Settings settings;
    const auto problems = apply_toml(R"(
        [tls]
        certificate = "cert.pem"
        key = "key.pem"
        check = "1m"
        [limits]
        in_flight = 3
        upload_gib_per_day = 2
        [policy]
        deny_nodes = ["shipped", "Mine*"]
        path_inputs = ["VHS_LoadVideoPath.video"]
        width = 2048
        steps = "none"
    )",
                                     "d.toml", settings);
    ASSERT_TRUE(problems.empty()) << problems.front().where << problems.front().message;
    const gateway::GatewayConfig& config = settings.gateway;
    EXPECT_EQ(config.listen.certificate, "cert.pem");
    EXPECT_EQ(config.listen.certificate_key, "key.pem");
    EXPECT_EQ(config.listen.certificate_check, 1min);
    EXPECT_EQ(config.caller.in_flight_jobs, 3);
    EXPECT_EQ(config.caller.upload_bytes_per_day, std::int64_t{2} << 30);
    EXPECT_EQ(config.nodes.denied.size(), durable::shipped_denials().size() + 1);
    EXPECT_EQ(config.nodes.denied.back(), "Mine*");
    EXPECT_EQ(config.caller.ceilings.width, 2048);
    EXPECT_FALSE(config.caller.ceilings.steps);
}

TEST(GatewaySettings, NoneIsNoLimitAndZeroIsZero) {
    Settings settings;
    const char* text = "[limits]\nin_flight = \"none\"\nupload_gib_per_day = 0\n[policy]\ndeny_nodes = []\n";
    EXPECT_TRUE(apply_toml(text, "d.toml", settings).empty());
    EXPECT_EQ(settings.gateway.caller.in_flight_jobs, std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(settings.gateway.caller.upload_bytes_per_day, 0);
    EXPECT_TRUE(settings.gateway.nodes.denied.empty());
}

TEST(GatewaySettings, ProblemsOfThePolicyAreToldWithTheirLines) {
    Settings settings;
    const auto problems = apply_toml(
        "[policy]\ndeny_nodes = \"x\"\npath_inputs = [\"LoadImage\"]\nwidth = 0\nheigth = 1\n"
        "[limits]\nin_flight = -1\nupload_gib_per_day = \"lots\"\n[tls]\ncertificat = \"x\"\n",
        "d.toml", settings);
    EXPECT_EQ(places(problems),
              (std::vector<std::string>{"d.toml:10: tls.certificat", "d.toml:2: policy.deny_nodes",
                                        "d.toml:3: policy.path_inputs", "d.toml:4: policy.width",
                                        "d.toml:5: policy.heigth", "d.toml:7: limits.in_flight",
                                        "d.toml:8: limits.upload_gib_per_day"}));
}

TEST(GatewaySettings, ServersThatAreNoTablesAreAnError) {
    Settings settings;
    const auto problems = apply_toml("servers = [\"http://a:1\"]\n", "d.toml", settings);
    EXPECT_FALSE(problems.empty());
}

TEST(GatewaySettings, TheExampleInTheDocsIsGood) {
    const auto text = read_file(DIVAN_SOURCE_DIR "/docs/configuration.md").value();
    std::size_t blocks = 0;
    for (std::size_t at = text.find("```toml\n"); at != std::string::npos;
         at = text.find("```toml\n", at + 1)) {
        const std::size_t begin = at + 8, end = text.find("```", begin);
        Settings settings;
        const auto problems = apply_toml(text.substr(begin, end - begin), "docs", settings);
        EXPECT_TRUE(problems.empty()) << problems.front().where << " " << problems.front().message;
        ++blocks;
    }
    EXPECT_EQ(blocks, 2u);
}

}  // namespace
}  // namespace divan::app
