// Section 2 of the parity table for what ComfyUI 0.3.64 does not have: jobs and assets of newer servers, on a
// server that records the requests and answers as those servers do.
#include <divan/client/assets.hpp>
#include <divan/client/capabilities.hpp>
#include <divan/client/jobs.hpp>
#include <divan/net/multipart.hpp>

#include "namespaces_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::ParityNamespaces;
using protocol::JobStatus;
using protocol::PromptId;

constexpr std::string_view kJob =
    R"({"id": "j-1", "status": "completed", "create_time": 1, "execution_start_time": 2,
  "execution_end_time": 2, "outputs_count": 1, "x": 1})";

std::string page_of(std::string_view jobs, bool has_more = false) {
    return R"({"jobs": [)" + std::string{jobs} +
           R"(], "pagination": {"offset": 0, "limit": null, "total": 3, "has_more": )" +
           (has_more ? "true" : "false") + "}}";
}

TEST_F(ParityNamespaces, GetJobs) {
    recorder();
    server->answer(
        "GET "
        "/api/"
        "jobs?status=pending%2Cfailed&workflow_id=w&output_type=video&sort_by=create_time&sort_order=desc&"
        "limit=3&offset=6",
        page_of(kJob));
    jobs::ListRequest request;
    request.status = {JobStatus::pending, JobStatus::failed};
    request.workflow_id = "w";
    request.output_type = "video";
    request.sort_by = "create_time";
    request.sort_order = "desc";
    request.limit = 3;
    request.offset = 6;
    const auto page = value_of(jobs::list(recorder(), std::move(request), soon()));
    EXPECT_EQ(page.total, 3);
    EXPECT_NE(json::find(page.jobs.at(0).raw, "x"), nullptr);
}

TEST_F(ParityNamespaces, GetJobsPageByPage) {
    recorder();
    server->answer("GET /api/jobs",
                   page_of(R"({"id": "a", "status": "pending"}, {"id": "b", "status": "pending"})", true));
    server->answer("GET /api/jobs?offset=2", page_of(R"({"id": "c", "status": "pending"})"));
    jobs::Pages pages{{}};
    std::string ids;
    while (!pages.done())
        for (const protocol::Job& job : value_of(pages.next(recorder(), soon()))) ids += job.id.str();
    EXPECT_EQ(ids, "abc");
}

TEST_F(ParityNamespaces, GetJobStatusAndGetJob) {
    recorder();
    server->answer("GET /api/job/j-1/status", R"({"id": "j-1", "status": "in_progress"})");
    server->answer("GET /api/jobs/j-1", std::string{kJob});
    server->answer("GET /api/job/j-2/status", "{}", 404);
    server->answer("GET /api/jobs/j-2", R"({"error": "Job not found"})", 404);
    EXPECT_EQ(value_of(jobs::status(recorder(), PromptId{"j-1"}, soon()))->status, JobStatus::in_progress);
    EXPECT_EQ(value_of(jobs::get(recorder(), PromptId{"j-1"}, soon()))->outputs_count, 1);
    EXPECT_FALSE(value_of(jobs::status(recorder(), PromptId{"j-2"}, soon())).has_value());
    EXPECT_FALSE(value_of(jobs::get(recorder(), PromptId{"j-2"}, soon())).has_value());
}

TEST_F(ParityNamespaces, GetJobsByStatusAndItsWrappers) {
    recorder();
    for (const JobStatus status :
         {JobStatus::in_progress, JobStatus::pending, JobStatus::completed, JobStatus::failed}) {
        server->answer("GET /api/jobs?status=" + std::string{protocol::name(status)} + "&limit=20",
                       page_of(kJob));
        EXPECT_EQ(value_of(jobs::by_status(recorder(), status, 20, soon())).size(), 1U);
    }
}

TEST_F(ParityNamespaces, CancelJobClearPendingJobsInterruptRunningJobs) {
    recorder();
    server->empty("POST /api/queue", 200);
    server->empty("POST /api/interrupt", 200);
    EXPECT_EQ(
        value_of(jobs::cancel_pending(recorder(), {PromptId{"a"}, PromptId{"b"}}, soon())).deleted.size(),
        2U);
    EXPECT_EQ(server->last().body, R"({"delete":["a","b"]})");
    EXPECT_TRUE(value_of(jobs::clear_pending(recorder(), soon())).cleared);
    EXPECT_EQ(server->last().body, R"({"clear":true})");
    value_of(jobs::interrupt_running(recorder(), soon()));
    EXPECT_EQ(server->last().line(), "POST /api/interrupt");
}

TEST_F(ParityNamespaces, CancelJobsOnTheEmbeddedEngine) {
    const PromptId running = start_slow();
    const PromptId waiting = submitted(parity::quick_graph(1)).prompt;
    value_of(jobs::cancel_pending(*connection, {waiting}, soon()));  // /api/queue is the older route's twin
    EXPECT_TRUE(value_of(queue(*connection, soon())).pending.empty());
    value_of(jobs::interrupt_running(*connection, soon()));
    EXPECT_EQ(protocol::verdict(ended(running)), protocol::Verdict::interrupted);
}

TEST_F(ParityNamespaces, GetExecutionDuration) {
    recorder();
    server->answer("GET /api/jobs/j-1", std::string{kJob});
    server->answer("GET /api/jobs/j-2", R"({"id": "j-2", "status": "pending"})");
    EXPECT_EQ(protocol::execution_duration(*value_of(jobs::get(recorder(), PromptId{"j-1"}, soon()))), 0ms);
    EXPECT_FALSE(
        protocol::execution_duration(*value_of(jobs::get(recorder(), PromptId{"j-2"}, soon()))).has_value());
}

TEST_F(ParityNamespaces, JobsCheckSupportedAndJobStatus) {
    Capabilities old{*connection};
    EXPECT_EQ(value_of(old.of(Namespace::jobs, soon())).support, Support::unsupported);
    EXPECT_EQ(error_of(jobs::list(*connection, {}, soon())).code, Errc::not_supported);
    Capabilities newer{recorder()};
    server->answer("GET /api/jobs?limit=1", page_of(""));
    EXPECT_EQ(value_of(newer.of(Namespace::jobs, soon())).support, Support::supported);
    for (const char* text : {"pending", "in_progress", "completed", "failed", "cancelled"})
        EXPECT_EQ(protocol::name(protocol::job_status(text)), text);
}

TEST_F(ParityNamespaces, ListAssets) {
    recorder();
    server->answer(
        "GET "
        "/api/"
        "assets?include_tags=a%2Cb&exclude_tags=c&name_contains=fox&metadata_filter=%7B%22k%22%3A%22v%22%7D&"
        "limit=2"
        "&offset=4&after=cur&sort=size&order=asc&include_public=true",
        R"({"assets": [{"id": "u-1", "x": 1}], "total": 9, "has_more": true, "next_cursor": "next"})");
    assets::ListRequest request;
    request.include_tags = {"a", "b"};
    request.exclude_tags = {"c"};
    request.name_contains = "fox";
    request.metadata_filter["k"] = "v";
    request.limit = 2;
    request.offset = 4;
    request.after = "cur";
    request.sort = "size";
    request.order = "asc";
    request.include_public = true;
    const auto page = value_of(assets::list(recorder(), std::move(request), soon()));
    EXPECT_EQ(page.next_cursor, "next");
    EXPECT_NE(json::find(page.assets.at(0).raw, "x"), nullptr);
}

TEST_F(ParityNamespaces, GetAssetUpdateAssetDeleteAsset) {
    recorder();
    server->answer("GET /api/assets/u-1", R"({"id": "u-1"})");
    server->answer("GET /api/assets/u-2", R"({"error": {"code": "ASSET_NOT_FOUND"}})", 404);
    server->answer("PUT /api/assets/u-1", R"({"id": "u-1", "name": "n"})");
    server->empty("DELETE /api/assets/u-1", 204);
    EXPECT_TRUE(value_of(assets::get(recorder(), "u-1", soon())).has_value());
    EXPECT_FALSE(value_of(assets::get(recorder(), "u-2", soon())).has_value());
    assets::Update change;
    change.name = "n";
    EXPECT_EQ(value_of(assets::update(recorder(), "u-1", std::move(change), soon()))->name, "n");
    EXPECT_EQ(server->last().body, R"({"name":"n"})");
    EXPECT_TRUE(value_of(assets::remove(recorder(), "u-1", soon())));
}

TEST_F(ParityNamespaces, UploadAsset) {
    recorder();
    server->answer("POST /api/assets", R"({"id": "u-1", "created_new": true})", 201);
    assets::UploadRequest request{"fox.png", "bytes"};
    request.tags = {"input", "fox"};
    request.name = "Fox";
    request.mime_type = "image/png";
    request.user_metadata["k"] = "v";
    EXPECT_EQ(value_of(assets::upload(recorder(), std::move(request), soon())).created_new, true);
    const auto form = net::read_multipart(server->last().body,
                                          net::multipart_boundary(server->last().header("Content-Type")));
    std::string parts;
    for (const net::ReceivedPart& part : form.value()) parts += part.name + "=" + part.content + ";";
    EXPECT_EQ(parts,
              R"(file=bytes;tags=input;tags=fox;name=Fox;mime_type=image/png;user_metadata={"k":"v"};)");
}

TEST_F(ParityNamespaces, CreateAssetFromHash) {
    recorder();
    server->answer("POST /api/assets/from-hash", R"({"id": "u-1", "created_new": false})", 201);
    assets::FromHashRequest request{"blake3:00"};
    request.tags = {"input"};
    EXPECT_EQ(value_of(assets::from_hash(recorder(), std::move(request), soon()))->created_new, false);
    EXPECT_EQ(server->last().body, R"({"hash":"blake3:00","tags":["input"]})");
}

TEST_F(ParityNamespaces, AddTagsAndRemoveTags) {
    recorder();
    server->answer("POST /api/assets/u-1/tags",
                   R"({"added": ["a"], "already_present": [], "total_tags": ["a"]})");
    server->answer("DELETE /api/assets/u-1/tags",
                   R"({"removed": ["a"], "not_present": [], "total_tags": []})");
    EXPECT_EQ(value_of(assets::add_tags(recorder(), "u-1", {"a"}, soon())).total_tags.size(), 1U);
    EXPECT_EQ(value_of(assets::remove_tags(recorder(), "u-1", {"a"}, soon())).removed.size(), 1U);
}

TEST_F(ParityNamespaces, AssetTagListing) {
    recorder();
    server->answer("GET /api/tags?prefix=f",
                   R"({"tags": [{"name": "fox", "count": 2}], "total": 1, "has_more": false})");
    assets::TagListRequest request;
    request.prefix = "f";
    EXPECT_EQ(value_of(assets::list_tags(recorder(), std::move(request), soon())).tags.at(0).count, 2);
}

}  // namespace
}  // namespace divan
