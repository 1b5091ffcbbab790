#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <divan/base/base64.hpp>

#include "support/v2_fixture.hpp"

namespace divan::gateway {
namespace {

class V2Events : public V2Test {
protected:
    std::vector<std::string> statuses(const std::vector<Frame>& frames) {
        std::vector<std::string> seen;
        for (const Frame& frame : frames)
            if (frame.event == "status") seen.push_back(json::text_or(frame.data, "status"));
        return seen;
    }
    std::size_t count(const std::vector<Frame>& frames, const std::string& event) {
        return static_cast<std::size_t>(
            std::ranges::count_if(frames, [&](const Frame& frame) { return frame.event == event; }));
    }
    bool until_ended(const Stream& stream) {
        return test::run_until(io, [&] { return stream.ended; });
    }
};

TEST_F(V2Events, API03TellsAJobFromItsPlaceInTheQueueToItsEnd) {
    add_engine();
    start();
    const std::string job = submit(sleeping_fox(2.0, 20));
    const Reply stream = get("/api/v2/jobs/" + job + "/events");
    ASSERT_EQ(stream.status, 200) << stream.body;
    EXPECT_EQ(stream.headers.find("Content-Type"), "text/event-stream");
    EXPECT_EQ(stream.body.find("id:"), std::string::npos) << "nothing to resume from";
    const auto frames = frames_of(stream.body);
    EXPECT_EQ(frames.front().event, "status");
    const auto told = statuses(frames);
    EXPECT_EQ(told.back(), "succeeded");
    EXPECT_NE(std::ranges::find(told, "running"), told.end());
    EXPECT_EQ(frames.back().event, "status") << "nothing follows the end";
    const auto output = std::ranges::find(frames, "output", &Frame::event);
    ASSERT_NE(output, frames.end());
    EXPECT_EQ(json::text_or(output->data, "node_id"), "9");
    EXPECT_EQ(json::text_or(output->data, "job_id"), job);
}

TEST_F(V2Events, ProgressAndPreviewsAreThinnedOut) {
    add_engine();
    start();
    const auto begun = std::chrono::steady_clock::now();
    const auto frames = frames_of(get("/api/v2/jobs/" + submit(sleeping_fox(2.0, 40)) + "/events").body);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    EXPECT_GE(count(frames, "progress"), 3u);
    EXPECT_LE(count(frames, "progress"), 2 * seconds + 4) << "two in a second, and the last";
    EXPECT_GE(count(frames, "preview"), 4u);
    EXPECT_LE(count(frames, "preview"), 5 * seconds + 3) << "five in a second";
    double last = 0;
    for (const Frame& frame : frames) {
        if (frame.event != "progress") continue;
        EXPECT_GE(*json::to_double(*json::find(frame.data, "value")), last);
        last = *json::to_double(*json::find(frame.data, "value"));
    }
    EXPECT_EQ(last, 1.0);
    const auto preview = std::ranges::find(frames, "preview", &Frame::event);
    EXPECT_EQ(json::text_or(preview->data, "node_id"), "1");
    EXPECT_EQ(json::text_or(preview->data, "content_type"), "image/jpeg");
    EXPECT_TRUE(from_base64(json::text_or(preview->data, "data_base64")).value().starts_with("\xff\xd8\xff"));
}

TEST_F(V2Events, WhoComesInTheMiddleGetsTheLatestAtOnce) {
    add_engine();
    start();
    const std::string job = submit(sleeping_fox(30, 120));
    ASSERT_TRUE(test::run_until(io, [&] {
        const auto* now = gateway->dispatcher().progress().find(JobId{job});
        return now && now->previews > 2;
    }));
    const auto stream = open_stream(job);
    ASSERT_TRUE(
        test::run_until(io, [&] { return stream->text.find("event: preview") != std::string::npos; }));
    const auto frames = frames_of(stream->text);
    ASSERT_GE(frames.size(), 3u);
    EXPECT_EQ(json::text_or(frames[0].data, "status"), "running");
    EXPECT_EQ(frames[1].event, "progress");
    EXPECT_EQ(frames[2].event, "preview");
}

TEST_F(V2Events, WhoComesAfterTheEndGetsTheEnd) {
    add_engine();
    start();
    const std::string job = submit(red_fox());
    end_of(job);
    const auto frames = frames_of(get("/api/v2/jobs/" + job + "/events").body);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(json::text_or(frames[0].data, "status"), "succeeded");
}

TEST_F(V2Events, ACancelledJobEndsItsStream) {
    start();
    const std::string job = submit(red_fox());
    const auto stream = open_stream(job);
    ASSERT_TRUE(
        test::run_until(io, [&] { return stream->text.find("queue_position\":0") != std::string::npos; }));
    post("/api/v2/jobs/" + job + "/cancel", "");
    ASSERT_TRUE(until_ended(*stream));
    EXPECT_EQ(statuses(frames_of(stream->text)), (std::vector<std::string>{"queued", "canceled"}));
}

TEST_F(V2Events, APlaceInTheQueueThatChangesIsTold) {
    start();
    const std::string first = submit(red_fox()), second = submit(red_fox());
    const auto stream = open_stream(second);
    ASSERT_TRUE(
        test::run_until(io, [&] { return stream->text.find("queue_position\":1") != std::string::npos; }));
    post("/api/v2/jobs/" + first + "/cancel", "");
    EXPECT_TRUE(
        test::run_until(io, [&] { return stream->text.find("queue_position\":0") != std::string::npos; }));
}

TEST_F(V2Events, StreamsOfOneCallerAreBoundedAndAReaderThatHangsUpMakesRoom) {
    config.caller.streams = 2;
    start();
    const std::string job = submit(red_fox());
    auto one = open_stream(job), two = open_stream(job);
    ASSERT_TRUE(test::run_until(io, [&] { return !one->text.empty() && !two->text.empty(); }));
    const Reply refused = get("/api/v2/jobs/" + job + "/events");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "too_many_streams");
    EXPECT_TRUE(refused.headers.contains("Retry-After"));
    EXPECT_EQ(get("/api/v2/jobs/" + job).status, 200) << "asking for the job is always possible";
    one->client->close();
    ASSERT_TRUE(test::run_until(io, [&] { return one->ended; }));
    test::settle(io, 1'500ms);
    const auto three = open_stream(job);
    EXPECT_TRUE(test::run_until(io, [&] { return !three->text.empty() || three->ended; }));
    EXPECT_FALSE(three->ended);
}

TEST_F(V2Events, StreamsEndWhenTheServiceStops) {
    start();
    const auto stream = open_stream(submit(red_fox()));
    ASSERT_TRUE(test::run_until(io, [&] { return !stream->text.empty(); }));
    auto stopping = [this]() -> asio::awaitable<Result<bool>> {
        co_return co_await gateway->stop(within(5s));
    };
    EXPECT_TRUE(value_of(stopping()));
    ASSERT_TRUE(until_ended(*stream));
    EXPECT_TRUE(stream->reply) << "a proper end: " << describe(stream->reply.error());
}

TEST_F(V2Events, HeadOpensNoStream) {
    start();
    const std::string target = "/api/v2/jobs/" + submit(red_fox()) + "/events";
    EXPECT_EQ(ask(net::HttpRequest{"HEAD", target}).status, 200);
}

TEST_F(V2Events, P11AReaderThatDoesNotReadHoldsNothingUp) {
    add_engine();
    start();
    const std::string job = submit(sleeping_fox(3, 60));
    asio::ip::tcp::socket deaf{io};
    deaf.connect({asio::ip::make_address("127.0.0.1"), gateway->port()});
    asio::write(deaf,
                asio::buffer("GET /api/v2/jobs/" + job + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
    const auto frames = frames_of(get("/api/v2/jobs/" + job + "/events").body);
    EXPECT_EQ(statuses(frames).back(), "succeeded");
}

}  // namespace
}  // namespace divan::gateway
