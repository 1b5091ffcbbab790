#include <gtest/gtest.h>

#include <divan/jobs/failure_class.hpp>

namespace divan::durable {
namespace {

Workflow fox() {
    return Workflow::parse(
               R"({"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "fox.safetensors"}},
                   "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})")
        .value();
}

AttemptStory story(bool accepted, bool started = false, bool restarted = false) {
    AttemptStory told;
    told.sent = true;
    told.accepted = accepted;
    told.started = started;
    told.restarted = restarted;
    return told;
}

FailureClass raised(std::string exception, std::string words = {}) {
    Error error{Errc::execution_failed, "a node raised", {}, std::move(words)};
    return classify(std::move(error).with("exception", std::move(exception)), fox(), story(true, true));
}

FailureClass of(Error error, AttemptStory told) { return classify(error, fox(), told); }
FailureClass answered(int status) {
    return of(Error{Errc::unexpected_status, "odd"}.with("status", std::to_string(status)), story(false));
}
FailureClass refused(std::string type, std::string input = {}) {
    Error error{Errc::prompt_rejected, "refused"};
    return of(
        std::move(error).with("reason", std::move(type)).with("node", "1").with("input", std::move(input)),
        story(false));
}

TEST(FailureClass, TellsExceptionsOfNodesApart) {
    EXPECT_EQ(raised("torch.cuda.OutOfMemoryError"), FailureClass::oom);
    EXPECT_EQ(raised("RuntimeError", "CUDA out of memory. Tried to allocate 2 GiB"), FailureClass::oom);
    EXPECT_EQ(raised("RuntimeError", "HIP out of memory"), FailureClass::oom);
    EXPECT_EQ(raised("RuntimeError", "Allocation on device"), FailureClass::oom);
    EXPECT_EQ(raised("RuntimeError", "CUDA error: an illegal memory access"), FailureClass::gpu_broken);
    EXPECT_EQ(raised("torch.AcceleratorError"), FailureClass::gpu_broken);
    EXPECT_EQ(raised("RuntimeError", "CUBLAS_STATUS_EXECUTION_FAILED"), FailureClass::gpu_broken);
    EXPECT_EQ(raised("OSError", "[Errno 28] No space left on device"), FailureClass::server_disk_full);
    EXPECT_EQ(raised("requests.exceptions.ConnectionError"), FailureClass::node_transient);
    EXPECT_EQ(raised("TimeoutError"), FailureClass::node_transient);
    EXPECT_EQ(raised("Exception", "Unauthorized: please login first"), FailureClass::upstream_denied);
    EXPECT_EQ(raised("Exception", "Payment Required: add credits"), FailureClass::upstream_denied);
    EXPECT_EQ(raised("ValueError", "wrong shape"), FailureClass::node_error);
}

TEST(FailureClass, TellsRefusalsApart) {
    EXPECT_EQ(refused("value_not_in_list", "ckpt_name"), FailureClass::missing_model);
    EXPECT_EQ(refused("value_smaller_than_min"), FailureClass::invalid_workflow);
    EXPECT_EQ(refused("exception_during_validation"), FailureClass::validation_crash);
    Error gone{Errc::prompt_rejected, "refused", {}, "Cannot execute because node SaveImage does not exist."};
    EXPECT_EQ(of(std::move(gone).with("error_type", "invalid_prompt"), story(false)),
              FailureClass::missing_node);
    Error partly{Errc::prompt_rejected, "a part"};
    EXPECT_EQ(of(std::move(partly).with("accepted", "partly"), story(false)),
              FailureClass::partial_validation);
    EXPECT_EQ(of(Error{Errc::prompt_rejected, "no outputs"}, story(false)), FailureClass::invalid_workflow);
}

TEST(FailureClass, TellsAnswersOfProxiesApart) {
    EXPECT_EQ(answered(413), FailureClass::too_large);
    EXPECT_EQ(answered(429), FailureClass::server_busy);
    EXPECT_EQ(answered(503), FailureClass::server_busy);
    EXPECT_EQ(answered(302), FailureClass::server_misconfigured);
    EXPECT_EQ(answered(404), FailureClass::server_misconfigured);
    EXPECT_EQ(answered(400), FailureClass::protocol);
    EXPECT_EQ(of(Error{Errc::unauthorized, "401"}, story(false)), FailureClass::server_misconfigured);
}

TEST(FailureClass, WhatWasNeverSentIsUnreachable) {
    AttemptStory before;
    for (const Errc code : {Errc::connect_failed, Errc::connection_lost, Errc::timeout, Errc::in_doubt})
        EXPECT_EQ(of(Error{code, "away"}, before), FailureClass::unreachable) << name(code);
    EXPECT_EQ(of(Error{Errc::connect_failed, "refused"}, story(false)), FailureClass::unreachable);
}

TEST(FailureClass, ALostPromptIsJudgedByItsServersLife) {
    const Error lost{Errc::prompt_lost, "gone"};
    EXPECT_EQ(of(lost, story(true, true, true)), FailureClass::server_restart);
    EXPECT_EQ(of(lost, story(true, false, false)), FailureClass::dropped);
    EXPECT_EQ(of(lost, story(false)), FailureClass::in_doubt);
    AttemptStory adopted = story(false);
    adopted.adopted = true;
    EXPECT_EQ(of(lost, adopted), FailureClass::superseded);
}

TEST(FailureClass, TellsTheEndsOfPatienceApart) {
    const auto after = [](std::string limit) {
        return Error{Errc::timeout, "late"}.with("limit", std::move(limit));
    };
    EXPECT_EQ(of(after("silence"), story(true, true)), FailureClass::timeout);
    EXPECT_EQ(of(after("start"), story(true)), FailureClass::zombie);
    EXPECT_EQ(of(after("unreachable"), story(true)), FailureClass::in_doubt);
    const Error refused_for_long = Error{Errc::connect_failed, "refused"}.with("limit", "unreachable");
    EXPECT_EQ(of(refused_for_long, story(true, true, true)), FailureClass::server_restart);
}

TEST(FailureClass, TheRestHasItsClass) {
    EXPECT_EQ(of(Error{Errc::interrupted, "by whom"}, story(true, true)), FailureClass::foreign_interrupt);
    EXPECT_EQ(of(Error{Errc::result_missing, "404"}, story(true, true)), FailureClass::bad_output);
    EXPECT_EQ(of(Error{Errc::failed_cache, "none"}, story(true, true)), FailureClass::no_output);
    EXPECT_EQ(of(Error{Errc::malformed_reply, "html"}, story(true, true)), FailureClass::protocol);
}

}  // namespace
}  // namespace divan::durable
