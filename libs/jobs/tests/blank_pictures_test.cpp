#include <fstream>

#include "support/jobs_fixture.hpp"

namespace divan::durable {
namespace {

using store::Phase;

/// Results are looked at; who looks is told beforehand what it sees.
class Blank : public JobsTest {
protected:
    void look(bool again, std::vector<bool> seen) {
        seen_ = std::move(seen);
        config.blank.again = again;
        config.blank.is_blank = [this](std::filesystem::path picture) { return look_at(std::move(picture)); };
    }
    asio::awaitable<Result<bool>> look_at(std::filesystem::path picture) {
        EXPECT_TRUE(std::filesystem::file_size(picture) > 0);
        co_return looks_ < seen_.size() && seen_[looks_++];
    }
    std::vector<std::string> outcomes(const JobId& id) {
        std::vector<std::string> all;
        for (const store::Attempt& attempt : attempts(id)) all.push_back(attempt.outcome);
        return all;
    }
    bool is_marked(const JobId& id) {
        return outputs(id).at(0).details.find(R"("suspect":"one_colour")") != std::string::npos;
    }
    using Outcomes = std::vector<std::string>;

    std::vector<bool> seen_;
    std::size_t looks_ = 0;
};

TEST_F(Blank, PicturesRunOnceMoreElsewhere) {
    add_engine();
    add_engine();
    look(true, {true, false});
    start();
    const JobId job = submit(red_fox());
    EXPECT_EQ(end_of(job).phase, Phase::succeeded);
    EXPECT_EQ(outcomes(job), (Outcomes{"suspect_output", "succeeded"}));
    EXPECT_NE(attempts(job)[0].server, attempts(job)[1].server);
    EXPECT_FALSE(is_marked(job));
    EXPECT_EQ(dispatcher->counts().blank_results, 1u);
}

TEST_F(Blank, WhatIsBlankAgainIsTakenAndMarked) {
    add_engine();
    look(true, {true, true});
    start();
    const JobId job = submit(red_fox());
    EXPECT_EQ(end_of(job).phase, Phase::succeeded);
    EXPECT_EQ(outcomes(job), (Outcomes{"suspect_output", "succeeded"}));
    EXPECT_TRUE(is_marked(job));
}

TEST_F(Blank, TheLastTryOfAJobIsTaken) {
    add_engine();
    look(true, {true});
    start();
    SubmitRequest request{json_of(red_fox())};
    request.limits.attempts = 1;
    const JobId job = submit(std::move(request));
    EXPECT_EQ(end_of(job).phase, Phase::succeeded);
    EXPECT_TRUE(is_marked(job));
}

TEST_F(Blank, MarkingRunsNothingTwice) {
    add_engine();
    look(false, {true});
    start();
    const JobId job = submit(red_fox());
    EXPECT_EQ(end_of(job).phase, Phase::succeeded);
    EXPECT_EQ(outcomes(job), Outcomes{"succeeded"});
    EXPECT_TRUE(is_marked(job));
}

TEST_F(Blank, ASuspectResultIsNoCacheHitForLaterJobs) {
    add_engine();
    look(false, {true, false});
    start();
    end_of(submit(red_fox()));
    const JobId second = submit(red_fox());
    end_of(second);
    EXPECT_FALSE(is_marked(second));
    EXPECT_EQ(dispatcher->counts().cache_hits, 0u);
    const JobId third = submit(red_fox());
    end_of(third);
    EXPECT_EQ(dispatcher->counts().cache_hits, 1u);
}

TEST_F(Blank, AServerWhoseBlankPicturesAreGoodElsewhereIsSetAside) {
    add_engine();
    add_engine();
    config.servers[0].health.ejection = 30s;
    look(true, {true, false, true, false, true, false});
    start();
    ASSERT_TRUE(
        until([&] { return dispatcher->servers()[0].takes_jobs && dispatcher->servers()[1].takes_jobs; }));
    for (int i = 0; i < 3; ++i) {
        const JobId job = submit(red_fox(i));
        EXPECT_EQ(end_of(job).phase, Phase::succeeded);
        EXPECT_EQ(attempts(job)[0].server, ServerId{"gpu-1"});
    }
    EXPECT_EQ(dispatcher->servers()[0].health, HealthState::ejected);
    EXPECT_EQ(dispatcher->servers()[1].health, HealthState::healthy);
}

TEST_F(Blank, AJobThatIsBlankEverywhereCountsAgainstNobody) {
    add_engine();
    add_engine();
    look(true, std::vector<bool>(8, true));
    start();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(end_of(submit(red_fox(i))).phase, Phase::succeeded);
    for (const ServerState& server : dispatcher->servers()) EXPECT_EQ(server.health, HealthState::healthy);
}

}  // namespace
}  // namespace divan::durable
