#include <divan/client/jobs.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

using protocol::JobStatus;
using protocol::PromptId;

class JobsTest : public test::RecordedTest {
protected:
    std::string page(const std::string& ids, bool has_more, int offset = 0, const std::string& cursor = {}) {
        std::string jobs;
        for (const char id : ids)
            jobs +=
                std::string{jobs.empty() ? "" : ", "} + R"({"id": ")" + id + R"(", "status": "completed"})";
        return R"({"jobs": [)" + jobs + R"(], "pagination": {"offset": )" + std::to_string(offset) +
               R"(, "limit": 2, "total": 5, "has_more": )" + (has_more ? "true" : "false") +
               (cursor.empty() ? "" : R"(, "next_cursor": ")" + cursor + "\"") + "}}";
    }
    std::string all_ids(jobs::Pages pages) {
        std::string ids;
        while (!pages.done()) {
            auto next = call(pages.next(*connection, soon()));
            if (!next) return describe(next.error());
            for (const protocol::Job& job : *next) ids += job.id.str();
        }
        return ids;
    }
};

TEST_F(JobsTest, ListWithoutOptionsHasNoQuery) {
    server->answer("GET /api/jobs", page("ab", true));
    const auto list = call(jobs::list(*connection, {}, soon()));
    ASSERT_TRUE(list) << describe(list.error());
    EXPECT_EQ(list->jobs.size(), 2U);
    EXPECT_TRUE(list->has_more);
}

TEST_F(JobsTest, EveryOptionIsInTheQuery) {
    server->answer(
        "GET /api/jobs?status=pending%2Cin_progress&workflow_id=w%201&output_type=image&sort_by=created_at"
        "&sort_order=asc&limit=5&offset=0&after=c%3D",
        page("", false));
    jobs::ListRequest request;
    request.status = {JobStatus::pending, JobStatus::in_progress};
    request.workflow_id = "w 1";
    request.output_type = "image";
    request.sort_by = "created_at";
    request.sort_order = "asc";
    request.limit = 5;
    request.offset = 0;
    request.after = "c=";
    const auto list = call(jobs::list(*connection, std::move(request), soon()));
    EXPECT_TRUE(list) << server->last().line();
}

TEST_F(JobsTest, AnOptionThatTheServerRefusesIsToldInItsWords) {
    server->answer("GET /api/jobs?limit=0", R"({"error": "limit must be a positive integer"})", 400);
    jobs::ListRequest request;
    request.limit = 0;
    const Error error = error_of(jobs::list(*connection, std::move(request), soon()));
    EXPECT_EQ(error.code, Errc::unexpected_status);
    EXPECT_NE(error.server_text.find("positive"), std::string::npos);
}

TEST_F(JobsTest, AStatusWithoutNameIsNotSent) {
    jobs::ListRequest request;
    request.status = {JobStatus::other};
    EXPECT_EQ(error_of(jobs::list(*connection, std::move(request), soon())).code, Errc::invalid_argument);
    EXPECT_TRUE(server->requests.empty());
}

TEST_F(JobsTest, ByStatusIsOnePage) {
    server->answer("GET /api/jobs?status=failed&limit=20", page("a", false));
    EXPECT_EQ(call(jobs::by_status(*connection, JobStatus::failed, 20, soon()))->at(0).id, PromptId{"a"});
}

TEST_F(JobsTest, PagesGoOnByOffset) {
    server->answer("GET /api/jobs?limit=2", page("ab", true, 0));
    server->answer("GET /api/jobs?limit=2&offset=2", page("cd", true, 2));
    server->answer("GET /api/jobs?limit=2&offset=4", page("e", false, 4));
    jobs::ListRequest request;
    request.limit = 2;
    EXPECT_EQ(all_ids(jobs::Pages{request}), "abcde");
    EXPECT_EQ(server->requests.size(), 3U);
}

TEST_F(JobsTest, PagesGoOnByCursorWhereThereIsOne) {
    server->answer("GET /api/jobs", page("ab", true, 0, "c1"));
    server->answer("GET /api/jobs?after=c1", page("c", false, 0));
    EXPECT_EQ(all_ids(jobs::Pages{{}}), "abc");
}

TEST_F(JobsTest, PagesEndWhenTheServerRepeatsItsCursorOrSendsNothing) {
    server->answer("GET /api/jobs", page("ab", true, 0, "c1"));
    server->answer("GET /api/jobs?after=c1", page("c", true, 0, "c1"));
    EXPECT_EQ(all_ids(jobs::Pages{{}}), "abc");
    jobs::ListRequest from;
    from.offset = 9;
    server->answer("GET /api/jobs?offset=9", page("", true, 9));
    EXPECT_EQ(all_ids(jobs::Pages{from}), "");
}

TEST_F(JobsTest, APageCanBeAskedForAgainAfterAnError) {
    server->empty("GET /api/jobs", 500);
    server->answer("GET /api/jobs", page("ab", false));
    jobs::Pages pages{{}};
    EXPECT_EQ(error_of(pages.next(*connection, soon())).fact("status"), "500");
    EXPECT_EQ(call(pages.next(*connection, soon()))->size(), 2U);
    EXPECT_TRUE(call(pages.next(*connection, soon()))->empty());
}

TEST_F(JobsTest, OneJobIsFoundOrNot) {
    server->answer("GET /api/jobs/a%2Fb", R"({"id": "a/b", "status": "pending"})");
    server->answer("GET /api/jobs/none", R"({"error": "Job not found"})", 404);
    EXPECT_EQ(call(jobs::get(*connection, PromptId{"a/b"}, soon())).value()->status, JobStatus::pending);
    EXPECT_FALSE(call(jobs::get(*connection, PromptId{"none"}, soon())).value().has_value());
}

TEST_F(JobsTest, StatusIsTheLightRecord) {
    server->answer("GET /api/job/a/status",
                   R"({"id": "a", "status": "waiting_to_dispatch", "created_at": "t"})");
    const auto status = call(jobs::status(*connection, PromptId{"a"}, soon()));
    ASSERT_TRUE(status && *status);
    EXPECT_EQ((*status)->status_text, "waiting_to_dispatch");
    server->answer("GET /api/job/b/status", R"({"code": "NOT_FOUND"})", 404);
    EXPECT_FALSE(call(jobs::status(*connection, PromptId{"b"}, soon())).value().has_value());
}

TEST_F(JobsTest, StatusAsksTheJobWhereTheLightRouteIsMissing) {
    server->answer("GET /api/jobs/a",
                   R"({"id": "a", "status": "failed", "execution_error": {"exception_message": "boom"}})");
    const auto status = call(jobs::status(*connection, PromptId{"a"}, soon()));
    ASSERT_TRUE(status && *status);
    EXPECT_EQ((*status)->status, JobStatus::failed);
    EXPECT_EQ((*status)->error_message, "boom");
    server->answer("GET /api/jobs/b", R"({"error": "Job not found"})", 404);
    EXPECT_FALSE(call(jobs::status(*connection, PromptId{"b"}, soon())).value().has_value());
}

TEST_F(JobsTest, CancelNamesTheJob) {
    server->answer("POST /api/jobs/a/cancel", R"({"cancelled": true})");
    EXPECT_TRUE(call(jobs::cancel(*connection, PromptId{"a"}, soon()))->cancelled);
    EXPECT_EQ(server->last().body, "{}");
    server->answer("POST /api/jobs/cancel", R"({"cancelled": ["a"]})");
    const std::vector<PromptId> both{PromptId{"a"}, PromptId{"b"}};
    EXPECT_EQ(call(jobs::cancel(*connection, both, soon()))->jobs.size(), 1U);
    EXPECT_EQ(server->last().body, R"({"job_ids":["a","b"]})");
    EXPECT_EQ(error_of(jobs::cancel(*connection, std::vector<PromptId>{}, soon())).code,
              Errc::invalid_argument);
}

TEST_F(JobsTest, CancelOnAServerOfEarly2026SaysWhatItNeeds) {
    const Error error = error_of(jobs::cancel(*connection, PromptId{"a"}, soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.fact("needs"), "ComfyUI 0.26.0 (June 2026) or newer");
}

TEST_F(JobsTest, PendingJobsAreDeletedFromTheQueue) {
    server->answer("POST /api/queue", "");
    const std::vector<PromptId> both{PromptId{"a"}, PromptId{"b"}};
    const auto change = call(jobs::cancel_pending(*connection, both, soon()));
    ASSERT_TRUE(change) << describe(change.error());
    EXPECT_EQ(change->deleted, both);
    EXPECT_EQ(server->last().body, R"({"delete":["a","b"]})");
}

TEST_F(JobsTest, TheServersOwnAccountWins) {
    server->answer("POST /api/queue", R"({"deleted": ["a"]})");
    const std::vector<PromptId> both{PromptId{"a"}, PromptId{"b"}};
    EXPECT_EQ(call(jobs::cancel_pending(*connection, both, soon()))->deleted.size(), 1U);
}

TEST_F(JobsTest, ClearAndInterruptAreForEverybody) {
    server->answer("POST /api/queue", "");
    server->empty("POST /api/interrupt", 200);
    EXPECT_TRUE(call(jobs::clear_pending(*connection, soon()))->cleared);
    EXPECT_EQ(server->last().body, R"({"clear":true})");
    EXPECT_TRUE(call(jobs::interrupt_running(*connection, soon())));
    EXPECT_EQ(server->last().body, "{}");
}

}  // namespace
}  // namespace divan
