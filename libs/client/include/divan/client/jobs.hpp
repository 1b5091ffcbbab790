#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/protocol/job.hpp>

/// The jobs routes of newer servers: one record for what waits, runs or has ended. Older servers answer the
/// same questions through queue.hpp and history.hpp. Errors of all: connect_failed, connection_lost, in_doubt
/// (POST), timeout, unauthorized, unexpected_status (400: an option that this server does not take; its words
/// are the server text), malformed_reply, not_supported.
namespace divan::jobs {

/// Empty members are left out of the query: the server's default.
struct ListRequest {
    std::vector<protocol::JobStatus> status;  ///< any of them; empty: all
    std::string workflow_id;
    std::string
        output_type;  ///< "image", "video", "audio", "3d"; ComfyUI itself ignores it, Comfy Cloud does not
    std::string
        sort_by;  ///< ComfyUI: "created_at", "execution_duration"; Cloud: "create_time", "execution_time"
    std::string sort_order;  ///< "desc" (the default) or "asc"
    std::optional<std::int64_t> limit, offset;
    std::string after;  ///< a page's `next_cursor` (Comfy Cloud)

    ListRequest() = default;
};

/// GET /api/jobs. Errors: also `invalid_argument` for a status of `other`.
asio::awaitable<Result<protocol::JobPage>> list(Connection& connection, ListRequest request,
                                                Deadline deadline);
/// The first `limit` jobs of one status.
asio::awaitable<Result<std::vector<protocol::Job>>> by_status(Connection& connection,
                                                              protocol::JobStatus status, std::int64_t limit,
                                                              Deadline deadline);

/// Goes through all pages of a list, by cursor where the server has them, else by offset (jobs that come or
/// go meanwhile can then be seen twice or not at all). One call at a time, which this outlives.
class Pages {
public:
    explicit Pages(ListRequest request) : request_{std::move(request)} {}

    /// The next jobs; empty at the end, and from then on. After an error the same page can be asked for
    /// again.
    asio::awaitable<Result<std::vector<protocol::Job>>> next(Connection& connection, Deadline deadline);
    bool done() const { return done_; }

private:
    ListRequest request_;
    bool done_ = false;
};

/// GET /api/jobs/{id}, with prompt and outputs. Nothing for an id that the server does not know.
asio::awaitable<Result<std::optional<protocol::Job>>> get(Connection& connection, protocol::PromptId job,
                                                          Deadline deadline);
/// GET /api/job/{id}/status, the light record of Comfy Cloud; where that route is missing, the job itself is
/// asked for.
asio::awaitable<Result<std::optional<protocol::JobStatusRecord>>> status(Connection& connection,
                                                                         protocol::PromptId job,
                                                                         Deadline deadline);

/// POST /api/jobs/{id}/cancel (ComfyUI 0.26.0, June 2026): deletes a waiting job, interrupts a running one,
/// never another.
asio::awaitable<Result<protocol::JobCancellation>> cancel(Connection& connection, protocol::PromptId job,
                                                          Deadline deadline);
/// POST /api/jobs/cancel. Errors: also `invalid_argument` for an empty list.
asio::awaitable<Result<protocol::JobCancellation>> cancel(Connection& connection,
                                                          std::vector<protocol::PromptId> jobs,
                                                          Deadline deadline);

/// POST /api/queue: waiting jobs only; ids that do not wait are ignored.
asio::awaitable<Result<protocol::QueueChange>> cancel_pending(Connection& connection,
                                                              std::vector<protocol::PromptId> jobs,
                                                              Deadline deadline);
/// POST /api/queue: everything that waits, other people's jobs too.
asio::awaitable<Result<protocol::QueueChange>> clear_pending(Connection& connection, Deadline deadline);
/// POST /api/interrupt: whatever runs, whoever sent it.
asio::awaitable<Result<void>> interrupt_running(Connection& connection, Deadline deadline);

}  // namespace divan::jobs
