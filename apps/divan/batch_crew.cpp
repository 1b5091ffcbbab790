#include "batch_crew.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

#include "job_outcome.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstLook = 200ms, kLook = 1'000ms;
constexpr int kTries = 30;  // a gateway that is away, or has no room, for a minute

bool all_there(const RowResult& result) {
    return std::ranges::all_of(result.files,
                               [](const std::string& file) { return std::filesystem::exists(file); });
}

/// What concerns one row alone: the others go on.
bool concerns_the_row(const Error& error) {
    switch (error.code) {
        case Errc::invalid_argument:
        case Errc::prompt_rejected:
        case Errc::conflict:
        case Errc::not_found:
        case Errc::unknown_node:
        case Errc::unknown_input:
        case Errc::malformed_workflow:
            return true;
        default:
            return false;
    }
}

}  // namespace

void BatchCrew::choose_rows() {
    for (const BatchRow& row : plan_.table.rows) {
        const auto before = journal_.results().find(row.number);
        const bool done = before != journal_.results().end() && before->second.status == "succeeded" &&
                          all_there(before->second);
        if (done) ++tally_.done_before;
        if (!done) waiting_.push_back(&row);
    }
    std::ranges::reverse(waiting_);
}

asio::awaitable<Result<void>> BatchCrew::work(Deadline deadline) {
    choose_rows();
    std::chrono::milliseconds pause = kFirstLook;
    for (;;) {
        auto handed = co_await hand_in(deadline);
        if (!handed) co_return handed;
        draw();
        if (open_.empty() && waiting_.empty()) co_return Result<void>{};
        if (std::chrono::steady_clock::now() >= deadline)
            co_return fail(Errc::timeout, "not all rows have ended in time",
                           "their jobs go on; the same command goes on from here");
        if (!co_await net::sleep_until(std::min(deadline, within(pause))))
            co_return fail(Errc::cancelled, "stopped");
        pause = std::min<std::chrono::milliseconds>(pause * 3 / 2, kLook);
        auto looked = co_await look(deadline);
        if (!looked) co_return looked;
    }
}

asio::awaitable<Result<void>> BatchCrew::hand_in(Deadline deadline) {
    while (!waiting_.empty() && open_.size() < plan_.ahead) {
        const BatchRow& row = *waiting_.back();
        auto handed = co_await hand_in_row(row, deadline);
        if (!handed) co_return handed;
        waiting_.pop_back();
        draw();
    }
    co_return Result<void>{};
}

asio::awaitable<Result<void>> BatchCrew::hand_in_row(const BatchRow& row, Deadline deadline) {
    Open open;
    open.row = &row;
    if (const auto before = journal_.results().find(row.number); before != journal_.results().end()) {
        const bool again = before->second.status == "failed" || before->second.status == "canceled";
        open.tries = before->second.tries + (again ? 1 : 0);
    }
    RowResult refused;
    refused.row = row.number;
    refused.tries = open.tries;
    refused.status = "failed";
    auto workflow = workflow_of(row, plan_.targets, plan_.workflow);
    if (!workflow) co_return note(std::move(refused), row, &workflow.error());
    json::Object client;
    client["file"] = plan_.file.filename().string();
    client["row"] = row.number;
    json::Object body;
    body["workflow"] = workflow->to_value();
    body["batch"] = plan_.name;
    body["client"] = std::move(client);
    if (plan_.priority) body["priority"] = *plan_.priority;
    net::HttpRequest request{"POST", "/api/v2/divan/jobs", json::write(json::Value(std::move(body))),
                             "application/json"};
    request.headers.set("Idempotency-Key", fmt::format("batch-{}-{}-{}", plan_.hash, row.number, open.tries));
    auto job = co_await gateway_.ask_patiently(std::move(request), kTries, deadline);
    if (!job && job.error().fact("reason") == "idempotency_key_reuse" && !job.error().fact("job").empty()) {
        open_[std::string{job.error().fact("job")}] =
            open;  // handed in before, with another priority or name
        co_return Result<void>{};
    }
    if (!job && concerns_the_row(job.error())) co_return note(std::move(refused), row, &job.error());
    if (!job) co_return fail(std::move(job).error());
    open_[json::text_or(*job, "id")] = open;
    co_return Result<void>{};
}

/// The jobs of the batch that have not ended: what is missing among them has.
asio::awaitable<Result<std::set<std::string>>> BatchCrew::still_open(Deadline deadline) {
    std::set<std::string> jobs;
    std::string before;
    for (;;) {
        net::HttpRequest request{"GET", "/api/v2/divan/jobs?status=queued&status=running&limit=1000&batch=" +
                                            net::percent_encode(plan_.name) + before};
        auto page = co_await gateway_.ask_patiently(std::move(request), kTries, deadline);
        if (!page) co_return fail(std::move(page).error());
        const json::Value* member = json::find(*page, "jobs");
        const json::Array* list = member ? json::array_of(*member) : nullptr;
        if (!list) co_return fail(Errc::malformed_reply, "the gateway's list is none");
        for (const json::Value& job : *list) jobs.insert(json::text_or(job, "id"));
        const json::Value* next = json::find(*page, "next");
        if (!next || next->is_null()) co_return jobs;
        before = "&before=" + json::number_text(*next);
    }
}

asio::awaitable<Result<void>> BatchCrew::look(Deadline deadline) {
    auto running = co_await still_open(deadline);
    if (!running) co_return fail(std::move(running).error());
    std::vector<std::pair<std::string, Open>> ended;
    for (const auto& [job, open] : open_)
        if (!running->contains(job)) ended.emplace_back(job, open);
    for (const auto& [job, open] : ended) {
        auto brought = co_await bring(job, open, deadline);
        if (!brought) co_return brought;
        draw();
    }
    co_return Result<void>{};
}

asio::awaitable<Result<void>> BatchCrew::bring(std::string job, Open open, Deadline deadline) {
    RowResult result;
    result.row = open.row->number;
    result.tries = open.tries;
    result.job = job;
    net::HttpRequest request{"GET", "/api/v2/divan/jobs/" + net::percent_encode(job)};
    auto view = co_await gateway_.ask_patiently(std::move(request), kTries, deadline);
    if (!view && !concerns_the_row(view.error())) co_return fail(std::move(view).error());
    if (view && !has_ended(json::text_or(*view, "status"))) co_return Result<void>{};  // a retry: next time
    open_.erase(job);
    result.status = "failed";
    if (!view) co_return note(std::move(result), *open.row, &view.error());
    result.status = json::text_or(*view, "status");
    if (auto outcome = outcome_of(*view); !outcome)
        co_return note(std::move(result), *open.row, &outcome.error());
    SavePlan plan;
    plan.place = plan_.output;
    plan.values["row"] = std::to_string(result.row);
    for (const auto& member : open.row->values) {
        const auto text = json::text_of(member.value());
        plan.values.emplace(std::string{member.key()},
                            text ? std::string{*text} : json::write(member.value()));
    }
    plan.on_saved = [&result](const SavedFile& file) { result.files.push_back(file.file.path.string()); };
    auto saved = co_await save_results(gateway_, std::move(*view), std::move(plan), deadline);
    if (!saved) result.status = "not_saved";
    co_return note(std::move(result), *open.row, saved ? nullptr : &saved.error());
}

Result<void> BatchCrew::note(RowResult result, const BatchRow& row, const Error* error) {
    if (error) {
        result.error = describe(*error);
        tally_.worst = std::max(tally_.worst, exit_code_of(*error));
    }
    ++(error ? tally_.failed : tally_.succeeded);
    if (error && !program_.quiet && !program_.json)
        program_.shell.err << (program_.shell.terminal.interactive ? "\r\x1b[K" : "") << "row " << row.number
                           << " (line " << row.line << "): " << printable(result.error) << std::endl;
    return journal_.add(result, row);
}

void BatchCrew::draw() const {
    if (!program_.shell.terminal.interactive || program_.quiet || program_.json) return;
    const int total = static_cast<int>(plan_.table.rows.size());
    const int ended = tally_.done_before + tally_.succeeded + tally_.failed;
    RunView view;
    view.title = fmt::format("{} of {}", ended, total);
    view.fraction = static_cast<double>(ended) / std::max(1, total);
    view.node = fmt::format("{} at the gateway{}", open_.size(),
                            tally_.failed ? fmt::format(", {} failed", tally_.failed) : "");
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_);
    program_.shell.err << "\r\x1b[K" << progress_line(program_.shell.terminal, view, elapsed) << std::flush;
}

}  // namespace divan::app
