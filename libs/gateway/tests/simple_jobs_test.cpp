#include <set>

#include <fmt/format.h>

#include <divan/base/crash_point.hpp>
#include <divan/base/picture_size.hpp>
#include <divan/json/write.hpp>

#include "support/gateway_fixture.hpp"

namespace divan::gateway {
namespace {

/// A node that sleeps, and saves a picture of its seed.
constexpr std::string_view kSlow = R"({
  "1": {"class_type": "TrapSleep", "inputs": {"seconds": "{{SECONDS}}", "steps": 5, "preview": false, "seed": "{{seed}}"}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "fox"}}
})";
constexpr std::string_view kColours = R"({
  "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 2, "color": "{{Colour}}"}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "fox"}}
})";
constexpr std::string_view kRaise = R"({
  "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 1}},
  "2": {"class_type": "TrapRaise", "inputs": {"kind": "{{KIND}}", "image": ["1", 0]}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "fox"}}
})";
class SimpleJobs : public GatewayTest {
protected:
    SimpleJobs() {
        add_engine();
        config.template_folder = folder.path() / "templates";
        for (const auto& [name, text] :
             {std::pair{"slow", kSlow}, std::pair{"colours", kColours}, std::pair{"raise", kRaise}})
            EXPECT_TRUE(write_file(config.template_folder / (std::string{name} + ".json"), text));
    }
    ~SimpleJobs() override { on_crash_point({}); }

    std::string submit(const std::string& body) {
        const Reply reply = post("/jobs", body);
        EXPECT_EQ(reply.status, 202) << reply.body;
        return json::text_or(reply.json(), "id");
    }
    json::Value view(const std::string& id) { return get("/jobs/" + id).json(); }
    std::string status(const std::string& id) { return json::text_or(view(id), "status"); }
    json::Value end(const std::string& id) {
        const auto deadline = std::chrono::steady_clock::now() + 2 * test::kPatience;
        for (;;) {
            json::Value job = view(id);
            const std::string status = json::text_or(job, "status");
            if (status != "queued" && status != "running") return job;
            if (std::chrono::steady_clock::now() > deadline)
                throw std::runtime_error("no end: " + json::write(job));
            test::settle(io, 20ms);
        }
    }
    std::string error_code(const json::Value& job) {
        const json::Value* error = json::find(job, "error");
        return error ? json::text_or(*error, "code") : "";
    }
    std::string output(const std::string& name) {
        return read_file(config.output_folder / name).value_or("");
    }
    std::size_t output_files() {
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{config.output_folder})
            files += entry.is_regular_file() && entry.path().string().find(".divan") == std::string::npos;
        return files;
    }
    static bool is_whole_png(const std::string& bytes) {
        return read_picture_size(bytes).has_value() && bytes.ends_with(std::string{"IEND\xae\x42\x60\x82"});
    }
};

TEST_F(SimpleJobs, APromptBecomesThePictureOfItsPage) {
    start();
    const std::string id = submit(R"({"prompt_text": "a red fox", "negative_prompt": "blur", "seed": 7,
        "lora_name": "ink_wash.safetensors", "checkpoint_name": "dreamshaper_8.safetensors", "chapter": 3, "page": 12})");
    const json::Value job = end(id);
    EXPECT_EQ(json::text_or(job, "status"), "complete") << json::write(job);
    EXPECT_EQ(json::text_or(job, "jobId"), id);
    EXPECT_EQ(json::to_int64(*json::find(job, "seed")), 7);
    EXPECT_EQ(json::text_or(job, "path"),
              (config.output_folder / "ch-03/raw/comfyui/ch03_p012_v1.png").string());
    EXPECT_TRUE(is_whole_png(output("ch-03/raw/comfyui/ch03_p012_v1.png")));
    EXPECT_EQ(output_files(), 1u);
}

TEST_F(SimpleJobs, OnlyAPromptIsNeeded) {
    start();
    const json::Value job = end(submit(R"({"prompt_text": "a red fox"})"));
    EXPECT_EQ(json::text_or(job, "status"), "complete") << json::write(job);
    EXPECT_EQ(json::to_int64(*json::find(job, "chapter")), 1);
    EXPECT_TRUE(is_whole_png(output("ch-01/raw/comfyui/ch01_p001_v1.png")));
    const auto seed = json::to_uint64(*json::find(job, "seed"));
    ASSERT_TRUE(seed);
    EXPECT_LT(*seed, 2'147'483'647U);
}

TEST_F(SimpleJobs, TenAtOnceForOnePageGetTheVersionsOneToTen) {
    add_engine();
    add_engine();
    start();
    std::vector<std::string> ids;
    for (int i = 0; i < 10; ++i)
        ids.push_back(submit(R"({"prompt_text": "a red fox", "chapter": 3, "page": 12, "timeout": 600})"));
    std::set<std::string> paths, contents;
    for (const std::string& id : ids) paths.insert(json::text_or(end(id), "path"));
    EXPECT_EQ(paths.size(), 10u);
    for (int version = 1; version <= 10; ++version) {
        const std::string picture = output(fmt::format("ch-03/raw/comfyui/ch03_p012_v{}.png", version));
        EXPECT_TRUE(is_whole_png(picture)) << version;
        contents.insert(picture);
    }
    EXPECT_EQ(contents.size(), 10u) << "each has a seed of its own";
    EXPECT_EQ(output_files(), 10u);
}

TEST_F(SimpleJobs, SeveralPicturesOfAJobGetFurtherVersions) {
    start();
    const json::Value job = end(submit(R"({"template": "colours", "values": {"colour": 255}})"));
    EXPECT_EQ(json::array_of(*json::find(job, "outputs"))->size(), 2u);
    EXPECT_TRUE(is_whole_png(output("ch-01/raw/comfyui/ch01_p001_v2.png")));
}

TEST_F(SimpleJobs, TheWayGoesFromQueuedOverRunningToComplete) {
    start();
    for (int i = 0; i < 2; ++i) submit(R"({"template": "slow", "values": {"SECONDS": 0.4}})");  // its slots
    const std::string id = submit(R"({"template": "slow", "values": {"SECONDS": 0.5}})");
    std::vector<std::string> seen;
    for (std::string now = status(id);; now = status(id)) {
        if (seen.empty() || seen.back() != now) seen.push_back(now);
        if (now == "complete" || now == "failed") break;
        test::settle(io, 10ms);
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"queued", "running", "complete"}));
}

TEST_F(SimpleJobs, AFailureIsShownInFull) {
    start();
    const json::Value job = end(submit(R"({"template": "raise", "values": {"KIND": "value"}})"));
    EXPECT_EQ(json::text_or(job, "status"), "failed");
    EXPECT_EQ(error_code(job), "node_error");
    const json::Value* details = json::find(*json::find(job, "error"), "details");
    ASSERT_NE(details, nullptr) << json::write(job);
    EXPECT_EQ(json::text_or(*details, "node"), "2");
    EXPECT_NE(json::text_or(*details, "server_text").find("the trap closed"), std::string::npos);
    EXPECT_TRUE(json::find(job, "path")->is_null());
}

TEST_F(SimpleJobs, ATimeOutEndsAJob) {
    start();
    const json::Value job = end(submit(R"({"template": "slow", "values": {"SECONDS": 30}, "timeout": 0.6})"));
    EXPECT_EQ(json::text_or(job, "status"), "failed");
    EXPECT_EQ(error_code(job), "total_timeout");
}

TEST_F(SimpleJobs, ACancelledJobHasFailedAsCancelled) {
    start();
    const std::string id = submit(R"({"template": "slow", "values": {"SECONDS": 30}})");
    for (int again = 0; again < 2; ++again) {
        const Reply reply = ask(net::HttpRequest{"DELETE", "/jobs/" + id});
        EXPECT_EQ(reply.status, 200) << reply.body;
        EXPECT_EQ(json::text_or(reply.json(), "status"), "failed");
        EXPECT_EQ(error_code(reply.json()), "cancelled");
    }
    const std::string done = submit(R"({"template": "colours", "values": {"COLOUR": 1}})");
    end(done);
    EXPECT_EQ(ask(net::HttpRequest{"DELETE", "/jobs/" + done}).code(), "already_finished");
    EXPECT_EQ(ask(net::HttpRequest{"DELETE", "/jobs/nothing"}).status, 404);
    EXPECT_EQ(get("/jobs/nothing").status, 404);
}

TEST_F(SimpleJobs, TheSameKeyIsTheSameJob) {
    start();
    headers.set("Idempotency-Key", "page-12");
    const std::string body = R"({"template": "colours", "values": {"COLOUR": 3}})";
    const std::string id = submit(body);
    std::filesystem::remove(config.template_folder / "colours.json");  // an answer is not prepared again
    const Reply again = post("/jobs", body);
    EXPECT_EQ(again.status, 202) << again.body;
    EXPECT_EQ(json::text_or(again.json(), "id"), id);
    EXPECT_EQ(again.headers.find("Idempotent-Replayed"), "true");
    EXPECT_EQ(post("/jobs", R"({"template": "slow", "values": {"SECONDS": 1}})").code(),
              "idempotency_key_reuse");
    headers.set("Idempotency-Key", "two words");
    EXPECT_EQ(post("/jobs", body).status, 400);
    headers.set("Idempotency-Key", "");
    EXPECT_EQ(post("/jobs", body).status, 400);
    headers = {};
    end(id);
    EXPECT_EQ(output_files(), 2u) << "the pictures of one run";
}

TEST_F(SimpleJobs, AReplacementForTheSharedTemplateGoesBeforeIt) {
    ASSERT_TRUE(write_file(config.template_folder / "txt2img-lora.json", kColours));
    start();
    const json::Value job = end(submit(R"({"values": {"COLOUR": 9}})"));
    EXPECT_EQ(json::array_of(*json::find(job, "outputs"))->size(), 2u);
}

TEST_F(SimpleJobs, TheOriginalOfATemplateIsKeptBeforeItIsFilled) {
    config.backup_folder = folder.path() / "backups";
    start();
    submit(R"({"template": "colours", "values": {"COLOUR": 9}})");
    submit(R"({"template": "colours", "values": {"COLOUR": 8}})");
    std::vector<std::filesystem::path> copies;
    for (const auto& entry : std::filesystem::directory_iterator{config.backup_folder})
        copies.push_back(entry.path());
    ASSERT_EQ(copies.size(), 1u);
    EXPECT_EQ(read_file(copies[0]).value(), kColours);
}

TEST_F(SimpleJobs, WithoutABackupNothingIsFilled) {
    config.backup_folder = folder.path() / "backups";
    ASSERT_TRUE(write_file(config.backup_folder, "a file is in the way"));
    start();
    EXPECT_EQ(post("/jobs", R"({"template": "colours", "values": {"COLOUR": 9}})").status, 500);
    EXPECT_EQ(engines[0]->prompts_run(), 0u);
}

TEST_F(SimpleJobs, AnEmptyLoraLeavesItsLoaderOut) {
    start();
    const std::string with = submit(R"({"prompt_text": "a", "lora_name": "ink_wash.safetensors"})"),
                      without = submit(R"({"prompt_text": "a", "lora_name": ""})");
    const auto graph = [&](const std::string& id) {
        return value_of(store::graph_of(gateway->store(), JobId{id}, std::nullopt));
    };
    EXPECT_NE(graph(with).find("LoraLoader"), std::string::npos);
    EXPECT_EQ(graph(without).find("LoraLoader"), std::string::npos);
    EXPECT_EQ(json::text_or(end(without), "status"), "complete");
}

TEST_F(SimpleJobs, ACheckpointMayBeConfigured) {
    config.default_checkpoint = "sd_xl_base_1.0.safetensors";
    start();
    const std::string id = submit(R"({"prompt_text": "a"})");
    const std::string graph = value_of(store::graph_of(gateway->store(), JobId{id}, std::nullopt));
    EXPECT_NE(graph.find("sd_xl_base_1.0"), std::string::npos);
}

TEST_F(SimpleJobs, SaysWhatIsWrongWithARequest) {
    start();
    EXPECT_EQ(post("/jobs", R"({"promt_text": "a"})").status, 400);
    EXPECT_EQ(post("/jobs", "[]").status, 422);
    EXPECT_EQ(post("/jobs", "{").code(), "invalid_json");
    EXPECT_EQ(ask(net::HttpRequest{"POST", "/jobs", "{}", "text/plain"}).status, 415);
    const Reply unfilled = post("/jobs", R"({"chapter": 3, "checkpoint_name": "x"})");
    EXPECT_EQ(unfilled.status, 422);
    EXPECT_NE(unfilled.body.find("PROMPT_TEXT"), std::string::npos);
    const Reply unknown = post("/jobs", R"({"template": "colours", "values": {"COLOUR": 1, "COLOR": 1}})");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_NE(unknown.body.find("no slot for COLOR"), std::string::npos) << unknown.body;
    const Reply absent = post("/jobs", R"({"prompt_text": "a", "template": "colour"})");
    EXPECT_EQ(absent.status, 422);
    EXPECT_NE(absent.body.find("did you mean 'colours'"), std::string::npos) << absent.body;
    EXPECT_EQ(post("/jobs", R"({"prompt_text": "a", "template": "../secret"})").status, 422);
    EXPECT_FALSE(std::filesystem::exists(config.output_folder)) << "nothing was made for refused requests";
}

TEST_F(SimpleJobs, APatternOfTheOperatorNamesTheFiles) {
    config.output_pattern = "{template}/{seed}-v{version:03}.{ext}";
    start();
    end(submit(R"({"template": "slow", "seed": 5, "values": {"SECONDS": 0}})"));
    EXPECT_TRUE(is_whole_png(output("slow/5-v001.png")));
    crash();
    config.output_pattern = "{page}.png";
    gateway = std::make_unique<Gateway>(io.get_executor(), config, silent);
    EXPECT_THROW(value_of(gateway->start()), std::runtime_error);
}

TEST_F(SimpleJobs, APictureComesAlsoWhenTheGatewayWasKilledAfterTheEndOfTheJob) {
    start();
    bool cut = false;
    on_crash_point([&](std::string_view name) {
        if (name != "SH0" || cut) return;
        cut = true;
        gateway->abandon();
    });
    const std::string id = submit(R"({"template": "colours", "values": {"COLOUR": 77}})");
    ASSERT_TRUE(test::run_until(io, [&] { return cut; }));
    on_crash_point({});
    crash();
    EXPECT_EQ(output_files(), 0u);
    start();
    EXPECT_EQ(json::text_or(end(id), "status"), "complete");
    EXPECT_EQ(output_files(), 2u);
    crash();
    start();
    test::settle(io, 1'500ms);
    EXPECT_EQ(output_files(), 2u) << "and not again with the next start";
    EXPECT_EQ(json::text_or(view(id), "path"),
              (config.output_folder / "ch-01/raw/comfyui/ch01_p001_v1.png").string());
}

TEST_F(SimpleJobs, APictureThatCannotBeLeftIsWaitedFor) {
    ASSERT_TRUE(write_file(config.output_folder / "ch-01", "a file is in the way"));
    start();
    const std::string id = submit(R"({"template": "slow", "values": {"SECONDS": 0}})");
    ASSERT_TRUE(test::run_until(io, [&] { return json::find(view(id), "delayed_by") != nullptr; }));
    EXPECT_EQ(status(id), "running");
    std::filesystem::remove(config.output_folder / "ch-01");
    EXPECT_EQ(json::text_or(end(id), "status"), "complete");
    EXPECT_TRUE(is_whole_png(output("ch-01/raw/comfyui/ch01_p001_v1.png")));
}

TEST_F(SimpleJobs, AnEmptiedFolderStaysEmpty) {
    start();
    const std::string id = submit(R"({"template": "colours", "values": {"COLOUR": 5}})");
    end(id);
    crash();
    std::filesystem::remove_all(config.output_folder);
    start();
    test::settle(io, 1'000ms);
    const json::Value job = view(id);
    EXPECT_EQ(json::text_or(job, "status"), "complete");
    EXPECT_TRUE(json::find(job, "path")->is_null()) << "where it was nobody knows";
    EXPECT_FALSE(std::filesystem::exists(config.output_folder));
}

TEST_F(SimpleJobs, AJobOfAnotherFaceIsShownToo) {
    start();
    const std::string id = json::text_or(post("/api/v2/jobs", submission(red_fox())).json(), "id");
    const json::Value job = end(id);
    EXPECT_EQ(json::text_or(job, "status"), "complete");
    EXPECT_TRUE(json::find(job, "path")->is_null());
    EXPECT_EQ(json::array_of(*json::find(job, "outputs"))->size(), 1u);
}

TEST_F(SimpleJobs, TheTemplatesAreListedWithTheirSlots) {
    ASSERT_TRUE(write_file(config.template_folder / "broken.json", "{"));
    ASSERT_TRUE(write_file(config.template_folder / "flux/hero.json", kColours));
    start();
    const json::Value list = get("/api/v2/divan/templates").json();
    std::vector<std::string> names;
    for (const json::Value& one : *json::array_of(*json::find(list, "templates")))
        names.push_back(json::text_or(one, "name"));
    EXPECT_EQ(names,
              (std::vector<std::string>{"broken", "colours", "flux/hero", "raise", "slow", "txt2img-lora"}));
    EXPECT_NE(json::write(list).find("\"problem\""), std::string::npos);
    const json::Value one = get("/api/v2/divan/templates/txt2img-lora").json();
    EXPECT_EQ(json::write(*json::find(one, "tokens")),
              R"(["CHECKPOINT_NAME","LORA_NAME","PROMPT_TEXT","NEGATIVE_PROMPT","SEED"])");
    EXPECT_EQ(json::write(*json::find(one, "defaults")),
              R"({"CHECKPOINT_NAME":null,"LORA_NAME":"","NEGATIVE_PROMPT":"","SEED":-1})");
    EXPECT_EQ(get("/api/v2/divan/templates/flux%2Fhero").status, 200);
    EXPECT_EQ(get("/api/v2/divan/templates/nothing").status, 404);
    EXPECT_EQ(get("/api/v2/divan/templates/..%2Fsecret").status, 404);
}

}  // namespace
}  // namespace divan::gateway
