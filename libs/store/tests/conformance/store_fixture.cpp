#include "conformance/store_fixture.hpp"

namespace divan::store {

void StoreTest::SetUp() {
    clock_.advance(std::chrono::hours{24 * 20'000});  // 2024
    place_ = GetParam().new_place();
    store_ = open();
    ASSERT_TRUE(store_);
    get(heartbeat(*store_, gateway_, std::chrono::hours{24 * 365}));
}

std::unique_ptr<Store> StoreTest::open() {
    auto opened = GetParam().open(io_.get_executor(), clock_, place_);
    if (!opened) throw std::runtime_error(describe(opened.error()));
    return std::move(*opened);
}

JobId StoreTest::put(const std::string& owner, NewJob job) {
    Submission submission{owner, {std::move(job)}};
    return get(submit(*store_, std::move(submission))).jobs.at(0);
}

std::vector<Claimed> StoreTest::claim_up_to(int most, const std::string& server) {
    ClaimRequest request{gateway_, ServerId{server}};
    request.most = most;
    request.slots = most;
    return get(claim(*store_, std::move(request)));
}

Claimed StoreTest::claim_one(const std::string& server) {
    ClaimRequest request{gateway_, ServerId{server}};
    request.slots = 1'000;
    return get(claim(*store_, std::move(request))).at(0);
}

void StoreTest::run_through(const Fence& fence) {
    get(advance(*store_, fence, Phase::submitted));
    get(advance(*store_, fence, Phase::running));
    get(advance(*store_, fence, Phase::collecting));
}

std::vector<std::string> StoreTest::kinds(const JobId& id) {
    std::vector<std::string> kinds;
    for (const Event& event : get(events_after(*store_, id, 0))) kinds.push_back(event.kind);
    return kinds;
}

}  // namespace divan::store
