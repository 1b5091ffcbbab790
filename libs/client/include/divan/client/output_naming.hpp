#pragma once

#include <map>
#include <string>

#include <divan/client/output_pattern.hpp>
#include <divan/client/part_file.hpp>
#include <divan/protocol/outputs.hpp>

namespace divan {

/// Chooses the names of the files of one run, and takes each at once: for a file that comes from anywhere.
/// Slots and free numbers: see `save_outputs`.
class OutputNaming {
public:
    /// Nothing is written outside of `folder`. `run` is what {prompt_id} stands for; `values` are the
    /// caller's slots.
    OutputNaming(std::filesystem::path folder, OutputPattern pattern, const std::string& run,
                 OutputPattern::Values values = {});

    /// The next free name for this file. Errors: `unsafe_path`, `io_failed`, `invalid_argument` (a slot
    /// without a value).
    Result<PartFile> reserve(const protocol::OutputFile& file);

private:
    void describe(const protocol::OutputFile& file);
    Result<std::filesystem::path> candidate(int number);

    std::filesystem::path folder_;
    OutputPattern pattern_;
    OutputPattern::Values values_;
    std::map<NodeId, int> counts_;
    int index_ = 0;
    std::string file_name_;
};

}  // namespace divan
