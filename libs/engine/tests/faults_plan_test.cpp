#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <divan/base/random.hpp>

#include "faults/fault_board.hpp"
#include "faults/fault_plan.hpp"
#include "faults/message_faults.hpp"

namespace divan::engine {
namespace {

const char* const kPlan = R"(
seed = 7
[[fault]]
message = "execution_success"
do = "lose"
nth = 2
[[fault]]
route = "POST /prompt"
do = "accept_then_reset"
times = 1
[[fault]]
node = "KSampler"
do = "hang"
step = 3
[[fault]]
route = "GET /history/*"
do = "late"
for = "2s"
[[fault]]
connect = true
do = "deaf"
probability = 0.25
)";

FaultPlan plan_of(const std::string& text) { return parse_fault_plan(text).value(); }

std::string problem(const std::string& text, std::string_view where) {
    const auto plan = parse_fault_plan(text);
    return plan ? "" : std::string{plan.error().fact(where)};
}

TEST(FaultPlan, ReadsEveryPlace) {
    const FaultPlan plan = plan_of(kPlan);
    ASSERT_EQ(plan.faults.size(), 5U);
    EXPECT_EQ(plan.seed, 7U);
    EXPECT_EQ(plan.faults[0].nth, 2);
    EXPECT_EQ(plan.faults[1].effect, Effect::accept_then_reset);
    EXPECT_EQ(plan.faults[2].step, 3);
    EXPECT_EQ(plan.faults[3].span, std::chrono::seconds{2});
    EXPECT_EQ(plan.faults[4].place, Place::connect);
}

TEST(FaultPlan, ReportsAllProblemsAtOnceWithTheNearestName) {
    const std::string text =
        "sed = 1\n[[fault]]\nmesage = \"x\"\ndo = \"lose\"\n[[fault]]\nmessage = \"x\"\ndo = \"loose\"\nnth "
        "= 0\n";
    EXPECT_NE(problem(text, "sed").find("'seed'"), std::string::npos);
    EXPECT_NE(problem(text, "fault[0].mesage").find("'message'"), std::string::npos);
    EXPECT_NE(problem(text, "fault[1].do").find("'lose'"), std::string::npos);
    EXPECT_FALSE(problem(text, "fault[1].nth").empty());
}

TEST(FaultPlan, RefusesAnEffectInTheWrongPlace) {
    EXPECT_FALSE(problem("[[fault]]\nnode = \"1\"\ndo = \"accept_then_reset\"\n", "fault[0].do").empty());
    EXPECT_FALSE(
        problem("[[fault]]\nmessage = \"x\"\nroute = \"GET /\"\ndo = \"delay\"\n", "fault[0].message")
            .empty());
}

TEST(FaultPlan, NamesTheLineOfWhatIsNoToml) {
    EXPECT_FALSE(problem("seed = 1\nseed = = 2\n", "line 2").empty());
}

TEST(FaultPlan, KnowsANameForEveryEffectOfEveryPlace) {
    for (const Place place : {Place::message, Place::route, Place::node, Place::connect})
        for (const Effect effect : effects_of(place)) EXPECT_FALSE(name(effect).empty());
}

RC_GTEST_PROP(FaultPlanProperty, SurvivesDamagedBytes, ()) {
    std::string text = kPlan;
    const int changes = *rc::gen::inRange(1, 20);
    for (int change = 0; change < changes; ++change)
        text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    text.resize(*rc::gen::inRange<std::size_t>(0, text.size()));
    const auto plan = parse_fault_plan(text);
    const bool told = plan || !plan.error().context.empty();
    RC_ASSERT(told);  // the macro looks at both sides of an ||
}

class FaultBoardTest : public ::testing::Test {
protected:
    void use(const std::string& toml) { board.replace(plan_of(toml)); }
    std::vector<std::string> pass(const std::string& type, const std::string& prompt_id) {
        std::vector<std::string> contents;
        for (const auto& passed : faults.pass(OutMessage{type, json::Object{{"prompt_id", prompt_id}}}))
            contents.push_back(passed.frame.content);
        return contents;
    }
    FakeClock clock;
    FaultBoard board{clock};
    MessageFaults faults{board};
};

TEST_F(FaultBoardTest, StrikesAtTheNthPassOnly) {
    use("[[fault]]\nmessage = \"progress\"\ndo = \"lose\"\nnth = 2\n");
    EXPECT_EQ(pass("progress", "p").size(), 1U);
    EXPECT_EQ(pass("progress", "p").size(), 0U);
    EXPECT_EQ(pass("progress", "p").size(), 1U);
    EXPECT_EQ(pass("executed", "p").size(), 1U);
}

TEST_F(FaultBoardTest, StopsAfterSoManyStrikes) {
    use("[[fault]]\nroute = \"* /view\"\ndo = \"reset\"\ntimes = 2\n");
    EXPECT_TRUE(board.on_route("GET /view"));
    EXPECT_TRUE(board.on_route("HEAD /view"));
    EXPECT_FALSE(board.on_route("GET /view"));
    EXPECT_FALSE(board.on_route("GET /viewer"));
}

TEST_F(FaultBoardTest, RepeatsItsChoicesForOneSeed) {
    const auto choices = [&] {
        use("seed = 5\n[[fault]]\nconnect = true\ndo = \"deaf\"\nprobability = 0.5\n");
        std::string made;
        for (int pass = 0; pass < 64; ++pass) made += board.on_connect() ? '1' : '0';
        return made;
    };
    const std::string first = choices();
    EXPECT_EQ(choices(), first);
    EXPECT_NE(first.find('1'), std::string::npos);
    EXPECT_NE(first.find('0'), std::string::npos);
}

TEST_F(FaultBoardTest, DoublesAndReordersMessages) {
    use("[[fault]]\nmessage = \"executed\"\ndo = \"double\"\n[[fault]]\nmessage = \"executing\"\ndo = "
        "\"reorder\"\n");
    EXPECT_EQ(pass("executed", "p").size(), 2U);
    EXPECT_EQ(pass("executing", "p").size(), 0U);
    const auto both = pass("progress", "p");
    ASSERT_EQ(both.size(), 2U);
    EXPECT_NE(both[0].find("progress"), std::string::npos);
    EXPECT_NE(both[1].find("executing"), std::string::npos);
}

TEST_F(FaultBoardTest, GivesWrongAndOldIds) {
    use("[[fault]]\nmessage = \"executed\"\ndo = \"old_id\"\n[[fault]]\nmessage = \"executing\"\ndo = "
        "\"wrong_id\"\n");
    pass("status", "first");
    EXPECT_NE(pass("executed", "second")[0].find("\"first\""), std::string::npos);
    EXPECT_EQ(pass("executing", "second")[0].find("second"), std::string::npos);
}

TEST_F(FaultBoardTest, HidesEndedPromptsForAWhile) {
    pass("execution_success", "p");
    EXPECT_TRUE(board.ended_within("p", std::chrono::seconds{2}));
    clock.advance(std::chrono::seconds{3});
    EXPECT_FALSE(board.ended_within("p", std::chrono::seconds{2}));
}

TEST_F(FaultBoardTest, FindsNodesByClassAndById) {
    use("[[fault]]\nnode = \"KSampler\"\ndo = \"raise\"\ntext = \"no\"\nstep = 2\n[[fault]]\nnode = "
        "\"7\"\ndo = \"hang\"\n");
    EXPECT_EQ(board.at("3", "KSampler", 1).kind, ExecutionFaults::Kind::none);
    EXPECT_EQ(board.at("3", "KSampler", 2).message, "no");
    EXPECT_EQ(board.at("7", "VAEDecode", 0).kind, ExecutionFaults::Kind::hang);
}

}  // namespace
}  // namespace divan::engine
