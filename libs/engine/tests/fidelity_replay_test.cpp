#include <gtest/gtest.h>

#include "support/replay.hpp"

namespace divan::engine {
namespace {

using namespace testing;
using Kept = Difference::Kept;

/// Everything in which the engine differs from the recorded ComfyUI 0.3.64 on purpose.
const std::vector<Difference> kDifferences{
    {"GET /", Kept::nothing, "the engine has no web interface, only a page that says so"},
    {"GET /internal/logs", Kept::shape, "other lines are logged"},
    {"GET /internal/logs/raw", Kept::shape, "other lines are logged"},
    {"GET /internal/folder_paths", Kept::nothing,
     "stand-in models live in no folder: the second folder below output/ is left out"},
    {"GET /experiment/models", Kept::nothing, "as /internal/folder_paths"},
    {"GET /experiment/models/checkpoints", Kept::shape,
     "a stand-in has the date of the engine's start, and the memory it plays as size"},
    {"GET /internal/files/output", Kept::nothing, "the recorded server had files of earlier sessions"},
    {"GET /system_stats", Kept::nothing,
     "memory, versions and arguments are our own; a member `divan` is added"},
};

/// Differences on purpose that no recording shows.
struct Deviation {
    std::string_view comfyui, engine, reason;
};
const std::vector<Deviation> kDeviations{
    {"one socket that is not read holds up the messages of all",
     "a bounded queue each: old previews go, then the socket", "one slow client must not stop a test bed"},
    {"the worker dies of extra_data null, nodes without inputs, and links to nowhere",
     "500, and the next prompt runs", "a dead worker is what the fault plan is for"},
    {"the process ends when client_id is an object or a list", "500", "as above"},
    {"500, but queued, when number and id equal those of a pending prompt; the worker dies later",
     "500, not queued", "as above"},
    {"`feature_flags` with data null makes the client's previews fail", "counts as no flags", "as above"},
    {"the origin check asks a name server for the Host", "only IP literals and localhost are loopback",
     "a foreign header must not make the event loop wait"},
    {"/queue shows api keys of other clients", "left out, as newer versions do", "secrets"},
    {"errors and outputs stand in the order of a Python set", "in the order of prompt and declaration",
     "repeatable tests"},
    {"tracebacks of Python files", "short ones of our own", "there is no Python"},
};

EngineConfig recorded_config() {
    EngineConfig config = EngineStage::test_config();
    config.models_file = DIVAN_SOURCE_DIR "/libs/engine/tests/data/recordings/models.toml";
    return config;
}

void replay(std::initializer_list<const char*> scenarios) {
    EngineStage stage{recorded_config()};
    Replay player{stage, kDifferences};
    for (const char* scenario : scenarios) player.play(scenario);
}

TEST(Fidelity, AnswersEveryReadingRouteOfAFreshServer) { replay({"connect"}); }

TEST(Fidelity, StoresUploadsAndServesThem) { replay({"uploads_and_view"}); }

TEST(Fidelity, KeepsUserDataAndSettings) { replay({"userdata_settings"}); }

TEST(Fidelity, ChecksOriginsAndMethods) { replay({"origin_checks"}); }

TEST(Fidelity, RunsASessionOfElevenScenariosMessageByMessage) {
    // One server saw them in this order: numbers, file counters, caches and history reach from each to the
    // next.
    replay({"success_then_cached", "validation_errors", "runtime_errors", "nan_and_text",
            "given_prompt_id_and_number", "partial_targets", "progress_previews_legacy",
            "progress_previews_metadata", "queue_ops", "reconnect_mid_run", "no_socket_submit"});
}

TEST(Fidelity, SendsTheMessagesOfASamplerRun) { replay({"ksampler_previews"}); }

TEST(Fidelity, GivesAReasonForEachDifference) {
    for (const Difference& difference : kDifferences)
        EXPECT_FALSE(difference.reason.empty()) << difference.request;
    for (const Deviation& deviation : kDeviations)
        EXPECT_FALSE(deviation.reason.empty()) << deviation.comfyui;
    EXPECT_LE(kDifferences.size() + kDeviations.size(), 20U) << "the list is to stay short";
}

}  // namespace
}  // namespace divan::engine
