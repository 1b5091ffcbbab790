#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "exit_codes.hpp"
#include "gateway_access.hpp"
#include "generate_job.hpp"

namespace divan::app {
namespace {

TEST(GenerateJob, SavesIntoAFileAFolderOrByAPattern) {
    const SavePlace file = place_for("out/fox.JPG", {});
    EXPECT_EQ(file.place.folder, "out");
    EXPECT_EQ(file.place.pattern, "fox.{ext}");
    EXPECT_EQ(file.form.format, "jpeg") << "its extension is the format";
    EXPECT_EQ(place_for("fox.png", {}).place.folder, ".");
    EXPECT_EQ(place_for("clip.mp4", {}).form.format, "");
    ResultForm webp;
    webp.format = "webp";
    EXPECT_EQ(place_for("fox.png", webp).form.format, "webp") << "what is asked for counts more";
    for (const char* folder : {"out", "out/", "out.d/", "."}) {
        EXPECT_EQ(place_for(folder, {}).place.folder, folder);
        EXPECT_TRUE(place_for(folder, {}).place.pattern.empty());
    }
    EXPECT_EQ(place_for("out/{node}.png", {}).place.pattern, "{node}.png");
}

json::Value job(const std::string& text) { return json::parse(text).value(); }

ExitCode exit_of(const std::string& code) {
    const std::string text =
        R"({"id": "j", "status": "failed", "error": {"code": ")" + code + R"(", "message": "m"}})";
    return exit_code_of(failure_of(job(text)));
}

TEST(GenerateJob, SendsOnlyWhatWasGiven) {
    GenerateRequest request;
    request.prompt = "a red fox";
    EXPECT_EQ(json::write(body_of(request).value()), R"({"prompt_text":"a red fox","timeout":90.0})");
}

TEST(GenerateJob, SendsAllThatWasGiven) {
    GenerateRequest request;
    request.prompt = "a";
    request.negative = "";
    request.seed = "18446744073709551615";
    request.chapter = 3;
    request.page = 12;
    request.values = {"WIDTH=512", "STYLE=ink, wet"};
    request.timeout = std::chrono::milliseconds{2'500};
    EXPECT_EQ(json::write(body_of(request).value()),
              R"({"prompt_text":"a","negative_prompt":"","seed":18446744073709551615,"chapter":3,"page":12,)"
              R"("values":{"WIDTH":512,"STYLE":"ink, wet"},"timeout":2.5})");
}

TEST(GenerateJob, ARandomSeedIsTheGatewaysToDraw) {
    GenerateRequest request;
    request.seed = "random";
    EXPECT_FALSE(body_of(request).value().contains("seed"));
    for (const char* bad : {"seven", "1.5", "", "[]"}) {
        request.seed = bad;
        EXPECT_FALSE(body_of(request)) << bad;
    }
}

TEST(GenerateJob, RefusesValuesWithoutASlot) {
    for (const std::vector<std::string>& bad : {std::vector<std::string>{"=5"}, {"WIDTH"}, {"W=1", "W=2"}}) {
        GenerateRequest request;
        request.values = bad;
        EXPECT_FALSE(body_of(request)) << bad.front();
    }
}

TEST(GenerateJob, AFailureHasTheExitCodeThatFits) {
    EXPECT_EQ(exit_of("total_timeout"), ExitCode::timed_out);
    EXPECT_EQ(exit_of("node_error"), ExitCode::execution_failed);
    EXPECT_EQ(exit_of("cancelled"), ExitCode::cancelled);
    EXPECT_EQ(exit_of("missing_model"), ExitCode::rejected);
    EXPECT_EQ(exit_of("result_missing"), ExitCode::not_saved);
    EXPECT_EQ(exit_of("a code of tomorrow"), ExitCode::execution_failed);
    EXPECT_EQ(failure_of(job(R"({"error": {"code": "oom", "message": "\u001b[31mred"}})")).server_text,
              "\x1b[31mred")
        << "foreign words, escaped where they are shown";
}

TEST(GenerateJob, ShowsThePathThatIsRightFromHere) {
    const TemporaryFolder folder;
    const std::string picture = (folder.path() / "a.png").string();
    ASSERT_TRUE(write_file(picture, "x"));
    const auto paths = [](const std::string& path, const std::string& absolute) {
        return paths_of(
            job(R"({"outputs": [{"path": ")" + path + R"(", "absolute_path": ")" + absolute + R"("}]})"));
    };
    EXPECT_EQ(paths("output/a.png", picture), std::vector<std::string>{picture})
        << "the gateway runs elsewhere";
    EXPECT_EQ(paths(picture, picture), std::vector<std::string>{picture});
    EXPECT_TRUE(paths_of(job(R"({"outputs": [{"path": null}]})")).empty());
    EXPECT_TRUE(paths_of(job("{}")).empty());
}

TEST(GatewayRefusal, SaysWhatTheGatewaySaid) {
    net::HttpHeaders headers;
    headers.set("Retry-After", "5");
    const Error busy = refusal_error(503, headers, R"({"error": {"code": "queue_full", "message": "full"}})");
    EXPECT_EQ(busy.code, Errc::queue_full);
    EXPECT_EQ(busy.fact("retry_after"), "5");
    EXPECT_EQ(busy.server_text, "full");
    const Error wrong = refusal_error(
        400, {},
        R"({"error": {"code": "invalid_request", "message": "a, and more", "details": {"problems": )"
        R"([{"message": "a", "hint": "do b"}, {"message": "c"}]}}})");
    EXPECT_EQ(wrong.code, Errc::invalid_argument);
    EXPECT_EQ(wrong.server_text, "2 problems; a; c");
    EXPECT_EQ(wrong.hint, "do b");
    EXPECT_EQ(refusal_error(401, {}, "nonsense").code, Errc::unauthorized);
    EXPECT_EQ(refusal_error(500, {}, "").code, Errc::unexpected_status);
}

}  // namespace
}  // namespace divan::app
