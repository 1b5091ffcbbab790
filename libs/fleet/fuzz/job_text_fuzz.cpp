#include <cstdint>
#include <string_view>

#include "jobs/job_text.hpp"

/// What a queue file keeps of a job: an error or a value that can be written again, never a crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto options = job_text::read_options(text))
        if (!job_text::read_options(job_text::write(*options))) __builtin_trap();
    if (const auto workflow = job_text::read_workflow(text))
        if (!job_text::read_workflow(job_text::write(*workflow))) __builtin_trap();
    if (const auto note = job_text::read_note(text))
        if (job_text::read_note(job_text::write(*note)) != note) __builtin_trap();
    return 0;
}
