#include <gmock/gmock.h>

#include <divan/base/picture_size.hpp>

#include "gateway_commands_fixture.hpp"

// `divan run --gateway`, `divan jobs`, `divan fleet` and `divan store`, as processes.
namespace divan {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST_F(GatewayCommandsTest, RunsAWorkflowAsAJobWithTheFilesOfADirectRun) {
    serve();
    const auto through = run({"run", workflow(), "-o", at("through"), "--json"});
    ASSERT_EQ(through.code, 0) << through.err;
    ChildProcess direct{{DIVAN_BINARY, "run", workflow(), "-o", at("direct"), "--json"}};
    ASSERT_EQ(end_of(direct).code, 0);
    const json::Value summary = list(through.json(), "runs").at(0);
    EXPECT_EQ(json::text_or(summary, "status"), "done");
    EXPECT_THAT(json::text_or(summary, "server"), HasSubstr("engine-"));
    const json::Value file = list(summary, "files").at(0);
    EXPECT_EQ(json::text_or(file, "name"), "fox_00001_.png");
    EXPECT_EQ(number(file, "width"), 16);
    EXPECT_FALSE(content("through/fox_00001_.png").empty());
    EXPECT_TRUE(std::filesystem::exists(at("direct/fox_00001_.png")));
}

TEST_F(GatewayCommandsTest, StreamsTheEventsOfARun) {
    serve();
    const auto streamed = run({"run", std::string{DIVAN_SOURCE_DIR} + "/examples/txt2img.json", "-o",
                               at("out"), "--set", "3.steps=6", "--json-stream"});
    ASSERT_EQ(streamed.code, 0) << streamed.err;
    std::size_t last = 0;
    for (const char* event : {"accepted", "started", "progress", "saved", "output", "finished"}) {
        const auto found = streamed.out.find(std::string{"\"event\":\""} + event + "\"");
        EXPECT_NE(found, std::string::npos) << event;
        EXPECT_GE(found, last) << event;
        last = found;
    }
}

TEST_F(GatewayCommandsTest, HandsInTheFilesThatAWorkflowReads) {
    serve();
    ASSERT_EQ(run({"run", workflow(), "-o", at("first")}).code, 0);
    const std::string reader =
        write("reader.json", R"({"1": {"class_type": "LoadImage", "inputs": {"image": "x"}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "copy"}}})");
    const auto copied =
        run({"run", reader, "--image", "1=" + at("first/fox_00001_.png"), "-o", at("second")});
    EXPECT_EQ(copied.code, 0) << copied.err;
    EXPECT_FALSE(content("second/copy_00001_.png").empty());
}

TEST_F(GatewayCommandsTest, ARunHasTheExitCodesOfADirectOne) {
    serve();
    const std::string failing = write("failing.json", R"({"1": {"class_type": "EmptyImage",
        "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 0}}, "2": {"class_type": "ImageCrop",
        "inputs": {"image": ["1", 0], "width": 8, "height": 8, "x": 0, "y": 0}},
        "9": {"class_type": "NoSuchNode", "inputs": {"images": ["2", 0]}}})");
    const auto rejected = run({"run", failing, "-o", at("out")});
    EXPECT_EQ(rejected.code, 3) << rejected.err;
    EXPECT_EQ(run({"run", at("none.json")}).code, 2);
    EXPECT_EQ(run({"run", workflow(), "--profile"}).code, 2);
    gateway_->signal(SIGKILL);
    gateway_->wait(10s);
    EXPECT_EQ(run({"run", workflow(), "--timeout", "1s"}).code, 5);
}

TEST_F(GatewayCommandsTest, CtrlCCancelsTheJob) {
    serve();
    const std::string slow = write("slow.json", R"({"1": {"class_type": "EmptyImage",
        "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 0}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "s"}}})");
    ASSERT_EQ(run({"fleet", "drain", "engine-1"}).code, 0);
    ASSERT_EQ(run({"fleet", "drain", "engine-2"}).code, 0);
    ChildProcess waiting{command({"run", slow, "-o", at("out"), "--json-stream"})};
    ASSERT_TRUE(waiting.wait_for_line("accepted", 20s)) << waiting.errors();
    waiting.signal(SIGINT);
    EXPECT_EQ(waiting.wait(20s), 7) << waiting.errors();
    EXPECT_THAT(jobs({"--status", "canceled"}), SizeIs(1));
}

TEST_F(GatewayCommandsTest, ListsShowsWaitsCancelsAndRunsAgain) {
    serve();
    ASSERT_EQ(run({"run", workflow(), "-o", at("out")}).code, 0);
    const auto ids = jobs();
    ASSERT_THAT(ids, SizeIs(1));
    const std::string job = ids.front();
    EXPECT_THAT(run({"jobs", "ls"}).out, HasSubstr(job + "  succeeded"));
    EXPECT_THAT(run({"jobs", "show", job}).out, HasSubstr("fox_00001_.png (image/png"));
    EXPECT_EQ(run({"jobs", "wait", job}).code, 0);
    EXPECT_EQ(run({"jobs", "cancel", job}).code, 1) << "it has ended";
    const auto again = run({"jobs", "retry", job, "--json"});
    ASSERT_EQ(again.code, 0) << again.err;
    const std::string second = json::text_or(list(again.json(), "jobs").at(0), "id");
    EXPECT_EQ(run({"jobs", "wait", second, "--timeout", "30s"}).code, 0);
    EXPECT_EQ(run({"jobs", "rm", job, second}).code, 0);
    EXPECT_THAT(jobs(), SizeIs(0));
    EXPECT_EQ(run({"jobs", "show", job}).code, 1);
    EXPECT_EQ(run({"jobs", "ls", "--status", "dead"}).code, 2);
}

TEST_F(GatewayCommandsTest, De18SavesResultsOfJobsAsAskedFor) {
    serve();
    ASSERT_EQ(run({"run", workflow(), "-o", at("out")}).code, 0);
    const std::string job = jobs().front();
    EXPECT_THAT(run({"jobs", "wait", job, "-o", at("same")}).out, HasSubstr(at("same/fox_00001_.png")));
    EXPECT_EQ(content("same/fox_00001_.png"), content("out/fox_00001_.png"));
    const auto small = run({"jobs", "wait", job, "-o", at("small"), "--format", "jpeg", "--thumbnail", "8"});
    EXPECT_EQ(small.code, 0) << small.err;
    const auto size = read_picture_size(content("small/fox_00001_.jpg"));
    ASSERT_TRUE(size) << small.out;
    EXPECT_EQ(size->format, PictureFormat::jpeg);
    EXPECT_EQ(size->width, 8U);
    EXPECT_EQ(run({"jobs", "wait", job, "--thumbnail", "8"}).code, 2) << "there is nothing to save";
}

TEST_F(GatewayCommandsTest, S54SavesFilesThatAreGivenWithoutTheirMetadata) {
    serve({"--engines", "1", "--config", write("divan.toml", "[results]\nmetadata = \"strip\"\n")});
    const auto made = run({"run", workflow(), "-o", at("out")});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_TRUE(read_picture_size(content("out/fox_00001_.png")));
    EXPECT_EQ(content("out/fox_00001_.png").find("tEXt"), std::string::npos);
}

TEST_F(GatewayCommandsTest, De09ScalesPicturesDownThatARunBrings) {
    serve();
    ASSERT_EQ(run({"run", workflow(), "-o", at("in")}).code, 0);  // 16 pixels a side
    const std::string shows =
        write("show.json", R"({"1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "small"}}})");
    const auto made =
        run({"run", shows, "--image", "1=" + at("in/fox_00001_.png"), "--max-side", "8", "-o", at("out")});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.err, HasSubstr("16x16 scaled down to 8x8"));
    EXPECT_EQ(read_picture_size(content("out/small_00001_.png"))->width, 8U);
}

TEST_F(GatewayCommandsTest, WatchesAJobOverTheDeathOfItsGateway) {
    serve();
    ASSERT_EQ(run({"fleet", "drain", "engine-1"}).code, 0);
    ASSERT_EQ(run({"fleet", "drain", "engine-2"}).code, 0);
    ChildProcess waiting{command({"run", workflow(), "-o", at("out"), "--json-stream"})};
    ASSERT_TRUE(waiting.wait_for_line("accepted", 20s)) << waiting.errors();
    const std::string job = jobs().front();
    ChildProcess watching{command({"jobs", "watch", job})};
    ASSERT_TRUE(watching.wait_for_line("queued", 20s)) << watching.errors();
    gateway_->signal(SIGKILL);
    gateway_->wait(10s);
    const std::string port = url_.substr(url_.rfind(':') + 1);
    gateway_ = std::make_unique<ChildProcess>(std::vector<std::string>{
        DIVAN_BINARY, "serve", "--port", port, "--data", at("data"), "--engines", "1"});
    EXPECT_TRUE(watching.wait_for_line("succeeded", 60s)) << watching.errors();
    EXPECT_EQ(watching.wait(20s), 0) << watching.errors();
    EXPECT_EQ(waiting.wait(60s), 0) << waiting.errors() << " (the run goes on, too)";
}

TEST_F(GatewayCommandsTest, AdministersTheFleet) {
    serve({"--engines", "1"});
    ChildProcess engine{{DIVAN_BINARY, "engine", "--port", "0"}};
    const std::string line = engine.read_line(30s);
    const std::string url = line.substr(line.find("http://"));
    EXPECT_EQ(run({"fleet", "add", url, "--id", "new", "--slots", "1"}).code, 0);
    EXPECT_EQ(run({"fleet", "add", url, "--id", "new"}).code, 1) << "it is there";
    const json::Value fleet = run({"fleet", "ls", "--json"}).json();
    EXPECT_THAT(list(fleet, "servers"), SizeIs(2));
    EXPECT_THAT(run({"fleet", "drain", "new"}).out, HasSubstr("draining"));
    EXPECT_EQ(run({"fleet", "remove", "new"}).code, 0);
    EXPECT_EQ(run({"fleet", "remove", "new"}).code, 1);
    EXPECT_EQ(run({"fleet", "add", "ftp://x"}).code, 2);
}

TEST_F(GatewayCommandsTest, BacksAStoreUpAndBringsItBack) {
    serve();
    ASSERT_EQ(run({"run", workflow(), "-o", at("out")}).code, 0);
    const std::string job = jobs().front();
    const auto store = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {DIVAN_BINARY, "store"});
        ChildProcess program{arguments};
        return end_of(program);
    };
    EXPECT_EQ(store({"check", "--data", at("data")}).code, 73) << "a gateway has it";
    EXPECT_EQ(run({"store", "check"}).code, 0) << "so it is asked";
    EXPECT_EQ(run({"store", "backup", "nightly"}).code, 0);
    EXPECT_TRUE(std::filesystem::exists(at("data/backups/nightly/store.ndjson")));
    EXPECT_EQ(run({"store", "backup", "../elsewhere"}).code, 2);
    gateway_->signal(SIGTERM);
    ASSERT_EQ(gateway_->wait(20s), 0);
    EXPECT_EQ(store({"check", "--data", at("data")}).code, 0);
    const auto kept = store({"backup", at("backup"), "--data", at("data"), "--json"});
    ASSERT_EQ(kept.code, 0) << kept.err;
    EXPECT_GE(number(kept.json(), "files"), 1);
    std::filesystem::remove_all(at("data"));
    EXPECT_EQ(store({"check", "--data", at("data")}).code, 2);
    EXPECT_EQ(store({"restore", at("nothing"), "--data", at("data")}).code, 2);
    EXPECT_EQ(store({"restore", at("backup"), "--data", at("data")}).code, 0);
    EXPECT_EQ(store({"restore", at("backup"), "--data", at("data")}).code, 1) << "it is not empty";
    serve();
    EXPECT_THAT(run({"jobs", "show", job}).out, HasSubstr("succeeded"));
}

}  // namespace
}  // namespace divan
