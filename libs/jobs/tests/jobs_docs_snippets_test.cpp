#include <divan/jobs/waiting.hpp>

#include "support/jobs_fixture.hpp"

// The snippets of docs/jobs.md.
namespace divan::durable {
namespace {

class JobsGuide : public JobsTest {
protected:
    asio::awaitable<Result<store::Job>> whole_story(std::vector<SubmitRequest> requests) {
        const Logger& log = silent;
        durable::Dispatcher dispatcher{io.get_executor(), *store, *assets, config, log};
        co_await dispatcher.start();  // adopts what runs already
        auto jobs = co_await durable::submit(*store, std::move(requests), durable::Submitter{"key-1"});
        if (!jobs) co_return fail(std::move(jobs).error());
        auto done = co_await durable::wait_for_end(*store, jobs->jobs.front(), "key-1", within(90s));
        co_await dispatcher.stop(within(30s));  // prompts go on at their servers
        co_return done;
    }
};

TEST_F(JobsGuide, ThePageTellsTheWholeStory) {
    add_engine();
    open();
    std::vector<SubmitRequest> requests;
    requests.emplace_back(json_of(red_fox()));
    EXPECT_EQ(get(whole_story(std::move(requests))).phase, store::Phase::succeeded);
}

}  // namespace
}  // namespace divan::durable
