#include <gtest/gtest.h>

#include <divan/protocol/job.hpp>

namespace divan::protocol {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kEnded =
    R"({"id": "7c0e", "status": "completed", "priority": 12, "create_time": 1000,
 "execution_start_time": 2000, "execution_end_time": 3500, "outputs_count": 2, "previewable_outputs_count": 1,
 "preview_output": {"filename": "a.png", "subfolder": "s", "type": "output", "nodeId": "9", "mediaType": "images"},
 "workflow_id": "w-1", "next": {"a": 1},
 "outputs": {"9": {"images": [{"filename": "a.png", "subfolder": "s", "type": "output"}]}},
 "execution_status": {"status_str": "success"}, "workflow": {"prompt": {"9": {}}, "extra_data": {"client_id": "c"}}})";

TEST(Job, OfItsOwnRouteTellsEverything) {
    const auto job = parse_job(kEnded);
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(job->id, PromptId{"7c0e"});
    EXPECT_EQ(job->status, JobStatus::completed);
    EXPECT_EQ(job->priority, 12.0);
    EXPECT_EQ(job->create_time, Timestamp{1s});
    EXPECT_EQ(execution_duration(*job), 1500ms);
    EXPECT_EQ(job->outputs_count, 2);
    EXPECT_EQ(job->workflow_id, "w-1");
    EXPECT_EQ(job->outputs.at(0).files.at(0).filename, "a.png");
    EXPECT_NE(json::find(job->prompt, "9"), nullptr);
    EXPECT_EQ(json::text_or(job->extra_data, "client_id"), "c");
    EXPECT_EQ(json::text_or(job->execution_status, "status_str"), "success");
    EXPECT_NE(json::find(job->raw, "next"), nullptr);
}

TEST(Job, PreviewIsAFileOrAText) {
    const auto file = parse_job(kEnded);
    ASSERT_TRUE(file && file->preview_output && file->preview_output->file);
    EXPECT_EQ(file->preview_output->file->subfolder, "s");
    EXPECT_EQ(file->preview_output->node, NodeId{"9"});
    const auto text = parse_job(
        R"({"id": "a", "status": "completed", "preview_output": {"content": "hel", "truncated": true, "nodeId": "3", "mediaType": "text"}})");
    ASSERT_TRUE(text && text->preview_output);
    EXPECT_FALSE(text->preview_output->file.has_value());
    EXPECT_EQ(text->preview_output->text, "hel");
    EXPECT_TRUE(text->preview_output->text_is_cut);
}

TEST(Job, DurationOfZeroIsAValue) {
    const auto cached = parse_job(
        R"({"id": "a", "status": "completed", "execution_start_time": 0, "execution_end_time": 0})");
    ASSERT_TRUE(cached);
    EXPECT_EQ(execution_duration(*cached), 0ms);
    EXPECT_FALSE(
        execution_duration(*parse_job(R"({"id": "a", "status": "pending", "create_time": 5})")).has_value());
    EXPECT_FALSE(execution_duration(*parse_job(
        R"({"id": "a", "status": "in_progress", "execution_start_time": 5, "execution_end_time": null})")));
}

TEST(Job, FailureNamesTheNode) {
    const auto job = parse_job(
        R"({"id": "a", "status": "failed", "execution_error": {"node_id": "3", "node_type": "KSampler", "exception_message": "no", "exception_type": "E", "traceback": ["x"]}})");
    ASSERT_TRUE(job && job->execution_error);
    EXPECT_EQ(job->execution_error->node, NodeId{"3"});
    EXPECT_EQ(job->execution_error->exception_message, "no");
}

TEST(Job, StatusIsKeptAsItIsSpelled) {
    for (const auto& [text, status] :
         std::vector<std::pair<std::string, JobStatus>>{{"pending", JobStatus::pending},
                                                        {"in_progress", JobStatus::in_progress},
                                                        {"completed", JobStatus::completed},
                                                        {"failed", JobStatus::failed},
                                                        {"cancelled", JobStatus::cancelled},
                                                        {"error", JobStatus::failed},
                                                        {"waiting_to_dispatch", JobStatus::pending},
                                                        {"paused", JobStatus::other}}) {
        const auto job = parse_job(R"({"id": "a", "status": ")" + text + "\"}");
        ASSERT_TRUE(job) << text;
        EXPECT_EQ(job->status, status) << text;
        EXPECT_EQ(job->status_text, text);
    }
    EXPECT_EQ(name(JobStatus::in_progress), "in_progress");
    EXPECT_EQ(name(JobStatus::other), "");
}

TEST(Job, WithoutIdOrStatusIsMalformed) {
    for (const char* body :
         {"{}", R"({"id": "a"})", R"({"status": "pending"})", R"({"id": "a", "status": 3})", "[]", ""})
        EXPECT_EQ(parse_job(body).error().code, Errc::malformed_reply) << body;
}

TEST(JobPage, TellsWhereItStands) {
    const auto page = parse_job_page(
        R"({"jobs": [{"id": "a", "status": "pending"}], "pagination": {"offset": 20, "limit": 1, "total": 40, "has_more": true, "next_cursor": "c"}, "x": 1})");
    ASSERT_TRUE(page) << describe(page.error());
    EXPECT_EQ(page->jobs.size(), 1U);
    EXPECT_EQ(page->offset, 20);
    EXPECT_EQ(page->limit, 1);
    EXPECT_EQ(page->total, 40);
    EXPECT_TRUE(page->has_more);
    EXPECT_EQ(page->next_cursor, "c");
    EXPECT_NE(json::find(page->raw, "x"), nullptr);
    EXPECT_EQ(json::find(page->raw, "jobs"), nullptr);
}

TEST(JobPage, WithoutLimitHasNone) {
    const auto page = parse_job_page(
        R"({"jobs": [], "pagination": {"offset": 0, "limit": null, "total": 0, "has_more": false}})");
    ASSERT_TRUE(page);
    EXPECT_FALSE(page->limit.has_value());
    for (const char* body : {"{}", "[]", R"({"jobs": {}})", R"({"jobs": [{}]})", R"({"jobs": [3]})"})
        EXPECT_EQ(parse_job_page(body).error().code, Errc::malformed_reply) << body;
}

TEST(JobStatusRecord, IsComfyClouds) {
    const auto record = parse_job_status(
        R"({"id": "a", "status": "error", "created_at": "2026-01-01T00:00:00Z", "updated_at": "u", "last_state_update": "l", "assigned_inference": null, "error_message": "boom"})");
    ASSERT_TRUE(record) << describe(record.error());
    EXPECT_EQ(record->status, JobStatus::failed);
    EXPECT_EQ(record->created_at, "2026-01-01T00:00:00Z");
    EXPECT_EQ(record->assigned_inference, "");
    EXPECT_EQ(record->error_message, "boom");
    EXPECT_EQ(parse_job_status("{}").error().code, Errc::malformed_reply);
}

TEST(JobCancellation, IsAFlagOrAList) {
    EXPECT_TRUE(parse_job_cancellation(R"({"cancelled": true})")->cancelled);
    EXPECT_FALSE(parse_job_cancellation(R"({"cancelled": false})")->cancelled);
    const auto some = parse_job_cancellation(R"({"cancelled": ["a", "b"]})");
    ASSERT_TRUE(some);
    EXPECT_TRUE(some->cancelled);
    EXPECT_EQ(some->jobs, (std::vector<PromptId>{PromptId{"a"}, PromptId{"b"}}));
    EXPECT_FALSE(parse_job_cancellation(R"({"cancelled": []})")->cancelled);
    for (const char* body : {"{}", R"({"cancelled": 1})", "true", ""})
        EXPECT_EQ(parse_job_cancellation(body).error().code, Errc::malformed_reply) << body;
}

TEST(QueueChange, IsWhatWasAskedForWhereTheServerSaysNothing) {
    QueueChange asked;
    asked.deleted = {PromptId{"a"}, PromptId{"b"}};
    EXPECT_EQ(parse_queue_change("", asked)->deleted.size(), 2U);
    const auto told = parse_queue_change(R"({"deleted": ["a"], "cleared": true})", asked);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->deleted, (std::vector<PromptId>{PromptId{"a"}}));
    EXPECT_TRUE(told->cleared);
    EXPECT_EQ(parse_queue_change("<html>", asked).error().code, Errc::malformed_reply);
}

}  // namespace
}  // namespace divan::protocol
