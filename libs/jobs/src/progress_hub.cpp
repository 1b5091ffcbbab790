#include <divan/jobs/progress_hub.hpp>

namespace divan::durable {

const JobProgress* ProgressHub::find(const JobId& job) const {
    const auto entry = jobs_.find(job);
    return entry == jobs_.end() ? nullptr : &entry->second;
}

void ProgressHub::begin(const JobId& job, int attempt) {
    JobProgress& progress = jobs_[job];
    const std::uint64_t version = progress.version;
    progress = JobProgress{};
    progress.attempt = attempt;
    progress.version = version + 1;
    listeners_.tell(job);
}

void ProgressHub::change(const JobId& job, const std::function<void(JobProgress&)>& how) {
    const auto entry = jobs_.find(job);
    if (entry == jobs_.end()) return;
    how(entry->second);
    ++entry->second.version;
    listeners_.tell(job);
}

void ProgressHub::show(const JobId& job, PreviewPicture picture) {
    if (picture.bytes.size() > kPreviewBytes) return;
    auto shared = std::make_shared<const PreviewPicture>(std::move(picture));
    change(job, [&](JobProgress& progress) {
        progress.preview = std::move(shared);
        ++progress.previews;
    });
}

void ProgressHub::end(const JobId& job) {
    if (jobs_.erase(job) > 0) listeners_.tell(job);
}

}  // namespace divan::durable
