#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <divan/client/progress_model.hpp>
#include <divan/client/subscription.hpp>
#include <divan/fleet/ids.hpp>

namespace divan::durable {

/// A preview picture; lossy, never a result.
struct PreviewPicture {
    std::string media_type, bytes;
    NodeId node;

    PreviewPicture() = default;
};

/// How far a job is, as far as this gateway knows it. Not durable.
struct JobProgress {
    int attempt = 0;
    std::uint64_t version = 0;  ///< grows with every change, from 1
    RunProgress run;
    std::string node_class;                         ///< of `run.node`; empty when it is not in the workflow
    std::optional<std::size_t> ahead;               ///< prompts before it at its server, while it waits there
    std::string text;                               ///< what a node said last
    std::shared_ptr<const PreviewPicture> preview;  ///< the latest; nothing before the first
    std::uint64_t previews = 0;                     ///< how many there were

    JobProgress() = default;
};

/// The progress of the jobs that this gateway has at servers: the latest of each, and nothing older, so that
/// a slow reader misses steps and never holds anything up. Memory: one entry for each prompt at a server, and
/// one preview of at most 1 MiB in it. Threads: the event loop's.
class ProgressHub {
public:
    static constexpr std::size_t kPreviewBytes = std::size_t{1} << 20;
    using Listener = std::function<void(const JobId&)>;

    /// Nothing for a job that is not at a server of this gateway.
    const JobProgress* find(const JobId& job) const;
    /// Told after each change of any job; read what is new by `find`.
    [[nodiscard]] Subscription listen(Listener listener) { return listeners_.add(std::move(listener)); }

    void begin(const JobId& job, int attempt);
    void change(const JobId& job, const std::function<void(JobProgress&)>& how);
    /// Larger pictures are dropped.
    void show(const JobId& job, PreviewPicture picture);
    void end(const JobId& job);
    std::size_t size() const { return jobs_.size(); }

private:
    std::map<JobId, JobProgress> jobs_;
    Listeners<const JobId&> listeners_;
};

}  // namespace divan::durable
