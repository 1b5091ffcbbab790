#include "gateway_progress.hpp"

#include <gmock/gmock.h>

#include <divan/json/parse.hpp>

#include "exit_codes.hpp"
#include "job_outcome.hpp"

namespace divan::app {
namespace {

using testing::ElementsAre;

class NotedReporter final : public RunReporter {
public:
    void accepted(int, const protocol::PromptId&, const std::string&) override {}
    void waiting(int, std::size_t ahead) override { told.push_back("waiting " + std::to_string(ahead)); }
    void started(int) override { told.emplace_back("started"); }
    void progress(int, const RunProgress& progress, const std::string& title) override {
        told.push_back(std::to_string(progress.percent) + " % " + title);
    }
    void preview(int, const Preview& preview) override {
        told.push_back("preview " + std::to_string(preview.image.size()) + " " +
                       std::string{preview.media_type});
    }
    void output(int, const protocol::NodeOutputs&) override {}
    void saved(int, const SavedFile&) override {}
    void finished(int, const RunSummary&) override {}
    void failed(int, const Error&) override {}
    void note(const std::string&) override {}
    void done() override {}

    std::vector<std::string> told;
};

TEST(GatewayProgress, TellsEachThingOnce) {
    NotedReporter reporter;
    GatewayProgress progress{reporter, 0,
                             Workflow::parse(R"({"3": {"class_type": "KSampler", "inputs": {}}})").value()};
    const auto tell = [&](const char* name, const char* data) { progress.on(net::SseEvent{"", name, data}); };
    for (int i = 0; i < 2; ++i) tell("status", R"({"status": "queued", "queue_position": 2})");
    for (int i = 0; i < 2; ++i) tell("status", R"({"status": "running", "queue_position": null})");
    for (int i = 0; i < 2; ++i)
        tell("progress", R"({"value": 0.5, "nodes_done": 1, "nodes_total": 2, "current_node": "3"})");
    tell("preview", R"({"node_id": "3", "content_type": "image/jpeg", "data_base64": "QUJD"})");
    progress.on_view(json::parse(R"({"status": "succeeded", "progress": null})").value());
    EXPECT_THAT(reporter.told, ElementsAre("waiting 2", "started", "50 % KSampler", "preview 3 image/jpeg"));
}

TEST(GatewayProgress, DamagedEventsMeanNothing) {
    NotedReporter reporter;
    GatewayProgress progress{reporter, 0, Workflow{}};
    for (const char* data : {"", "{", "[]", "7", R"({"status": 3, "value": "x", "data_base64": "%%%"})"})
        for (const char* name : {"status", "preview", "output", "log", ""})
            progress.on(net::SseEvent{"", name, data});
    EXPECT_THAT(reporter.told, ElementsAre());
}

TEST(JobOutcome, HasTheExitCodeOfADirectRun) {
    const auto code = [](const std::string& job) {
        const auto outcome = outcome_of(json::parse(job).value());
        return outcome ? ExitCode::done : exit_code_of(outcome.error());
    };
    const auto failed = [&](const std::string& reason) {
        return code(R"({"status": "failed", "id": "j", "error": {"code": ")" + reason +
                    R"(", "message": "m"}})");
    };
    EXPECT_EQ(code(R"({"status": "succeeded"})"), ExitCode::done);
    EXPECT_EQ(code(R"({"status": "canceled"})"), ExitCode::cancelled);
    EXPECT_EQ(failed("node_error"), ExitCode::execution_failed);
    EXPECT_EQ(failed("poison"), ExitCode::execution_failed);
    EXPECT_EQ(failed("missing_model"), ExitCode::rejected);
    EXPECT_EQ(failed("total_timeout"), ExitCode::timed_out);
    EXPECT_EQ(failed("no_output"), ExitCode::not_saved);
}

}  // namespace
}  // namespace divan::app
