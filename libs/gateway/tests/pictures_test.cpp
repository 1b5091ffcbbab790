#include <fstream>

#include <divan/json/write.hpp>

#include "pictures/worker_process.hpp"
#include "support/media_fixture.hpp"

namespace divan::gateway {
namespace {

using Pictures = MediaTest;

TEST_F(Pictures, De18GivesThumbnailsThatKeepTheAspect) {
    start();
    const std::string id = id_in(upload(png(200, 100)));
    const Reply reply = get(picture(id, "?width=64&height=64"));
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(header(reply, "Content-Type"), "image/png");
    EXPECT_EQ(header(reply, "Divan-Picture"), "64x32 of 200x100");
    EXPECT_EQ(image_in(reply.body).width, 64);
    EXPECT_EQ(image_in(reply.body).height, 32);
    EXPECT_EQ(reply.body.find("secret"), std::string::npos) << "metadata stays behind";
    EXPECT_EQ(left_over(), 0U);
}

TEST_F(Pictures, De18ConvertsResultsOfJobsIntoOtherFormats) {
    add_engine();
    start();
    const json::Value job = end_of(submit(red_fox()));
    const json::Value* outputs = json::find(job, "outputs");
    ASSERT_TRUE(outputs && json::array_of(*outputs)->size() == 1);
    const std::string id = json::text_or((*json::array_of(*outputs))[0], "id");
    for (const char* format : {"png", "jpeg", "webp"}) {
        const Reply reply = get(picture(id, std::string{"?format="} + format));
        ASSERT_EQ(reply.status, 200) << reply.body;
        EXPECT_EQ(engine::decode_image(reply.body)->format, format);
        EXPECT_EQ(header(reply, "Content-Type"), std::string{"image/"} + format);
    }
    EXPECT_NE(header(get(picture(id, "?format=jpeg")), "Content-Disposition").find(".jpg\""),
              std::string::npos);
}

TEST_F(Pictures, ResultsOfOneColourAreFoundByAWorker) {
    add_engine();
    config.media.blank = BlankResults::again;
    start();
    const json::Value blank = end_of(submit(red_fox()));
    const json::Value facts = get("/api/v2/divan/jobs/" + json::text_or(blank, "id")).json();
    const std::string told = json::write(*json::find(facts, "divan"));
    EXPECT_NE(told.find(R"("suspect_outputs":["fox_00001_.png"])"), std::string::npos) << told;
    EXPECT_NE(told.find(R"("outcome":"suspect_output")"), std::string::npos) << told;
    engine::Image spotted{1, 4, 4, 3, 0.5F};
    spotted.at(0, 1, 1, 0) = 1.0F;
    const std::string id = id_in(upload(engine::encode_png(spotted, 0, {})));
    const std::string graph =
        R"({"1": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET",
        "info": {"id": ")" +
        id + R"("}}}},
        "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "s"}}})";
    const json::Value good = end_of(submit(graph));
    EXPECT_EQ(get("/api/v2/divan/jobs/" + json::text_or(good, "id")).body.find("suspect"), std::string::npos);
    EXPECT_EQ(left_over(), 0U);
}

TEST_F(Pictures, De18AnswersWhoHasItAlready) {
    start();
    const std::string id = id_in(upload(png(40, 40)));
    const std::string target = picture(id, "?width=8");
    const std::string etag = header(get(target), "ETag");
    EXPECT_EQ(get_with(target, "If-None-Match", etag).status, 304);
    EXPECT_EQ(get_with(picture(id, "?width=9"), "If-None-Match", etag).status, 200);
}

TEST_F(Pictures, De18SaysWhatIsWrong) {
    start();
    const std::string id = id_in(upload(png(8, 8)));
    for (const char* query :
         {"?width=0", "?width=16385", "?width=x", "?format=bmp", "?quality=101", "?side=3"})
        EXPECT_EQ(get(picture(id, query)).status, 400) << query;
    const std::string text = id_in(upload("a red fox", "note.txt"));
    EXPECT_EQ(get(picture(text)).code(), "unsupported_media");
    const std::string cut = id_in(upload(png(64, 64, 3).substr(0, 60), "cut.png"));
    EXPECT_EQ(get(picture(cut)).code(), "unsupported_media");
    EXPECT_EQ(get(picture("none")).status, 404);
    EXPECT_EQ(left_over(), 0U);
}

TEST_F(Pictures, S5ShowsNobodyElsesFile) {
    start();
    const std::string theirs = asset_of("other", png(8, 8), "their.png").id.str();
    EXPECT_EQ(get(picture(theirs)).status, 404);
    EXPECT_EQ(get(picture(theirs)).body, get(picture("none")).body);
}

TEST_F(Pictures, S35EndsAWorkerThatTakesTooMuchMemoryOrTime) {
    config.media.pictures.memory_bytes = std::uint64_t{200} << 20;
    start();
    const Reply large = get(picture(id_in(upload(png(5'000, 5'000))), "?width=8"));
    if (!kInstrumented) {
        EXPECT_EQ(large.status, 422) << large.body.substr(0, 300);
        EXPECT_EQ(json::text_or(*json::find(*json::find(large.json(), "error"), "details"), "reason"),
                  "memory");
    }
    crash();
    const auto sleeper = folder.path() / "sleeper.sh";
    std::ofstream{sleeper} << "#!/bin/sh\nexec sleep 30\n";
    std::filesystem::permissions(sleeper, std::filesystem::perms::owner_all);
    config.media.pictures.program = sleeper;
    config.media.pictures.time = 200ms;
    start();
    const std::string id = id_in(upload(png(8, 8)));
    const auto begun = std::chrono::steady_clock::now();
    const Reply slow = get(picture(id));
    EXPECT_EQ(json::text_or(*json::find(*json::find(slow.json(), "error"), "details"), "reason"), "time");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
}

TEST_F(Pictures, S35GivesTheWorkerAnEmptyEnvironmentAndNoOtherFile) {
    const auto report = folder.path() / "report.sh";
    std::ofstream{report}
        << "#!/bin/sh\nenv | grep -v -e ^PWD= -e ^SHLVL= -e ^_= >&2\nls /proc/self/fd >&2\n";
    std::filesystem::permissions(report, std::filesystem::perms::owner_all);
    const auto source = folder.path() / "in", target = folder.path() / "out";
    std::ofstream{source} << "x";
    WorkerProcess::Command command;
    command.program = report;
    command.source = source;
    command.target = target;
    auto run = [&]() -> asio::awaitable<Result<WorkerProcess::Ended>> {
        auto process = WorkerProcess::start(io.get_executor(), command);
        if (!process) co_return fail(process.error());
        co_return co_await process->wait(within(5s));
    };
    EXPECT_EQ(value_of(run()).said, "0\n1\n2\n3\n") << "3 is the folder that ls reads";
}

TEST_F(Pictures, S35RefusesWhenTooManyWait) {
    config.media.pictures.waiting = 0;
    start();
    const Reply reply = get(picture(id_in(upload(png(8, 8)))));
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.code(), "busy");
    EXPECT_FALSE(header(reply, "Retry-After").empty());
}

TEST_F(Pictures, SaysWhenPicturesAreNotWorkedOn) {
    config.media.pictures.program.clear();
    start();
    EXPECT_EQ(get(picture(id_in(upload(png(8, 8))))).code(), "not_supported");
}

}  // namespace
}  // namespace divan::gateway
