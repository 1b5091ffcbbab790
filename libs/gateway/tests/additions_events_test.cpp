#include <gmock/gmock.h>
#include <boost/asio/steady_timer.hpp>

#include <divan/net/sse.hpp>
#include <divan/store/moves.hpp>

#include "support/additions_fixture.hpp"

namespace divan::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class EventsTest : public AdditionsTest {
protected:
    Reply stream(const std::string& job, const std::string& last = {}, const std::string& query = {}) {
        net::HttpRequest request{"GET", path(job, "/events" + query)};
        request.headers.set("Accept", "text/event-stream");
        if (!last.empty()) request.headers.set("Last-Event-ID", last);
        return ask(std::move(request));
    }
    static std::vector<net::SseEvent> events_in(const Reply& reply) {
        net::SseReader reader;
        return reader.feed(reply.body).value();
    }
    static std::vector<std::string> ids_in(const Reply& reply) {
        std::vector<std::string> ids;
        for (const net::SseEvent& event : events_in(reply)) ids.push_back(event.id);
        return ids;
    }
    std::vector<std::string> kinds(const std::string& job, const std::string& query = {}) {
        std::vector<std::string> found;
        const json::Value list = at(get(path(job, "/events" + query)).json(), "events");
        for (const json::Value& event : *json::array_of(list)) found.push_back(json::text_or(event, "kind"));
        return found;
    }
};

TEST_F(EventsTest, AreAListFromAnyPosition) {
    add_engine();
    start();
    const std::string job = submit(wish());
    end_of(job);
    const auto all = kinds(job);
    ASSERT_GE(all.size(), 4u);
    EXPECT_EQ(all.front(), "queued");
    EXPECT_EQ(all.back(), "succeeded");
    EXPECT_EQ(kinds(job, "?after=1"), (std::vector<std::string>{all.begin() + 1, all.end()}));
    EXPECT_EQ(kinds(job, "?after=1&limit=1"), std::vector<std::string>{all[1]});
    EXPECT_EQ(kinds(job, "?after=1000").size(), 0u);
    for (const char* bad : {"?after=-1", "?after=x", "?limit=0", "?until=3"})
        EXPECT_EQ(get(path(job, "/events") + bad).status, 400) << bad;
}

TEST_F(EventsTest, P18AreAStreamThatEndsWithTheJob) {
    add_engine();
    start();
    const std::string job = submit(wish());
    const auto reply = stream(job);  // returns when the stream has ended
    EXPECT_EQ(reply.headers.find("Content-Type"), "text/event-stream");
    const auto events = events_in(reply);
    ASSERT_FALSE(events.empty());
    for (std::size_t i = 0; i < events.size(); ++i)
        EXPECT_EQ(events[i].id, std::to_string(i + 1)) << "no gap, none twice";
    EXPECT_EQ(events.back().name, "succeeded");
    EXPECT_EQ(at(json::parse(events.front().data).value(), "kind"), "queued");
}

TEST_F(EventsTest, P18GoOnWhereAReaderWasOnAnotherGateway) {
    start();
    const std::string job = submit(wish());
    post(path(job, "/cancel"), "");
    EXPECT_THAT(ids_in(stream(job)), ElementsAre("1", "2"));
    crash();
    start();  // another life of the gateway
    EXPECT_THAT(ids_in(stream(job, "1")), ElementsAre("2"));
    EXPECT_THAT(ids_in(stream(job, {}, "?after=1")), ElementsAre("2"));
    EXPECT_THAT(ids_in(stream(job, "1", "?after=0")), ElementsAre("2")) << "what a browser adds counts more";
    EXPECT_THAT(ids_in(stream(job, "2")), ElementsAre()) << "it ends at once, since nothing is to come";
}

TEST_F(EventsTest, AStreamWaitsForWhatIsToCome) {
    start();
    const std::string job = submit(wish());
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            asio::steady_timer timer{io, 300ms};
            co_await timer.async_wait(asio::use_awaitable);
            auto cancelled = co_await store::cancel(gateway->store(), JobId{job}, std::nullopt);
            EXPECT_TRUE(cancelled);
        },
        asio::detached);
    const auto events = events_in(stream(job, "1"));
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].name, "cancelled");
}

TEST_F(EventsTest, AStreamEndsWhenTheServiceDoes) {
    start();
    const std::string job = submit(wish());
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            asio::steady_timer timer{io, 200ms};
            co_await timer.async_wait(asio::use_awaitable);
            co_await gateway->stop(within(10s));
        },
        asio::detached);
    net::HttpClient client{io.get_executor(), net::HttpClientConfig{net::parse_url(gateway->url()).value()}};
    net::HttpRequest request{"GET", path(job, "/events")};
    request.headers.set("Accept", "text/event-stream");
    const auto answer = test::run_on(io, client.exchange(std::move(request), within(20s)));
    if (answer) EXPECT_THAT(answer->body, HasSubstr("id: 1\n"));
    if (!answer) EXPECT_EQ(answer.error().code, Errc::connection_lost) << describe(answer.error());
}

TEST_F(EventsTest, AForeignLastEventIdIsRefused) {
    start();
    const std::string job = submit(wish());
    EXPECT_EQ(stream(job, "abc").status, 400);
    EXPECT_EQ(stream(job, "-1").status, 400);
    EXPECT_EQ(stream(job, "99999999999999999999").status, 400);
    EXPECT_EQ(stream("unknown").status, 404);
}

}  // namespace
}  // namespace divan::gateway
