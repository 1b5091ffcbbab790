#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/workflow/seeds.hpp>

namespace divan::durable {

/// What a job carries besides its graph (`store::Job::details`).
struct JobDetails {
    std::vector<SeedChange> seeds;  ///< that were drawn when it was submitted
    bool rename_outputs = true;     ///< see output_names.hpp
    bool allow_no_output = false;   ///< a success without any output is one
    /// What it computes, as one hash: equal jobs of one owner have equal keys. Empty: it was not to be
    /// cached.
    std::string cache_key;
    bool reuse = true;  ///< may take another job's result; false for random seeds
    std::optional<std::chrono::milliseconds> keep_for;  ///< its files
    json::Object client;                                ///< the face's own

    JobDetails() = default;
    std::string to_json() const;
    /// Unknown members are left out. Errors: `malformed_json`.
    static Result<JobDetails> parse(std::string_view text);
};

}  // namespace divan::durable
