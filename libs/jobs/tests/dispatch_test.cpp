#include "support/jobs_fixture.hpp"

namespace divan::durable {
namespace {

using store::Phase;
using testing::Test;

class Dispatch : public JobsTest {};

TEST_F(Dispatch, AJobRunsAndItsFileIsThereWhole) {
    add_engine();
    start();
    const JobId id = submit(red_fox());
    const store::Job done = end_of(id);
    ASSERT_EQ(done.phase, Phase::succeeded) << (done.error ? done.error->message : "");
    const auto files = outputs(id);
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files[0].name, "fox_00001_.png") << "the name that the workflow asked for";
    EXPECT_EQ(files[0].content_type, "image/png");
    EXPECT_TRUE(bytes_of(files[0]).starts_with("\x89PNG"));
    EXPECT_EQ(runs(), 1u);
}

}  // namespace
}  // namespace divan::durable
