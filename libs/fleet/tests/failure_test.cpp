#include <divan/fleet/failure.hpp>

#include <gtest/gtest.h>

// What the end of a try says about the job, the workflow and the server.
namespace divan {
namespace {

Workflow loads_models() {
    return Workflow::parse(R"({
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "rare.safetensors"}},
        "7": {"class_type": "LoraLoader", "inputs": {"lora_name": "ink.safetensors", "model": ["4", 0]}},
        "8": {"class_type": "LoadImage", "inputs": {"image": "fox.png"}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}}})")
        .value();
}

Error rejected(const std::string& node, const std::string& input, const std::string& reason) {
    return Error{Errc::prompt_rejected, "refused"}
        .with("node", node)
        .with("input", input)
        .with("reason", reason);
}

Error status(int code) { return Error{Errc::unexpected_status, "no"}.with("status", std::to_string(code)); }

Failure judge(const Error& error) { return classify_failure(error, loads_models()); }

TEST(Failure, AMissingModelIsAGapOfThatServerAndCostsNoAttempt) {
    const Failure failure = judge(rejected("4", "ckpt_name", "value_not_in_list"));
    EXPECT_EQ(failure.kind, FailureKind::server_incompatible);
    EXPECT_FALSE(failure.counts);
    EXPECT_EQ(failure.missing_files,
              (std::vector{NeededFile{"CheckpointLoaderSimple", "ckpt_name", "rare.safetensors"}}));
}

TEST(Failure, EveryFurtherProblemMustBeAGapToo) {
    const Error both = rejected("4", "ckpt_name", "value_not_in_list")
                           .with("problem", "node 7 (LoraLoader) input 'lora_name': value_not_in_list");
    EXPECT_EQ(judge(both).kind, FailureKind::server_incompatible);
    EXPECT_EQ(judge(both).missing_files.size(), 2U);
    const Error mixed = rejected("4", "ckpt_name", "value_not_in_list")
                            .with("problem", "node 7 (LoraLoader) input 'clip': required_input_missing");
    EXPECT_EQ(judge(mixed).kind, FailureKind::workflow_invalid) << "no server would take it";
}

TEST(Failure, AMissingPictureIsAGapButNotRememberedSinceItMayBeUploaded) {
    const Failure failure = judge(rejected("8", "image", "custom_validation_failed"));
    EXPECT_EQ(failure.kind, FailureKind::server_incompatible);
    EXPECT_TRUE(failure.missing_files.empty());
}

TEST(Failure, AClassThatTheServerLacksIsAGapAndNoInvalidWorkflow) {
    Error error{Errc::prompt_rejected, "refused", "",
                "Cannot execute because node LoraLoader does not exist.: Node ID '#7'"};
    error.context.emplace_back("error_type", "invalid_prompt");
    const Failure failure = judge(error);
    EXPECT_EQ(failure.kind, FailureKind::server_incompatible);
    EXPECT_EQ(failure.missing_classes, std::vector<std::string>{"LoraLoader"});
}

TEST(Failure, WordsAloneDecideNothing) {
    Error quoted{Errc::prompt_rejected, "refused", "", "the text says: node LoraLoader does not exist"};
    quoted.context.emplace_back("error_type", "prompt_no_outputs");
    EXPECT_EQ(judge(quoted).kind, FailureKind::workflow_invalid);
    EXPECT_EQ(judge(Error{Errc::execution_failed, "x", "", "ckpt_name model not found"}).kind,
              FailureKind::transient)
        << "comfyui-node 1.10.0 takes this text for a missing model";
}

TEST(Failure, WrongInputsAreInvalidEverywhere) {
    for (const char* reason : {"required_input_missing", "value_smaller_than_min", "return_type_mismatch",
                               "prompt_outputs_failed_validation", "something_of_a_later_version"})
        EXPECT_EQ(judge(rejected("7", "clip", reason)).kind, FailureKind::workflow_invalid) << reason;
}

TEST(Failure, ServerErrorsAreTransientAndCountAgainstTheServer) {
    EXPECT_EQ(judge(status(500)).kind, FailureKind::transient);
    EXPECT_TRUE(judge(status(502)).server_fault);
    for (const int busy : {429, 503}) {
        EXPECT_EQ(judge(status(busy)).kind, FailureKind::transient);
        EXPECT_FALSE(judge(status(busy)).server_fault) << "busy is not broken";
        EXPECT_FALSE(judge(status(busy)).counts);
    }
    EXPECT_EQ(judge(status(413)).kind, FailureKind::server_incompatible);
    EXPECT_EQ(judge(status(405)).kind, FailureKind::workflow_invalid);
}

TEST(Failure, ALostConnectionBlocksNoWorkflowAndCostsNoAttempt) {
    for (const Errc code : {Errc::connect_failed, Errc::connection_lost, Errc::in_doubt}) {
        const Failure failure = judge(Error{code, "gone"});
        EXPECT_EQ(failure.kind, FailureKind::transient);
        EXPECT_TRUE(failure.connection && failure.server_fault && !failure.counts);
    }
}

TEST(Failure, RecognisesOutOfMemoryADeadDriverAndAFullDisk) {
    const auto raised = [](const std::string& exception, const std::string& text) {
        return judge(Error{Errc::execution_failed, "x", "", text}.with("exception", exception));
    };
    EXPECT_TRUE(raised("torch.OutOfMemoryError", "Allocation on device 0").out_of_memory);
    EXPECT_FALSE(raised("torch.OutOfMemoryError", "Allocation on device 0").server_fault)
        << "the job is too large";
    EXPECT_TRUE(raised("RuntimeError", "CUDA error: an illegal memory access was encountered").server_fault);
    EXPECT_TRUE(raised("OSError", "[Errno 28] No space left on device").server_fault);
    EXPECT_FALSE(raised("OSError", "[Errno 28] No space left on device").connection);
    EXPECT_EQ(raised("FileNotFoundError", "x").kind, FailureKind::server_incompatible);
    EXPECT_EQ(raised("ValueError", "x").kind, FailureKind::transient);
}

TEST(Failure, ErrorsOfTheJobItselfMarkNoServer) {
    for (const Errc code :
         {Errc::io_failed, Errc::malformed_workflow, Errc::unknown_node, Errc::unsafe_path}) {
        const Failure failure = judge(Error{code, "ours"});
        EXPECT_EQ(failure.kind, FailureKind::workflow_invalid);
        EXPECT_FALSE(failure.server_fault || failure.connection);
    }
}

TEST(Failure, ALostPromptCountsAndBlocksOnlyWhenItHadStarted) {
    const Failure waiting = judge(Error{Errc::prompt_lost, "gone"}.with("started", "no"));
    EXPECT_TRUE(!waiting.counts && waiting.connection) << "a pool of one must not sit out a block for it";
    const Failure running = judge(Error{Errc::prompt_lost, "gone"}.with("started", "yes"));
    EXPECT_TRUE(running.counts && !running.connection);
}

TEST(Failure, RefusedCredentialsShutTheServerOut) {
    EXPECT_TRUE(judge(Error{Errc::unauthorized, "no"}).shut_out);
    EXPECT_FALSE(judge(Error{Errc::unauthorized, "no"}).counts);
}

}  // namespace
}  // namespace divan
