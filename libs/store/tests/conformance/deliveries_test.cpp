#include <divan/store/deliveries.hpp>

#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Deliveries : public StoreTest {
protected:
    JobId put_with_hooks() {
        NewJob job{"{}"};
        job.webhooks = {{"https://a.example/hook", "one"}, {"https://b.example/hook", "two"}};
        return put("ann", job);
    }
    std::vector<Delivery> due() { return get(claim_deliveries(*store_, 10)); }
};

TEST_P(Deliveries, EveryEndWritesOneRowForEachTarget) {
    const JobId cancelled = put_with_hooks(), failed = put_with_hooks(), late = put_with_hooks();
    EXPECT_TRUE(due().empty());
    get(cancel(*store_, cancelled, std::nullopt));
    EXPECT_EQ(due().size(), 2u);
    get(give_up(*store_, claim_one().fence(), JobError{"node_error", "wrong"}));
    EXPECT_EQ(get(deliveries_of(*store_, failed, "ann")).size(), 2u);
    const Fence fence = claim_one().fence();
    run_through(fence);
    get(succeed(*store_, Success{fence}));
    const auto rows = get(deliveries_of(*store_, late, "ann"));
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].target, (WebhookTarget{"https://a.example/hook", "one"}));
    EXPECT_NE(rows[0].webhook_id, rows[1].webhook_id);
    EXPECT_EQ(code(deliveries_of(*store_, late, "bob")), Errc::not_found);
}

TEST_P(Deliveries, AJobThatRanOutOfTimeIsToldToo) {
    put_with_hooks();
    pass(24h);
    ASSERT_EQ(get(expire(*store_)).size(), 1u);
    EXPECT_EQ(due().size(), 2u);
}

TEST_P(Deliveries, ATryBelongsToOneGatewayForAWhileAndComesBackAfterACrash) {
    get(cancel(*store_, put_with_hooks(), std::nullopt));
    const auto first = due();
    ASSERT_EQ(first.size(), 2u);
    EXPECT_TRUE(due().empty());
    pass(1min);
    const auto again = due();
    ASSERT_EQ(again.size(), 2u);
    EXPECT_EQ(again[0].webhook_id, first[0].webhook_id);
    EXPECT_EQ(again[0].tries, 2);
}

TEST_P(Deliveries, WhatWasDeliveredIsNotSentAgain) {
    get(cancel(*store_, put_with_hooks(), std::nullopt));
    for (const Delivery& delivery : due()) get(mark_delivered(*store_, delivery.id, "200 OK"));
    pass(24h);
    EXPECT_TRUE(due().empty());
}

TEST_P(Deliveries, AFailedTryWaitsAndAGivenUpOneEnds) {
    const JobId id = put_with_hooks();
    get(cancel(*store_, id, std::nullopt));
    const auto tries = due();
    get(mark_undelivered(*store_, tries[0].id, tries[0].tries, 30s, "503"));
    get(mark_undelivered(*store_, tries[1].id, tries[1].tries, std::nullopt, "410 Gone"));
    EXPECT_TRUE(due().empty());
    pass(30s);
    ASSERT_EQ(due().size(), 1u);
    const auto rows = get(deliveries_of(*store_, id, std::nullopt));
    EXPECT_EQ(rows[1].state, DeliveryState::given_up);
    EXPECT_EQ(rows[1].last_answer, "410 Gone");
}

TEST_P(Deliveries, ALateWordAboutAnOlderTryChangesNothing) {
    const JobId id = put_with_hooks();
    get(cancel(*store_, id, std::nullopt));
    const auto old = due();
    pass(1min);
    due();
    get(mark_undelivered(*store_, old[0].id, old[0].tries, std::nullopt, "timeout"));
    EXPECT_EQ(get(deliveries_of(*store_, id, std::nullopt))[0].state, DeliveryState::waiting);
    get(mark_delivered(*store_, old[0].id, "200"));
    get(mark_undelivered(*store_, old[0].id, 2, std::nullopt, "timeout"));
    EXPECT_EQ(get(deliveries_of(*store_, id, std::nullopt))[0].state, DeliveryState::delivered);
}

TEST_P(Deliveries, ARedeliveryKeepsItsId) {
    const JobId id = put_with_hooks();
    get(cancel(*store_, id, std::nullopt));
    const auto first = due();
    for (const Delivery& delivery : first) get(mark_delivered(*store_, delivery.id, "200"));
    EXPECT_EQ(code(redeliver(*store_, id, "bob")), Errc::not_found);
    EXPECT_EQ(get(redeliver(*store_, id, "ann")), 2);
    const auto again = due();
    ASSERT_EQ(again.size(), 2u);
    EXPECT_EQ(again[0].webhook_id, first[0].webhook_id);
    EXPECT_EQ(again[0].tries, 1);
}

DIVAN_STORE_TESTS(Deliveries);

}  // namespace
}  // namespace divan::store
