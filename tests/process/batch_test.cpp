#include <gmock/gmock.h>

#include "gateway_commands_fixture.hpp"

// `divan batch` against a `divan serve` of its own.
namespace divan {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class BatchCommandTest : public GatewayCommandsTest {
protected:
    std::string table(int rows) const {
        std::string text = "page,colour\n";
        for (int row = 1; row <= rows; ++row)
            text += std::to_string(row) + "," + std::to_string(row * 100) + "\n";
        return write("pages.csv", text);
    }
    std::vector<std::string> batch(const std::string& file, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"batch",      file,
                                           "--workflow", workflow(),
                                           "--map",      "colour=1.color",
                                           "-o",         at("out") + "/page_{page:03}.{ext}",
                                           "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::size_t pictures() const {
        std::size_t count = 0;
        for (const auto& file : std::filesystem::directory_iterator{at("out")})
            count += file.path().extension() == ".png";
        return count;
    }
};

TEST_F(BatchCommandTest, RunsARowAsAJobAndWritesTheResultsBesideTheRows) {
    serve();
    const auto done = run(batch(table(30)));
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(number(done.json(), "succeeded"), 30);
    EXPECT_EQ(pictures(), 30u);
    EXPECT_FALSE(content("out/page_007.png").empty());
    EXPECT_NE(content("out/page_007.png"), content("out/page_008.png"));
    EXPECT_THAT(content("pages.csv.results.csv"), HasSubstr("7,700,succeeded,"));
    EXPECT_THAT(content("pages.csv.results.jsonl"), HasSubstr(R"("row":30,"status":"succeeded")"));
}

TEST_F(BatchCommandTest, BegunAgainItDoesNothingTwice) {
    serve();
    ASSERT_EQ(run(batch(table(3))).code, 0);
    const auto again = run(batch(table(3)));
    EXPECT_EQ(number(again.json(), "done_before"), 3);
    EXPECT_THAT(jobs(), SizeIs(3));
    std::filesystem::remove(at("out/page_002.png"));
    EXPECT_EQ(run(batch(table(3))).code, 0);
    EXPECT_THAT(jobs(), SizeIs(3)) << "the picture comes from the job that made it";
    EXPECT_EQ(pictures(), 3u);
}

TEST_F(BatchCommandTest, KilledInTheMiddleItGoesOnWithTheSameJobs) {
    serve();
    ASSERT_EQ(run({"fleet", "drain", "engine-1"}).code, 0);
    ASSERT_EQ(run({"fleet", "drain", "engine-2"}).code, 0);
    {
        ChildProcess first{command(batch(table(20)))};
        for (int look = 0; look < 100 && jobs().size() < 20; ++look) std::this_thread::sleep_for(100ms);
        first.signal(SIGKILL);
        first.wait(10s);
    }
    EXPECT_THAT(jobs(), SizeIs(20));
    ASSERT_EQ(run({"fleet", "drain", "engine-1", "--undo"}).code, 0);
    const auto second = run(batch(table(20)));
    EXPECT_EQ(second.code, 0) << second.err;
    EXPECT_THAT(jobs(), SizeIs(20)) << "no row has two jobs";
    EXPECT_EQ(pictures(), 20u);
}

TEST_F(BatchCommandTest, ARowThatFailsLeavesTheOthersAndIsTriedAgain) {
    serve();
    const std::string file = write("rows.jsonl", "{\"size\": 16}\n{\"size\": 0}\n{\"size\": 32}\n");
    const std::vector<std::string> arguments{"batch",        file, "--workflow", workflow(), "--map",
                                             "size=1.width", "-o", at("out"),    "--json"};
    for (int turn = 1; turn <= 2; ++turn) {
        const auto done = run(arguments);
        EXPECT_NE(done.code, 0);
        EXPECT_EQ(number(done.json(), "succeeded"), 2) << done.err;
        EXPECT_EQ(number(done.json(), "failed"), 1);
        EXPECT_THAT(content("rows.jsonl.results.jsonl"), HasSubstr(R"("tries":)" + std::to_string(turn)));
    }
    EXPECT_EQ(pictures(), 2u);
}

TEST_F(BatchCommandTest, SaysWhatIsWrongBeforeTheFirstJob) {
    serve();
    EXPECT_EQ(run(batch(at("none.csv"))).code, 2);
    EXPECT_EQ(run(batch(write("empty.csv", "colour\n"))).code, 2);
    EXPECT_EQ(run(batch(write("word.csv", "colour\n1\nred\n"))).code, 2) << "a text for a number, in row 2";
    EXPECT_EQ(run(batch(table(1), {"--map", "colour=7.color"})).code, 2);
    EXPECT_EQ(run(batch(table(1), {"--map", "color=1.color"})).code, 2);
    EXPECT_THAT(jobs(), SizeIs(0));
}

}  // namespace
}  // namespace divan
