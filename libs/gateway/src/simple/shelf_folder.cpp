#include "simple/shelf_folder.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "simple/file_steps.hpp"

namespace divan::gateway {
namespace {

namespace fs = std::filesystem;

OutputPattern::Values sample_values() {
    OutputPattern::Values values;
    for (const char* number : {"chapter", "page", "version", "index", "seed"}) values.emplace(number, "1");
    for (const char* text : {"ext", "name", "node", "template", "job", "date"}) values.emplace(text, "x");
    return values;
}

Result<ShelfIdentity> read_identity(const fs::path& file) {
    auto text = read_file(file);
    if (!text) return fail(std::move(text).error());
    auto value = json::parse(*text);
    const json::Value* made = value ? json::find(*value, "made_at_ms") : nullptr;
    const auto ms = made ? json::to_int64(*made) : std::nullopt;
    ShelfIdentity identity;
    if (ms) {
        identity.id = json::text_or(*value, "id");
        identity.made_at = Timestamp{std::chrono::milliseconds{*ms}};
    }
    if (identity.id.empty())
        return fail(Error{Errc::io_failed, "'" + file.string() + "' is damaged",
                          "remove it: pictures of jobs that have ended are then not left here again"}
                        .with("path", file.string()));
    return identity;
}

}  // namespace

ShelfFolder::ShelfFolder(fs::path folder, OutputPattern pattern)
    : folder_{std::move(folder)}, pattern_{std::move(pattern)} {}

Result<ShelfFolder> ShelfFolder::of(fs::path folder, const std::string& pattern) {
    auto parsed = OutputPattern::parse(pattern);
    if (!parsed) return fail(std::move(parsed).error());
    if (!parsed->has("version"))
        return fail(Errc::invalid_argument,
                    fmt::format("the pattern '{}' of the output folder has no {{version}}", pattern),
                    "pictures of one page differ by their version");
    auto sample = parsed->fill(sample_values());
    if (!sample) return fail(std::move(sample).error());
    if (sample->is_absolute() || !sample->has_filename() || !stays_inside(folder, *sample) ||
        *sample->begin() == ".divan")
        return fail(Errc::unsafe_path,
                    fmt::format("the pattern '{}' leads outside of the output folder", pattern),
                    "patterns are relative to the folder, and name a file");
    return ShelfFolder{std::move(folder), std::move(*parsed)};
}

fs::path ShelfFolder::journal_of(const JobId& job) const {
    return work_folder() / (safe_file_name(job.str()) + ".jsonl");
}
fs::path ShelfFolder::done_journal_of(const JobId& job) const {
    return own() / "done" / (safe_file_name(job.str()) + ".jsonl");
}
fs::path ShelfFolder::content_of(const JobId& job, int output) const {
    return work_folder() / fmt::format("{}.{}", safe_file_name(job.str()), output);
}
fs::path ShelfFolder::work_folder() const { return own() / "jobs"; }

Result<std::optional<ShelfIdentity>> ShelfFolder::identity() const {
    if (!is_taken(own() / "shelf.json")) return std::optional<ShelfIdentity>{};
    auto identity = read_identity(own() / "shelf.json");
    if (!identity) return fail(std::move(identity).error());
    return std::optional<ShelfIdentity>{std::move(*identity)};
}

Result<ShelfIdentity> ShelfFolder::make() const {
    for (const char* folder : {".divan/jobs", ".divan/done"})
        if (auto made = make_folders(folder_, folder); !made) return fail(std::move(made).error());
    const fs::path file = own() / "shelf.json";
    if (!is_taken(file)) {
        json::Object identity{{"id", uuid4()}};
        identity["made_at_ms"] = SystemClock{}.utc().time_since_epoch().count();
        const fs::path draft = work_folder() / ("tmp-" + uuid4());
        if (auto written = write_file(draft, json::write(identity)); !written)
            return fail(std::move(written).error());
        // Of several processes that come at once, one gives the shelf its identity.
        auto named = give_name(draft, file);
        ::unlink(draft.c_str());
        if (!named) return fail(std::move(named).error());
        if (auto flushed = flush_folder(own()); !flushed) return fail(std::move(flushed).error());
    }
    return read_identity(file);
}

bool ShelfFolder::is_done(const JobId& job) const { return is_taken(done_journal_of(job)); }

Result<Shelved> ShelfFolder::look(const JobId& job) const {
    const bool done = is_done(job);
    const fs::path file = done ? done_journal_of(job) : journal_of(job);
    if (!done && !is_taken(file)) return Shelved{};
    auto text = read_file(file);
    if (!text && !done && is_done(job)) return look(job);  // it was settled just now
    if (!text) return fail(std::move(text).error());
    Shelved shelved = read_journal(*text).shelved;
    shelved.done = done;
    return shelved;
}

Result<void> ShelfFolder::check_inside(const fs::path& relative) const {
    std::error_code error;
    const fs::path base = fs::canonical(folder_, error);
    const fs::path real = error ? fs::path{} : fs::weakly_canonical(folder_ / relative, error);
    if (!error && stays_inside(base, real.lexically_relative(base))) return {};
    return fail(Error{Errc::unsafe_path, "a link leads out of the output folder",
                      "pictures are left inside of it only; replace the link by a folder"}
                    .with("path", (folder_ / relative).string()));
}

Result<std::vector<JobId>> ShelfFolder::settled_before(std::chrono::milliseconds age,
                                                       std::size_t most) const {
    std::vector<JobId> jobs;
    std::error_code error;
    const auto until = fs::file_time_type::clock::now() - age;
    for (fs::directory_iterator entry{own() / "done", error}; entry != fs::directory_iterator{} && !error;
         entry.increment(error)) {
        const auto changed = entry->last_write_time(error);
        if (!error && changed < until) jobs.emplace_back(entry->path().stem().string());
        if (jobs.size() >= most) break;
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(Error{Errc::io_failed, "reading the output folder failed: " + error.message()}.with(
            "path", own().string()));
    return jobs;
}

void ShelfFolder::forget(const JobId& job) const { ::unlink(done_journal_of(job).c_str()); }

void ShelfFolder::sweep(std::chrono::milliseconds older_than) const {
    std::error_code error;
    const auto until = fs::file_time_type::clock::now() - older_than;
    std::vector<fs::path> old;
    for (fs::directory_iterator entry{work_folder(), error}; entry != fs::directory_iterator{} && !error;
         entry.increment(error)) {
        std::error_code gone;
        const auto changed = entry->last_write_time(gone);
        if (!gone && changed < until && entry->path().filename().string().starts_with("tmp-"))
            old.push_back(entry->path());
    }
    for (const fs::path& file : old) ::unlink(file.c_str());
}

}  // namespace divan::gateway
