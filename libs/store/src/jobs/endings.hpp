#pragma once

#include "jobs/job_rows.hpp"

namespace divan::store {

/// Closes the attempt under way; its slot stays taken unless the server is known to be free of it.
Result<void> close_attempt(Transaction& transaction, const Job& job, std::string_view outcome,
                           const std::string& message, bool counted, bool server_free);

/// The final move of a job that is locked: phase, time, last event and webhook rows. `job.error` is set
/// before.
Result<void> finish_job(Transaction& transaction, Job job, const Job& was, Phase end, json::Object data = {});

/// Failed with this error, its attempt closed.
Result<void> fail_job(Transaction& transaction, const Job& was, const JobError& error, bool counted,
                      bool server_free);

}  // namespace divan::store
