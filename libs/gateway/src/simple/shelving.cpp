#include "simple/shelving.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include <divan/base/crash_point.hpp>
#include <divan/base/files.hpp>
#include <divan/base/random.hpp>

namespace divan::gateway {
namespace {

namespace fs = std::filesystem;

constexpr int kMostVersions = 100'000;  // tried for one file

Result<void> rename_and_flush(const fs::path& from, const fs::path& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) return fail(file_error("renaming", from));
    return flush_folder(to.parent_path());
}

}  // namespace

Shelving::Shelving(std::shared_ptr<const ShelfFolder> shelf, JobId job)
    : shelf_{std::move(shelf)}, job_{std::move(job)} {}

Result<std::shared_ptr<Shelving>> Shelving::open(std::shared_ptr<const ShelfFolder> shelf, JobId job) {
    if (auto made = shelf->make(); !made) return fail(std::move(made).error());
    std::shared_ptr<Shelving> shelving{new Shelving{shelf, job}};
    const fs::path file = shelf->journal_of(job);
    const int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    shelving->journal_ = OpenFile{::open(file.c_str(), flags, 0666)};
    if (!shelving->journal_) return fail(file_error("opening", file));
    if (::flock(shelving->journal_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return std::shared_ptr<Shelving>{};
        return fail(file_error("locking", file));
    }
    if (shelf->is_done(job)) {  // by another, between our look and the lock: what we made is empty
        ::unlink(file.c_str());
        shelving->shelved_.done = true;
        return shelving;
    }
    // Another has settled it and begun nothing new: our lock is on a file that has moved away.
    if (!is_taken(file)) return std::shared_ptr<Shelving>{};
    auto text = read_file(file);
    if (!text) return fail(std::move(text).error());
    JournalReading reading = read_journal(*text);
    if (::ftruncate(shelving->journal_.get(), static_cast<off_t>(reading.sound_bytes)) != 0)
        return fail(file_error("mending", file));
    if (auto flushed = flush_folder(file.parent_path()); !flushed) return fail(std::move(flushed).error());
    shelving->shelved_ = std::move(reading.shelved);
    return shelving;
}

Result<void> Shelving::note(const std::string& line) {
    if (auto written = write_all(journal_, line, shelf_->journal_of(job_)); !written) return written;
    return flush_file(journal_, shelf_->journal_of(job_));
}

bool Shelving::is_put(int output) const {
    const auto aim = shelved_.paths.find(output);
    if (aim == shelved_.paths.end()) return false;
    const fs::path content = shelf_->content_of(job_, output);
    return !is_taken(content) || is_same_file(content, shelf_->path() / aim->second);
}

bool Shelving::has(int output) const { return is_taken(shelf_->content_of(job_, output)) || is_put(output); }

Result<void> Shelving::begin(int output) {
    incoming_output_ = output;
    incoming_name_ = shelf_->work_folder() / ("tmp-" + uuid4());
    auto file = create_file(incoming_name_);
    if (!file) return fail(std::move(file).error());
    incoming_ = std::move(*file);
    return {};
}

Result<void> Shelving::write(const std::string& bytes) { return write_all(incoming_, bytes, incoming_name_); }

Result<void> Shelving::complete() {
    if (auto flushed = flush_file(incoming_, incoming_name_); !flushed) return flushed;
    incoming_.close();
    auto renamed = rename_and_flush(incoming_name_, shelf_->content_of(job_, incoming_output_));
    if (renamed) crash_point("SH1");
    return renamed;
}

Result<Naming> Shelving::try_name(int output, const fs::path& relative) {
    const fs::path name = shelf_->path() / relative;
    if (is_taken(name)) return Naming::taken;
    if (auto made = make_folders(shelf_->path(), relative.parent_path()); !made)
        return fail(std::move(made).error());
    if (auto inside = shelf_->check_inside(relative); !inside) return fail(std::move(inside).error());
    if (auto noted = note(aim_line(output, relative.generic_string())); !noted)
        return fail(std::move(noted).error());
    shelved_.paths.insert_or_assign(output, relative.generic_string());
    crash_point("SH2");
    auto naming = give_name(shelf_->content_of(job_, output), name);
    if (!naming || *naming == Naming::taken) return naming;
    if (auto flushed = flush_folder(name.parent_path()); !flushed) return fail(std::move(flushed).error());
    crash_point("SH3");
    return naming;
}

Result<void> Shelving::put(int output, OutputPattern::Values values) {
    bool named = is_put(output);
    for (int version = 1; !named && version <= kMostVersions; ++version) {
        values.insert_or_assign("version", std::to_string(version));
        auto relative = shelf_->pattern().fill(values);
        if (!relative) return fail(std::move(relative).error());
        if (relative->is_absolute() || !stays_inside(shelf_->path(), *relative))
            return fail(Error{Errc::unsafe_path, "a name leads outside of the output folder"}.with(
                "path", relative->string()));
        auto naming = try_name(output, *relative);
        if (!naming) return fail(std::move(naming).error());
        named = *naming == Naming::named;
    }
    if (!named) return fail(Errc::io_failed, "there is no free version for a picture", "clear the folder");
    const fs::path content = shelf_->content_of(job_, output);
    if (::unlink(content.c_str()) != 0 && errno != ENOENT) return fail(file_error("removing", content));
    crash_point("SH4");
    return {};
}

Result<void> Shelving::give_up(const std::string& why) {
    shelved_.lost = why;
    return note(lost_line(why));
}

Result<void> Shelving::finish() {
    // The removed contents before the journal's move: a content that came back would look unnamed.
    if (auto flushed = flush_folder(shelf_->work_folder()); !flushed) return flushed;
    auto moved = rename_and_flush(shelf_->journal_of(job_), shelf_->done_journal_of(job_));
    if (!moved) return moved;
    shelved_.done = true;
    crash_point("SH5");
    return {};
}

}  // namespace divan::gateway
